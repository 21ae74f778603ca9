//! Messages that somebody points at.

use async_trait::async_trait;
use kernel::{GuildId, PortFailure};

use crate::{Announcement, Origin};

/// Reads messages that somebody points at.
#[async_trait]
pub trait AnnouncementSource: Send + Sync {
    /// The message; none when it does not exist or the bot may not read it.
    async fn fetch(
        &self,
        guild: GuildId,
        origin: Origin,
    ) -> Result<Option<Announcement>, PortFailure>;
}
