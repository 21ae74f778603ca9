//! Channels whose tickets were erased with the person who had opened them.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use kernel::{ChannelId, GuildId, PortFailure};

/// A channel whose ticket is not stored any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LeftRoom {
    /// In which guild.
    pub guild: GuildId,
    /// Which.
    pub channel: ChannelId,
    /// How often taking it away was put off.
    pub tries: u32,
}

/// Keeps them until they are gone; whoever erases a ticket stores its channel by the same transaction.
#[async_trait]
pub trait LeftRooms: Send + Sync {
    /// At most `at_most` that are due at `now`, over all guilds, those that waited longest first.
    async fn due(&self, now: DateTime<Utc>, at_most: u32) -> Result<Vec<LeftRoom>, PortFailure>;

    /// Forgets one: it is gone, or never will be.
    async fn forget(&self, room: &LeftRoom) -> Result<(), PortFailure>;

    /// Has it tried again at `at`.
    async fn put_off(&self, room: &LeftRoom, at: DateTime<Utc>) -> Result<(), PortFailure>;
}
