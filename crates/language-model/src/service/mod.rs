//! The model as features ask it: quotas, guilds' choices, places, tries and their waits, the breaker, and records of it
//! all around an endpoint that asks once.

mod complete;
mod deferred;
mod patience;
mod places;
#[cfg(test)]
mod tests;

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::TimeDelta;
use kernel::{Breaker, BreakerRule, BreakerState, Clock, GuildId, UserId};

pub use complete::Held;
pub use deferred::{DEFERRED_MOST, late_deadline, may_wait, next_try};
pub use patience::{DEFERRED_TRIES, deferred_wait};
use places::Places;

use crate::activity::Activity;
use crate::usage::Quotas;
use crate::{
    CallRecord, Lately, ModelChoice, ModelChoices, ModelDiary, ModelEndpoint, ModelName, ModelNote,
    ModelStatus, ModelUsage, Plans, Tariffs, Temperature,
};

/// Five failures in a row that may pass by themselves: for a minute the service is not asked.
const BREAKER: BreakerRule = BreakerRule {
    failures: 5,
    within: None,
    pause: TimeDelta::seconds(60),
    trial: TimeDelta::seconds(60),
};

/// What the model needs from outside.
#[derive(Clone)]
pub struct ModelPorts {
    /// The service.
    pub endpoint: Arc<dyn ModelEndpoint>,
    /// What guilds have chosen.
    pub choices: Arc<dyn ModelChoices>,
    /// Where answers are counted.
    pub usage: Arc<dyn ModelUsage>,
    /// Who has paid for what, if anybody pays.
    pub plans: Option<Arc<dyn Plans>>,
    /// Who hears what happens.
    pub diary: Arc<dyn ModelDiary>,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// A number from 0 to 1, another one each time: [`kernel::chance`], and a constant in tests.
    pub chance: fn() -> f64,
}

/// What the operator has chosen.
#[derive(Debug, Clone, PartialEq)]
pub struct ModelRules {
    /// The model of guilds that have chosen none.
    pub model: ModelName,
    /// How freely answers are where the guild's choice cannot be read.
    pub temperature: Temperature,
    /// How many answers a day members have where nobody pays; none for as many as they like.
    pub free_daily_limit: Option<u32>,
    /// What models cost.
    pub tariffs: Tariffs,
}

/// The model as features ask it. Clones share everything.
#[derive(Clone)]
pub struct ModelService(Arc<Inner>);

struct Inner {
    ports: ModelPorts,
    rules: ModelRules,
    quotas: Quotas,
    places: Places,
    breaker: Mutex<Breaker>,
    activity: Mutex<Activity>,
}

impl ModelService {
    /// A model of which nobody has asked anything yet.
    pub fn new(ports: ModelPorts, rules: ModelRules) -> Self {
        let quotas = Quotas::new(
            ports.usage.clone(),
            ports.plans.clone(),
            rules.free_daily_limit,
            ports.diary.clone(),
        );
        Self(Arc::new(Inner {
            quotas,
            places: Places::default(),
            breaker: Mutex::new(Breaker::closed(BREAKER)),
            activity: Mutex::new(Activity::new(ports.clock.now())),
            ports,
            rules,
        }))
    }

    /// How it has been doing, as `guild` may see it.
    pub fn status(&self, guild: Option<GuildId>) -> ModelStatus {
        let now = self.0.ports.clock.now();
        let rests = lock(&self.0.breaker).state() != BreakerState::Closed;
        lock(&self.0.activity).status(guild, rests, now)
    }

    /// The newest answers and the newest failures, [`RING`](crate::RING) of each at most, oldest first.
    pub fn newest(&self) -> (Vec<CallRecord>, Vec<CallRecord>) {
        lock(&self.0.activity).newest()
    }

    /// How many questions there were in the last hour and day, for the diary of health.
    pub fn lately(&self) -> Lately {
        lock(&self.0.activity).lately(self.0.ports.clock.now())
    }

    /// The model that answers in `guild` at the moment.
    pub async fn model_of(&self, guild: Option<GuildId>) -> ModelName {
        let choice = self.0.choice_of(guild).await;
        choice.model.unwrap_or_else(|| self.0.rules.model.clone())
    }

    /// How many answers a member has had today, and how many there are; none where nobody knows, or for as many as they
    /// like.
    pub async fn quota_of(
        &self,
        guild: Option<GuildId>,
        user: UserId,
    ) -> (Option<u32>, Option<u32>) {
        let now = self.0.ports.clock.now();
        self.0.quotas.of(guild, user, now).await
    }
}

impl Inner {
    /// What a guild has chosen, or what holds for everybody where that cannot be read.
    async fn choice_of(&self, guild: Option<GuildId>) -> ModelChoice {
        match self.ports.choices.of_guild(guild).await {
            Ok(choice) => choice,
            Err(failure) => {
                self.ports.diary.noted(&ModelNote::ChoiceUnknown(&failure));
                ModelChoice {
                    model: None,
                    temperature: self.rules.temperature,
                }
            }
        }
    }
}

impl fmt::Debug for ModelService {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ModelService")
            .field("rules", &self.0.rules)
            .finish_non_exhaustive()
    }
}

/// No change is left half done, so a panic elsewhere spoils nothing.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
