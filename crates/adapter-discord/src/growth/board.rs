//! Check-ins that members share, posted in the channel that their server has chosen.

use std::sync::Arc;

use async_trait::async_trait;
use growth_core::{GrowthBoard, Posted, Shared};
use kernel::{ChannelId, GuildId, PortFailure};
use reminders_core::Who;
use twilight_model::channel::message::AllowedMentions;

use super::board_view;
use crate::GuildDirectory;
use crate::convert::ToTwilight as _;
use crate::rest::{Rest, RestError};

/// [`GrowthBoard`] on Discord.
pub struct SharedCheckins {
    rest: Rest,
    directory: Arc<GuildDirectory>,
}

impl SharedCheckins {
    /// Posts through `rest`.
    pub fn new(rest: Rest, directory: Arc<GuildDirectory>) -> Self {
        Self { rest, directory }
    }
}

#[async_trait]
impl GrowthBoard for SharedCheckins {
    async fn post(
        &self,
        guild: GuildId,
        channel: ChannelId,
        shared: &Shared,
    ) -> Result<Posted, PortFailure> {
        // Nothing of a guild is told in another one's channel, whatever was stored.
        if self
            .directory
            .permissions(guild, channel, &Who::Bot)
            .is_none()
        {
            return Ok(Posted::NoChannel);
        }
        let embeds = [board_view::card(shared).build()];
        let nobody = AllowedMentions::default();
        let request = self.rest.requests().create_message(channel.to_twilight());
        let request = request.embeds(&embeds).allowed_mentions(Some(&nobody));
        match self.rest.done(request).await {
            Ok(()) => Ok(Posted::There),
            Err(RestError::Refused { status: 403, .. }) => Ok(Posted::Forbidden),
            Err(RestError::Refused { status: 404, .. }) => Ok(Posted::NoChannel),
            Err(error) => Err(error.failure("post a check-in")),
        }
    }
}
