//! Questions that could not be answered yet, and where they wait for the service to come back.

use async_trait::async_trait;
use chrono::{DateTime, NaiveDate, Utc};
use kernel::{GuildId, PortFailure};
use language_model::{ModelName, UsageKey};

use crate::{Ask, Question};

/// A question that is to wait.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewWaiting {
    /// Who asked, and the way back to them.
    pub ask: Ask,
    /// What.
    pub question: Question,
    /// The model that was asked, and will be again.
    pub model: ModelName,
    /// How long the answer may be, in tokens.
    pub max_tokens: u32,
    /// The day of the quota that it was counted for; none where nothing was.
    pub charged_on: Option<NaiveDate>,
    /// When it is tried next.
    pub due: DateTime<Utc>,
}

/// A question that waits, as whoever has it in hand knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaitingQuestion {
    /// Its number, in the order in which they came.
    pub id: i64,
    /// What waits.
    pub what: NewWaiting,
    /// How often it was taken in hand; whoever did so earlier has lost it.
    pub tries: u32,
    /// Whether an answer was there before, and whoever had it may or may not have told it.
    pub was_answered: bool,
}

impl NewWaiting {
    /// What was counted for it.
    pub fn charge(&self) -> Option<UsageKey> {
        self.charged_on.map(|day| UsageKey {
            guild: self.ask.guild,
            user: self.ask.user,
            day,
        })
    }
}

/// Where questions wait, of all processes together, whether or not one of them is running. What waits is forgotten once
/// it has ended, however it did.
#[async_trait]
pub trait WaitingQuestions: Send + Sync {
    /// Lets a question wait. Returns those that give way, the oldest first, so that no more than `most` wait: they are
    /// forgotten. Those that somebody has in hand at `now` stay.
    async fn add(
        &self,
        question: &NewWaiting,
        now: DateTime<Utc>,
        most: u16,
    ) -> Result<Vec<WaitingQuestion>, PortFailure>;

    /// Takes in hand at most `most` that are due at `now`, the earliest first, for nobody else to take before `until`.
    /// It counts as a try of each.
    async fn claim(
        &self,
        now: DateTime<Utc>,
        until: DateTime<Utc>,
        most: u16,
    ) -> Result<Vec<WaitingQuestion>, PortFailure>;

    /// Lets one wait on until `due`; false if it is not in the caller's hand any more.
    async fn put_back(
        &self,
        question: &WaitingQuestion,
        due: DateTime<Utc>,
    ) -> Result<bool, PortFailure>;

    /// Notes that its answer is there and is told from here on, so that nobody tells it again; false if it is not in the
    /// caller's hand any more.
    async fn note_answered(&self, question: &WaitingQuestion) -> Result<bool, PortFailure>;

    /// Forgets one; false if it is not in the caller's hand any more.
    async fn remove(&self, question: &WaitingQuestion) -> Result<bool, PortFailure>;

    /// How many wait that were asked in a guild, or in direct messages.
    async fn count(&self, guild: Option<GuildId>) -> Result<u64, PortFailure>;

    /// When the next one can be taken in hand.
    async fn next_due(&self) -> Result<Option<DateTime<Utc>>, PortFailure>;
}
