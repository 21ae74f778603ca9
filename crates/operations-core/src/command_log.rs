//! Where uses of commands are kept, and what can be asked of them.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use kernel::{GuildId, PortFailure};

use crate::Execution;

/// Keeps what members did. Questions are about commands only ([`ExecutionKind::is_command`]), served or not; buttons,
/// forms and keystrokes are kept and not counted.
///
/// [`ExecutionKind::is_command`]: crate::ExecutionKind::is_command
#[async_trait]
pub trait CommandLog: Send + Sync {
    /// Writes all of them or none.
    async fn write(&self, executions: &[Execution]) -> Result<(), WriteFailure>;

    /// The names that were used most since `since`, at most `limit`: the most used first, and by name where they were
    /// used as often; and how often all commands were used, also those that are not named.
    async fn ranking(
        &self,
        scope: CommandScope,
        since: DateTime<Utc>,
        limit: u16,
    ) -> Result<Ranking, PortFailure>;

    /// How many commands were used since `since`.
    async fn count(&self, scope: CommandScope, since: DateTime<Utc>) -> Result<u64, PortFailure>;
}

/// Whose commands a question is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CommandScope {
    /// Those of one guild.
    Guild(GuildId),
    /// Those of all guilds, and of direct messages.
    All,
}

/// The names that were used most.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ranking {
    /// The most used first.
    pub top: Vec<Usage>,
    /// How many commands were used, also those that are not among the top.
    pub total: u64,
}

/// How often a command was used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Usage {
    /// Its qualified name.
    pub name: String,
    /// How often.
    pub count: u64,
}

/// Why rows were not written.
#[derive(Debug, thiserror::Error)]
pub enum WriteFailure {
    /// One of the rows is none that the log takes: it would fail again, and without it the others would not.
    #[error("a row cannot be written")]
    Rows(#[source] PortFailure),
    /// The log does not take anything now.
    #[error(transparent)]
    Away(PortFailure),
}
