//! How a guild's reminders are doing.

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use kernel::{GuildId, PortFailure};

use super::{Permission, ReminderFigures};
use crate::{Kind, Occurrence, OccurrenceId, Reminder};

/// How the sends of some stretch of time went.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SendCounts {
    /// Sent within the minute.
    pub on_time: u32,
    /// Sent later than that, and marked so.
    pub late: u32,
    /// Not sent, because their time was over.
    pub missed: u32,
    /// Not sent, because Discord would not take them.
    pub failed: u32,
    /// Left out on purpose.
    pub skipped: u32,
    /// How many of all these took more than one attempt.
    pub retried: u32,
    /// How late they were, if any was sent.
    pub lateness: Option<Lateness>,
}

/// How long after their moment sends stood in their channels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lateness {
    /// Half of them were not later than this.
    pub median: TimeDelta,
    /// 95 of 100 were not later than this.
    pub p95: TimeDelta,
    /// The latest of them.
    pub most: TimeDelta,
}

/// A reminder that rests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resting {
    /// The reminder.
    pub reminder: Reminder,
    /// What the bot lacks in its channel, as far as that was known when it came to rest.
    pub missing: Vec<Permission>,
}

/// A send that waits for another attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaitingRetry {
    /// The occurrence's number.
    pub id: OccurrenceId,
    /// The reminder's name.
    pub name: String,
    /// Which moment it announces.
    pub kind: Kind,
    /// When it was due.
    pub fires_at: DateTime<Utc>,
    /// When it is tried again.
    pub again_at: DateTime<Utc>,
    /// How often it was tried.
    pub attempts: u32,
}

/// How a guild's reminders are doing, as far as they are stored.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StoredStatus {
    /// Reminders that come again and do not rest.
    pub recurring: u32,
    /// Reminders that come once, are not over and do not rest.
    pub one_off: u32,
    /// Reminders that rest.
    pub resting: u32,
    /// Some of those that rest, the latest first.
    pub some_resting: Vec<Resting>,
    /// What is sent next.
    pub next: Option<(Reminder, Occurrence)>,
    /// The last 24 hours.
    pub day: SendCounts,
    /// The last seven days.
    pub week: SendCounts,
    /// How many sends wait for another attempt.
    pub waiting: u32,
    /// Some of them, the next one first.
    pub some_waiting: Vec<WaitingRetry>,
}

/// Sums up a guild's reminders.
#[async_trait]
pub trait StatusStore: Send + Sync {
    /// How the guild's reminders are doing at `now`, with at most `examples` of each list.
    async fn status(
        &self,
        guild: GuildId,
        now: DateTime<Utc>,
        examples: u32,
    ) -> Result<StoredStatus, PortFailure>;

    /// What is not completed, in figures; of all guilds when none is named, which is for whoever runs the bot.
    async fn figures(&self, guild: Option<GuildId>) -> Result<ReminderFigures, PortFailure>;
}
