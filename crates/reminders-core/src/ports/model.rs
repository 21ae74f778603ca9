//! A language model that is asked about announcements which the rules cannot read.

use async_trait::async_trait;
use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use chrono_tz::Tz;
use kernel::{GuildId, PortFailure};
use sanitizer::PromptText;

/// What a model says that an announcement says. Nothing of it is believed before it was checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ModelReading {
    /// The date of an event that comes once.
    pub date: Option<NaiveDate>,
    /// The local clock at which the event starts.
    pub clock: NaiveTime,
    /// The weekdays of an event that comes every week, 0 for Monday; empty for one that comes once.
    pub days: Vec<u8>,
    /// Where it is, in the announcement's own words.
    pub location: Option<String>,
}

/// Why a model said nothing.
#[derive(Debug, thiserror::Error)]
pub enum ModelError {
    /// It found no event.
    #[error("the model found no event")]
    NoEvent,
    /// Its answer was not in the form that was asked for.
    #[error("the model's answer has the wrong form")]
    Malformed,
    /// It could not be asked.
    #[error("the model could not be asked")]
    Unavailable(#[source] PortFailure),
}

/// Reads what the rules cannot read.
#[async_trait]
pub trait AnnouncementModel: Send + Sync {
    /// Reads an announcement, in which dates are relative to `now` in `zone`. The text is data, never instructions.
    async fn read(
        &self,
        guild: GuildId,
        text: &PromptText,
        now: DateTime<Utc>,
        zone: Tz,
    ) -> Result<ModelReading, ModelError>;
}
