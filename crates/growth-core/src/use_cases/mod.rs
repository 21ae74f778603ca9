//! What can be done, a file each.

mod answer;
mod ask;
mod check_in;
mod history;
mod late;
mod share;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::TimeDelta;
use kernel::{Clock, Cooldown, GuildId, MOST_RECENT, PortFailure, UserId};
use language_model::{ModelService, OffTheme};
use settings_core::{SettingsReader, Snapshot};

use crate::settings::gpt::GptSettings;
use crate::settings::growth::GrowthSettings;
use crate::{
    CheckinStore, GrowthBoard, GrowthDiary, LateAnswers, Notes, TitleRanker, WaitingQuestions,
};

pub use answer::{Answered, Asked, Help, Reply, Told};
pub use ask::{Ask, Bucket, GrowthRefusal, QUESTION_MAX};
pub use history::{HISTORY_MOST, HISTORY_PAGE, HistoryPage};
use late::InHand;
pub use late::LateRound;
pub use share::{Kept, ShareRefusal};

/// Uses of the three commands that only ask, and of check-ins, are counted by guild and member.
type ByMember = Cooldown<(Option<GuildId>, UserId)>;

/// What is needed from outside.
#[derive(Clone)]
pub struct GrowthPorts {
    /// The language model.
    pub model: ModelService,
    /// Where check-ins are kept.
    pub checkins: Arc<dyn CheckinStore>,
    /// Where questions wait that could not be answered yet.
    pub waiting: Arc<dyn WaitingQuestions>,
    /// Hears what goes wrong unnoticed.
    pub diary: Arc<dyn GrowthDiary>,
    /// Where members share them.
    pub board: Arc<dyn GrowthBoard>,
    /// Tells people what they asked for minutes ago.
    pub late: Arc<dyn LateAnswers>,
    /// Finds notes by their titles.
    pub ranker: Arc<dyn TitleRanker>,
    /// What the guild has set.
    pub settings: Arc<dyn SettingsReader>,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// A number from 0 to 1, another one each time: [`kernel::chance`], and a constant in tests.
    pub chance: fn() -> f64,
}

/// The use cases of what members ask for themselves. Clones share everything.
#[derive(Clone)]
pub struct Growth(Arc<Inner>);

struct Inner {
    ports: GrowthPorts,
    notes: Notes,
    off_theme: OffTheme,
    asking: ByMember,
    checking_in: ByMember,
    reading: Cooldown<UserId>,
    /// The questions that this process asks again at the moment, by their numbers.
    in_hand: Mutex<BTreeMap<i64, InHand>>,
}

impl Growth {
    /// The use cases over these ports.
    pub fn new(ports: GrowthPorts) -> Self {
        Self(Arc::new(Inner {
            ports,
            notes: Notes::shipped(),
            off_theme: OffTheme::default(),
            asking: Cooldown::new(3, TimeDelta::seconds(60)),
            checking_in: Cooldown::new(2, TimeDelta::seconds(300)),
            reading: Cooldown::new(1, TimeDelta::seconds(30)),
            in_hand: Mutex::default(),
        }))
    }

    /// What is remembered, by the name of what it is for: how much, and how much at most.
    pub fn remembered(&self) -> [(&'static str, usize, usize); 3] {
        let it = &*self.0;
        [
            ("model_cooldowns", it.asking.remembered(), MOST_RECENT),
            (
                "checkin_cooldowns",
                it.checking_in.remembered(),
                MOST_RECENT,
            ),
            ("history_cooldowns", it.reading.remembered(), MOST_RECENT),
        ]
    }

    async fn settings(
        &self,
        guild: Option<GuildId>,
    ) -> Result<(GptSettings, GrowthSettings), PortFailure> {
        let read = |it: &Snapshot| (GptSettings::read(it), GrowthSettings::read(it));
        Ok(match guild {
            Some(guild) => read(&*self.0.ports.settings.snapshot(guild).await?),
            None => read(&Snapshot::default()),
        })
    }
}

/// No change is left half done, so a panic elsewhere spoils nothing.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
