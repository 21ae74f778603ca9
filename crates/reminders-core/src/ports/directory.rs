//! The guild's channels, and who may do what in them.

use async_trait::async_trait;
use kernel::{ChannelId, GuildId, PortFailure, RoleId, UserId};

/// What a channel is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChannelKind {
    /// An ordinary text channel.
    Text,
    /// An announcement channel.
    Announcement,
    /// A thread of either.
    Thread,
    /// Anything else: a category, voice, a forum.
    Other,
}

/// A permission in a channel that reminders depend on, by Discord's name for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Permission {
    /// *View Channel*.
    ViewChannel,
    /// *Send Messages*.
    SendMessages,
    /// *Embed Links*.
    EmbedLinks,
    /// *Read Message History*.
    ReadMessageHistory,
    /// *Manage Messages*.
    ManageMessages,
    /// *Mention @everyone, @here, and All Roles*.
    MentionEveryone,
}

/// Whose permissions are asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Who {
    /// This bot.
    Bot,
    /// A member, with their roles.
    Member(UserId, Vec<RoleId>),
}

/// What somebody may do in a channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChannelAccess {
    /// What the channel is.
    pub kind: ChannelKind,
    /// What they may do there.
    pub granted: Vec<Permission>,
}

/// The guild's channels, and who may do what in them.
#[async_trait]
pub trait ChannelDirectory: Send + Sync {
    /// What `who` may do in the channel; none when the guild has no such channel.
    async fn access(
        &self,
        guild: GuildId,
        channel: ChannelId,
        who: &Who,
    ) -> Result<Option<ChannelAccess>, PortFailure>;
}
