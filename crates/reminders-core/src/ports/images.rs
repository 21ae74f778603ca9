//! Where pictures come from, and where copies of them are kept.

use async_trait::async_trait;
use kernel::{GuildId, PortFailure};

use crate::{AttachedFile, Image, ReminderId};

/// What fetching a file brought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fetched {
    /// All of it.
    Content(Vec<u8>),
    /// It has more bytes than were asked for.
    TooLarge,
}

/// Fetches what members attach.
#[async_trait]
pub trait ImageSource: Send + Sync {
    /// The bytes of a file, at most `max` of them, from where Discord keeps it and from nowhere else: an address of any
    /// other place is a failure, and nobody is asked.
    async fn fetch(&self, file: &AttachedFile, max: usize) -> Result<Fetched, PortFailure>;
}

/// Where copies of pictures are kept. One of a reminder goes away with it, and when it gets another picture or none by
/// [`ReminderStore::edit`](crate::ReminderStore::edit).
#[async_trait]
pub trait ImageStore: Send + Sync {
    /// Keeps the picture as the reminder's, in the place of any other, and gives the reminder its address, both or
    /// neither; false when the guild has no such reminder.
    async fn attach(
        &self,
        guild: GuildId,
        id: ReminderId,
        image: &Image,
    ) -> Result<bool, PortFailure>;

    /// The copy that is kept for a reminder.
    async fn image(&self, guild: GuildId, id: ReminderId) -> Result<Option<Image>, PortFailure>;
}
