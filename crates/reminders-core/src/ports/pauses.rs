//! Which reminders rest, and how they go on.

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use kernel::{ChannelId, GuildId, PortFailure};

use super::Permission;
use crate::{Claimed, PauseReason, Reminder, ReminderId};

/// What is wrong with a channel in which nothing can be posted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChannelTrouble {
    /// It does not exist any more, or not in this guild.
    Gone,
    /// The bot may not post there; what it lacks, as far as that is known.
    Forbidden(Vec<Permission>),
}

impl ChannelTrouble {
    /// Why the channel's reminders rest.
    pub fn reason(&self) -> PauseReason {
        match self {
            Self::Gone => PauseReason::ChannelGone,
            Self::Forbidden(_) => PauseReason::Forbidden,
        }
    }

    /// What the bot lacks there.
    pub fn missing(&self) -> &[Permission] {
        match self {
            Self::Gone => &[],
            Self::Forbidden(missing) => missing,
        }
    }
}

/// Which reminders rest. A reminder that rests has no next send; it remembers since when it owes them.
///
/// Each pause is also an intent to tell the people concerned (see [`NoticeStore`](super::NoticeStore)).
#[async_trait]
pub trait PauseStore: Send + Sync {
    /// Records that an occurrence was not sent because of its channel and has every unfinished reminder of that channel
    /// rest, in one transaction; those that rest because the bot was removed from the guild meanwhile are left so.
    /// Returns those that rest from now on.
    ///
    /// Repeating the call, or making it after somebody else took the occurrence on or the reminder was deleted, records
    /// nothing.
    async fn fail_and_pause(
        &self,
        claimed: &Claimed,
        trouble: &ChannelTrouble,
        now: DateTime<Utc>,
    ) -> Result<Vec<ReminderId>, PortFailure>;

    /// The channels that the guild's unfinished reminders are posted in, each once, those that rest included.
    async fn channels_in_use(&self, guild: GuildId) -> Result<Vec<ChannelId>, PortFailure>;

    /// Has every unfinished reminder of the channel rest. Returns those that rest for this reason from now on: the
    /// others, and those that rested because the bot was away.
    async fn pause_channel(
        &self,
        guild: GuildId,
        channel: ChannelId,
        trouble: &ChannelTrouble,
        now: DateTime<Utc>,
    ) -> Result<Vec<ReminderId>, PortFailure>;

    /// Has every unfinished reminder of the guild rest, because the bot was removed from it. What is under way or was
    /// asked to be told again is left out. Nobody is told, neither of
    /// this nor of what was to be told before.
    async fn pause_guild(&self, guild: GuildId, now: DateTime<Utc>) -> Result<u64, PortFailure>;

    /// Has the reminders that rest in this channel go on, and returns them.
    ///
    /// Each owes what it would have sent since it came to rest (since a month ago, if that is later), and the dispatcher
    /// deals with it as after any downtime: it sends what is still worth it and records the rest as missed. A send that
    /// failed because of the channel is given back when it is due within `window` before `now`, or its event is yet to
    /// come. One that rested because the bot was away owes only what is still worth it by the same measure: what passed
    /// meanwhile is not recorded, and nobody is told. One that owes nothing any more is completed.
    async fn resume_channel(
        &self,
        guild: GuildId,
        channel: ChannelId,
        zone: Tz,
        window: TimeDelta,
        now: DateTime<Utc>,
    ) -> Result<Vec<Reminder>, PortFailure>;
}
