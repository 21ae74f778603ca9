//! What telling Discord of the commands needs from outside.

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use kernel::{GuildId, PortFailure};

use super::Scope;

/// The commands of this version of the bot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Definitions {
    /// A mark of all of them: the same for the same commands in whatever order they are listed, another one when anything
    /// about them changes. At most 128 characters.
    pub hash: String,
    /// How many there are.
    pub count: u32,
}

impl Definitions {
    /// No commands at all: what a server has for itself that is none of the developers' any more.
    pub fn none() -> Self {
        Self {
            hash: "none of its own".to_owned(),
            count: 0,
        }
    }
}

/// What Discord was told last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyncState {
    /// The mark of the commands.
    pub hash: String,
    /// How many there were.
    pub count: u32,
    /// When.
    pub synced_at: DateTime<Utc>,
    /// Until when Discord does not want to be told again, if it said so.
    pub blocked_until: Option<DateTime<Utc>>,
}

/// Remembers over restarts what Discord was told.
#[async_trait]
pub trait SyncStates: Send + Sync {
    /// What Discord was told last; none when it was never told anything, and never said that it is too much.
    async fn load(&self, scope: Scope) -> Result<Option<SyncState>, PortFailure>;

    /// The servers that have commands for themselves, as far as Discord was told of any.
    async fn guilds_with_commands(&self) -> Result<Vec<GuildId>, PortFailure>;

    /// Discord was told these commands.
    async fn synced(
        &self,
        scope: Scope,
        definitions: &Definitions,
        at: DateTime<Utc>,
    ) -> Result<(), PortFailure>;

    /// Discord does not want to be told again before `until`. What it was told before stays true.
    async fn blocked(&self, scope: Scope, until: DateTime<Utc>) -> Result<(), PortFailure>;
}

/// Why Discord was not told.
#[derive(Debug, thiserror::Error)]
pub enum OverwriteFailure {
    /// It answered that it is told too often (429).
    #[error("Discord asks to wait")]
    RateLimited {
        /// For how long.
        retry_after: TimeDelta,
    },
    /// Anything else.
    #[error(transparent)]
    Failed(#[from] PortFailure),
}

/// Discord's list of the commands.
#[async_trait]
pub trait CommandRegistry: Send + Sync {
    /// The commands of this version.
    fn definitions(&self) -> Definitions;

    /// Has them hold in `scope`, and no others: one request.
    async fn overwrite(&self, scope: Scope) -> Result<(), OverwriteFailure>;

    /// Has a server no commands for itself any more: one request. Those of all servers hold there on.
    async fn clear(&self, guild: GuildId) -> Result<(), OverwriteFailure>;
}
