//! What is kept of a question: figures and ids, never a text.

use chrono::{DateTime, TimeDelta, Utc};
use kernel::{GuildId, UserId};
use sanitizer::LogText;

use crate::{FailureClass, Feature, ModelName, Tokens};

/// A question that was answered, or finally not; its retries are part of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallRecord {
    /// What it was for.
    pub feature: Feature,
    /// Which model was asked, or answered.
    pub model: ModelName,
    /// Where; none in a direct message.
    pub guild: Option<GuildId>,
    /// Who asked; none when the bot did by itself.
    pub user: Option<UserId>,
    /// When it ended.
    pub at: DateTime<Utc>,
    /// How long it took, waits included.
    pub latency: TimeDelta,
    /// How often it was asked again.
    pub retries: u32,
    /// How it ended.
    pub outcome: CallOutcome,
}

/// How a question ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CallOutcome {
    /// With an answer that took so much.
    Answered(Tokens),
    /// Without one.
    Failed {
        /// Why.
        class: FailureClass,
        /// What the service said, in one line without secrets.
        detail: LogText,
    },
}

impl CallRecord {
    /// Why there was no answer.
    pub fn failure(&self) -> Option<FailureClass> {
        match self.outcome {
            CallOutcome::Answered(_) => None,
            CallOutcome::Failed { class, .. } => Some(class),
        }
    }
}
