//! What was written in the channels of tickets, and in log channels.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use kernel::{ChannelId, MessageId, UserId};

use super::RoomError;

/// A page has at most so many messages.
pub const PAGE_MAX: usize = 100;

/// Which messages of a channel a page has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Page {
    /// The oldest that there are.
    First,
    /// Those that came next after this one.
    After(MessageId),
    /// The newest that there are.
    Latest,
    /// Those that came last before this one.
    Before(MessageId),
}

/// A file that came with a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoomFile {
    /// What it is called.
    pub name: String,
    /// How many bytes it has.
    pub bytes: u64,
    /// Where Discord has it, for some hours or days.
    pub url: String,
}

/// A box of text in a message.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RoomEmbed {
    /// Its title.
    pub title: Option<String>,
    /// What stands below.
    pub description: Option<String>,
    /// Its fields: their names and what they say.
    pub fields: Vec<(String, String)>,
}

/// A message, as Discord has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoomMessage {
    /// Its id; of two messages of a channel the newer one has the greater.
    pub id: MessageId,
    /// Who wrote it.
    pub author: UserId,
    /// What its author is called, as Discord shows it beside no server.
    pub author_name: String,
    /// Whether a person wrote it: no bot, no webhook, and not Discord itself.
    pub is_human: bool,
    /// When it was written.
    pub at: DateTime<Utc>,
    /// When it was last changed by its author.
    pub edited_at: Option<DateTime<Utc>>,
    /// Its text; empty where the bot may not read others' texts.
    pub content: String,
    /// The message that it answers.
    pub reply_to: Option<MessageId>,
    /// Its files.
    pub files: Vec<RoomFile>,
    /// Its embeds.
    pub embeds: Vec<RoomEmbed>,
    /// The names of its stickers.
    pub stickers: Vec<String>,
}

/// The messages of channels. Every call asks Discord.
#[async_trait]
pub trait RoomMessages: Send + Sync {
    /// A page of at most [`PAGE_MAX`] messages, oldest first whichever page it is. One that is shorter is the last in its
    /// direction.
    async fn page(&self, channel: ChannelId, page: Page) -> Result<Vec<RoomMessage>, RoomError>;

    /// The pinned messages, the one pinned last first; at most 50.
    async fn pinned(&self, channel: ChannelId) -> Result<Vec<RoomMessage>, RoomError>;
}
