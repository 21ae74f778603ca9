//! What settings need from outside: a place to be stored, a quick way to be read, and somebody to tell of changes.

use std::sync::Arc;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use kernel::{ChannelId, GuildId, PortFailure, UserId};

use crate::{
    ApplyChanges, HistoryEntry, HistoryFilter, HistoryId, NotApplied, SettingChanged, Snapshot,
};

/// Reads settings often: before every message, on every interaction.
#[async_trait]
pub trait SettingsReader: Send + Sync {
    /// The guild's settings, at most a minute old. While the database cannot be reached an older snapshot may be served
    /// for up to five minutes; a failure means that there is none.
    async fn snapshot(&self, guild: GuildId) -> Result<Arc<Snapshot>, PortFailure>;

    /// Forgets what is kept of the guild, so that whoever has just written reads what they wrote.
    async fn invalidate(&self, guild: GuildId);
}

/// Keeps settings and the history of their changes.
#[async_trait]
pub trait SettingsStore: Send + Sync {
    /// Everything the guild has set; empty for a guild that nobody has heard of. Rows that cannot be read and settings
    /// that no longer exist are left out and left stored.
    async fn load(&self, guild: GuildId) -> Result<Snapshot, PortFailure>;

    /// Makes all changes or none, each with a line of history, and returns those that changed something, in the order
    /// they were asked for. A guild not heard of before is made known first. Writers of one guild wait for each other;
    /// all processes are told after the commit.
    async fn apply(&self, request: ApplyChanges) -> Result<Vec<SettingChanged>, NotApplied>;
}

/// Tells what a [`SettingsStore`] has changed.
#[async_trait]
pub trait SettingsHistory: Send + Sync {
    /// The lines of the guild's history that `filter` wants, the newest first.
    async fn history(
        &self,
        guild: GuildId,
        filter: &HistoryFilter,
    ) -> Result<Vec<HistoryEntry>, PortFailure>;

    /// One line of the guild's history; none when the guild has no such line.
    async fn history_entry(
        &self,
        guild: GuildId,
        id: HistoryId,
    ) -> Result<Option<HistoryEntry>, PortFailure>;

    /// Of every setting that the guild has changed since `moment`, the first line written after it: what is old there
    /// held at that moment.
    async fn first_changes_since(
        &self,
        guild: GuildId,
        moment: DateTime<Utc>,
    ) -> Result<Vec<HistoryEntry>, PortFailure>;
}

/// Knows which guilds the bot is in.
#[async_trait]
pub trait GuildStore: Send + Sync {
    /// Notes that the bot is in the guild, what it is called and who owns it. A guild that was left before is present
    /// again, and nothing of it is purged. Repeating the call changes nothing.
    async fn present(&self, guild: GuildId, name: &str, owner: UserId) -> Result<(), PortFailure>;

    /// Notes that the bot was removed from the guild; what it has stored is purged at `purge_after`, unless it comes
    /// back. Repeating the call, or making it for a guild that nobody has heard of, changes nothing.
    async fn left(
        &self,
        guild: GuildId,
        now: DateTime<Utc>,
        purge_after: DateTime<Utc>,
    ) -> Result<(), PortFailure>;

    /// The guilds of a shard, of `shards` in all, that the bot is in as far as is stored.
    async fn present_on(&self, shard: u32, shards: u32) -> Result<Vec<GuildId>, PortFailure>;
}

/// Tells the guild's admins what has been changed.
#[async_trait]
pub trait SettingsAudit: Send + Sync {
    /// Posts these changes, made together, to `channel`. Best effort and after the fact: a failure is the
    /// implementation's to log, the change stands.
    async fn changed(&self, guild: GuildId, channel: ChannelId, changes: &[SettingChanged]);
}
