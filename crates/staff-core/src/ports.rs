//! What is needed from outside.

use async_trait::async_trait;
use kernel::{ChannelId, GuildId, MessageId, PortFailure, UserId};
use settings_core::Severity;

use crate::Notice;

/// What the bot can lack in a channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Permission {
    /// *View Channel*.
    ViewChannel,
    /// *Send Messages*.
    SendMessages,
    /// *Embed Links*.
    EmbedLinks,
    /// *Read Message History*.
    ReadHistory,
    /// *Manage Messages*.
    ManageMessages,
}

/// How something ended in a channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Done<T> {
    /// It is done.
    Done(T),
    /// The bot lacks these there; all that it needs, where nobody knows which.
    Lacks(Vec<Permission>),
    /// The guild has no such channel.
    NoChannel,
}

/// What was looked for among a channel's newest messages.
pub type Newest = Done<Vec<Seen>>;

/// A message, as far as it matters here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seen {
    /// Its id, which says when it was written.
    pub id: MessageId,
    /// Whether it is pinned.
    pub is_pinned: bool,
}

/// A guild's channels. Another guild's look like missing ones.
#[async_trait]
pub trait StaffRoom: Send + Sync {
    /// Posts a notice that pings nobody. For some minutes what has the same `key`, at most 20 letters and digits, is posted
    /// once in a channel.
    async fn post(
        &self,
        guild: GuildId,
        channel: ChannelId,
        notice: &Notice,
        key: &str,
    ) -> Result<Done<MessageId>, PortFailure>;

    /// The newest messages, at most 100, the newest first.
    async fn newest(&self, guild: GuildId, channel: ChannelId) -> Result<Newest, PortFailure>;

    /// Deletes messages, at most 100. Those that are gone already do no harm.
    async fn delete(
        &self,
        guild: GuildId,
        channel: ChannelId,
        messages: &[MessageId],
    ) -> Result<Done<()>, PortFailure>;
}

/// What staff did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// Posted something in the bot's name.
    Posted(Notice, MessageId),
    /// Deleted so many messages.
    Cleaned(usize),
}

/// What the guild's log is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaffEvent {
    /// Who did it.
    pub by: UserId,
    /// Where.
    pub channel: ChannelId,
    /// What.
    pub what: What,
}

impl StaffEvent {
    /// How much it matters: whoever reads the log always sees who spoke in the bot's name, and who deleted.
    pub fn severity(&self) -> Severity {
        Severity::ConfigurationAudit
    }
}

/// The guild's log. Best effort.
#[async_trait]
pub trait StaffLog: Send + Sync {
    /// Tells it.
    async fn record(&self, guild: GuildId, event: &StaffEvent);
}
