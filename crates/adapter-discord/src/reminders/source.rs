//! Reading a message that somebody points at.

use std::sync::Arc;

use async_trait::async_trait;
use kernel::{GuildId, PortFailure};
use reminders_core::{Announcement, AnnouncementSource, Origin, Who};
use twilight_model::channel::Message;
use twilight_model::guild::Permissions;

use super::message;
use crate::GuildDirectory;
use crate::convert::ToTwilight as _;
use crate::rest::{Rest, RestError};

/// [`AnnouncementSource`] over Discord's REST API.
pub struct ChannelMessages {
    rest: Rest,
    directory: Arc<GuildDirectory>,
}

impl ChannelMessages {
    /// Messages as the bot may read them.
    pub fn new(rest: Rest, directory: Arc<GuildDirectory>) -> Self {
        Self { rest, directory }
    }
}

#[async_trait]
impl AnnouncementSource for ChannelMessages {
    async fn fetch(
        &self,
        guild: GuildId,
        origin: Origin,
    ) -> Result<Option<Announcement>, PortFailure> {
        let readable = Permissions::VIEW_CHANNEL | Permissions::READ_MESSAGE_HISTORY;
        let access = self.directory.permissions(guild, origin.channel, &Who::Bot);
        if !access.is_some_and(|(_, granted)| granted.contains(readable)) {
            return Ok(None);
        }
        let request = self
            .rest
            .requests()
            .message(origin.channel.to_twilight(), origin.message.to_twilight());
        match self.rest.model::<Message>(request).await {
            Ok(found) => Ok(message::read(&found, guild, self.directory.bot(), &[])),
            Err(RestError::Refused { .. }) => Ok(None),
            Err(error) => Err(error.failure("read a linked message")),
        }
    }
}
