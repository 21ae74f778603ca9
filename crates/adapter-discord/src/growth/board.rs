//! Check-ins that members share, posted in the channel that their server has chosen.

use std::sync::Arc;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use growth_core::{GrowthBoard, Posted, Shared};
use kernel::{ChannelId, GuildId, PortFailure, Retry, UserId};
use reminders_core::Who;
use tickets_core::RoomError;

use super::board_view;
use crate::GuildDirectory;
use crate::rest::Rest;
use crate::tickets::{post_once, read_embed_back};

/// [`GrowthBoard`] on Discord.
pub struct SharedCheckins {
    rest: Rest,
    directory: Arc<GuildDirectory>,
    bot: UserId,
}

impl SharedCheckins {
    /// What `bot` posts through `rest`.
    pub fn new(rest: Rest, directory: Arc<GuildDirectory>, bot: UserId) -> Self {
        Self {
            rest,
            directory,
            bot,
        }
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
        let embed = board_view::card(shared).build();
        let nonce = format!("c{:x}", shared.checkin.id.as_i64());
        match post_once(&self.rest, channel, &embed, &[], &nonce).await {
            Ok(_) => Ok(Posted::There),
            Err(RoomError::Forbidden(_)) => Ok(Posted::Forbidden),
            Err(RoomError::Gone) => Ok(Posted::NoChannel),
            Err(error) => Err(failure("post a check-in", error)),
        }
    }

    async fn stands(
        &self,
        channel: ChannelId,
        shared: &Shared,
        since: DateTime<Utc>,
    ) -> Result<bool, PortFailure> {
        let embed = (board_view::TITLE, shared.checkin.created_at);
        let found = read_embed_back(&self.rest, (self.bot, channel), embed, since).await;
        let found = found.map_err(|it| failure("look for a check-in", it))?;
        Ok(found.is_some())
    }
}

fn failure(attempted: &'static str, error: RoomError) -> PortFailure {
    match error {
        RoomError::Failed(failure) => failure,
        other => PortFailure::new(attempted, Retry::Later, other),
    }
}
