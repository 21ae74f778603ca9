//! Where commands hold, and on what occasion Discord is told of them.

use std::fmt;

use chrono::TimeDelta;
use kernel::GuildId;

/// Where commands hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Scope {
    /// In every server.
    Global,
    /// In one server of whoever develops the bot, where changes are seen at once.
    Guild(GuildId),
}

impl Scope {
    /// For how long Discord is not told again after it was: an hour, and half an hour for one server.
    pub fn cooldown(self) -> TimeDelta {
        match self {
            Self::Global => TimeDelta::minutes(60),
            Self::Guild(_) => TimeDelta::minutes(30),
        }
    }

    /// The server, if it is one.
    pub fn guild(self) -> Option<GuildId> {
        match self {
            Self::Global => None,
            Self::Guild(guild) => Some(guild),
        }
    }
}

impl fmt::Display for Scope {
    /// `global`, or the server's id.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Global => f.write_str("global"),
            Self::Guild(guild) => guild.fmt(f),
        }
    }
}

/// On what occasion Discord is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SyncType {
    /// The bot starts.
    FirstReady,
    /// The bot has a new session after one that was lost.
    Reconnect,
    /// The bot was added to a server.
    GuildJoin,
    /// An owner of the bot asked for it.
    Manual,
}

impl SyncType {
    /// The word that events have for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::FirstReady => "first_ready",
            Self::Reconnect => "reconnect",
            Self::GuildJoin => "guild_join",
            Self::Manual => "manual",
        }
    }
}
