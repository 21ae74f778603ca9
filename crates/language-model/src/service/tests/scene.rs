//! A service around a fake endpoint.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use kernel::{Clock, GuildId, UserId};

use crate::testing::{
    FakeEndpoint, FixedChoices, FixedPlans, InMemoryUsage, LeapingClock, RecordingDiary, question,
};
use crate::{
    Completion, CompletionRequest, FailureClass, LanguageModel as _, ModelError, ModelPorts,
    ModelRules, ModelService, Plan, Tariffs, Temperature,
};

pub(super) struct Scene {
    pub(super) endpoint: Arc<FakeEndpoint>,
    pub(super) choices: Arc<FixedChoices>,
    pub(super) usage: Arc<InMemoryUsage>,
    pub(super) diary: Arc<RecordingDiary>,
    pub(super) clock: LeapingClock,
    pub(super) service: ModelService,
}

impl Scene {
    /// Nobody pays, and everybody may ask as much as they like.
    pub(super) fn new() -> Self {
        Self::with(None, None)
    }

    /// Everybody has paid for this; with nothing said it cannot be read.
    pub(super) fn with_plan(plan: Option<Plan>) -> Self {
        Self::with(Some(FixedPlans(plan)), None)
    }

    pub(super) fn with(plans: Option<FixedPlans>, free_daily_limit: Option<u32>) -> Self {
        let noon = DateTime::UNIX_EPOCH + TimeDelta::hours(12);
        let clock = LeapingClock::at(noon);
        let (endpoint, choices) = (
            Arc::<FakeEndpoint>::default(),
            Arc::<FixedChoices>::default(),
        );
        let (usage, diary) = (
            Arc::<InMemoryUsage>::default(),
            Arc::<RecordingDiary>::default(),
        );
        choices.choose(None, 0.7);
        let ports = ModelPorts {
            endpoint: endpoint.clone(),
            choices: choices.clone(),
            usage: usage.clone(),
            plans: plans.map(|it| Arc::new(it) as _),
            diary: diary.clone(),
            clock: Arc::new(clock.clone()),
            chance: || 0.5,
        };
        let rules = ModelRules {
            model: "of-operator".parse().unwrap(),
            temperature: Temperature::clamped(0.7),
            free_daily_limit,
            tariffs: Tariffs::default(),
        };
        let service = ModelService::new(ports, rules);
        Self {
            endpoint,
            choices,
            usage,
            diary,
            clock,
            service,
        }
    }

    /// A question of member 7 in guild 1, for which somebody waits a minute.
    pub(super) fn question(&self) -> CompletionRequest {
        CompletionRequest {
            guild: Some(GuildId::new(1).unwrap()),
            user: Some(member()),
            ..question("learn_topic", self.now() + TimeDelta::minutes(1))
        }
    }

    pub(super) async fn ask(&self) -> Result<Completion, ModelError> {
        self.service.complete(self.question()).await
    }

    /// Asks, and says why there was no answer.
    pub(super) async fn failure(&self) -> FailureClass {
        self.ask().await.unwrap_err().class
    }

    /// The service needs so many seconds for each of the next answers.
    pub(super) fn is_slow(&self, seconds: i64, times: usize) {
        let clock: Arc<dyn Clock> = Arc::new(self.clock.clone());
        let by = TimeDelta::seconds(seconds);
        self.endpoint.is_slow(&clock, by, times);
    }

    /// How many questions reached the endpoint.
    pub(super) fn asked(&self) -> usize {
        self.endpoint.asked().len()
    }

    /// How many answers member 7 has had today.
    pub(super) async fn used(&self) -> Option<u32> {
        let guild = GuildId::new(1).ok();
        self.service.quota_of(guild, member()).await.0
    }

    pub(super) fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// The waits between tries, in milliseconds.
    pub(super) fn waits(&self) -> Vec<i64> {
        let slept = self.clock.slept();
        slept.iter().map(TimeDelta::num_milliseconds).collect()
    }
}

pub(super) fn member() -> UserId {
    UserId::new(7).unwrap()
}
