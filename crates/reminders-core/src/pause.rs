//! Reminders that rest.

use chrono::{DateTime, Utc};

/// Why a reminder rests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PauseReason {
    /// Its channel does not exist any more.
    ChannelGone,
    /// The bot may not post in its channel.
    Forbidden,
    /// The bot was removed from the guild.
    GuildLeft,
}

/// Since when a reminder rests, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pause {
    /// Why.
    pub reason: PauseReason,
    /// Since when.
    pub since: DateTime<Utc>,
}
