//! What is shown of the model.

use chrono::{DateTime, TimeDelta, Utc};
use kernel::UserId;
use sanitizer::LogText;

use super::Health;
use crate::{FailureClass, Tokens};

/// How the model has been doing since the program began, as one guild may see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ModelStatus {
    /// In a word.
    pub health: Health,
    /// Since when this is counted.
    pub since: DateTime<Utc>,
    /// The newest answer.
    pub last_success: Option<LastCall>,
    /// How long the last 25 answers took on average.
    pub average_latency: Option<TimeDelta>,
    /// The newest failure.
    pub last_error: Option<LastError>,
    /// How many questions there were.
    pub counts: Counts,
    /// How often the service, or we, found that it was too much.
    pub rate_limits: u64,
    /// When that was last.
    pub last_rate_limit: Option<DateTime<Utc>>,
    /// What was spent today, by the day in UTC.
    pub today: Spent,
    /// What was spent since the program began.
    pub since_start: Spent,
}

/// A question that was answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LastCall {
    /// When.
    pub at: DateTime<Utc>,
    /// Whose it was; none when it was not asked in the guild that looks, or by nobody.
    pub user: Option<UserId>,
}

/// A question that was not answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LastError {
    /// When.
    pub at: DateTime<Utc>,
    /// Why.
    pub class: FailureClass,
    /// What the service said, in one line without secrets.
    pub detail: LogText,
}

/// How many questions there were.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// With an answer.
    pub answered: u64,
    /// Without one.
    pub failed: u64,
}

/// What answers took.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Spent {
    /// In tokens.
    pub tokens: Tokens,
    /// In millionths of the operator's money, as far as it is known what the models cost.
    pub cost: u64,
}
