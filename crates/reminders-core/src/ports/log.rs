//! The guild's log channel.

use async_trait::async_trait;
use kernel::GuildId;

use crate::LogEvent;

/// The guild's log channel.
#[async_trait]
pub trait ReminderLog: Send + Sync {
    /// Tells the guild, if it wants to be told. Best effort: a failure is logged by the adapter and nothing else.
    async fn record(&self, guild: GuildId, event: &LogEvent);
}
