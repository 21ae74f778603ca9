//! Messages that somebody points at.

use async_trait::async_trait;
use kernel::{ChannelId, GuildId, PortFailure, RoleId, UserId};

use super::Permission;
use crate::{Announcement, Origin};

/// The latest messages of a channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Latest {
    /// All of them, the newest first, also those that say nothing.
    Messages(Vec<Announcement>),
    /// The guild has no such channel, or one without messages.
    NoChannel,
    /// The bot may not read them; this is what it lacks, as far as that is known.
    Lacking(Vec<Permission>),
}

/// Reads messages that nobody told of just now.
#[async_trait]
pub trait AnnouncementSource: Send + Sync {
    /// The message; none when it does not exist or the bot may not read it.
    async fn fetch(
        &self,
        guild: GuildId,
        origin: Origin,
    ) -> Result<Option<Announcement>, PortFailure>;

    /// The latest `limit` messages of a channel or thread, 50 at most, in one request.
    async fn latest(
        &self,
        guild: GuildId,
        channel: ChannelId,
        limit: u16,
    ) -> Result<Latest, PortFailure>;

    /// The roles of a member; none for somebody who has left.
    async fn roles(&self, guild: GuildId, user: UserId) -> Result<Vec<RoleId>, PortFailure>;
}
