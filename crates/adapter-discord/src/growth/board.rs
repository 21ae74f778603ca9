//! Check-ins that members share, posted in the channel that their server has chosen.

use std::sync::Arc;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use growth_core::{GrowthBoard, Posted, Shared};
use kernel::{ChannelId, GuildId, PortFailure, Retry};
use reminders_core::Who;
use tickets_core::RoomError;

use super::board_view;
use crate::GuildDirectory;
use crate::rest::Rest;
use crate::tickets::{ReadBack, post_once};

/// [`GrowthBoard`] on Discord.
pub struct SharedCheckins {
    rest: Rest,
    directory: Arc<GuildDirectory>,
}

impl SharedCheckins {
    /// What is posted through `rest`, in channels of guilds that `directory` knows.
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
        guild: GuildId,
        channel: ChannelId,
        shared: &Shared,
        since: DateTime<Utc>,
    ) -> Result<bool, PortFailure> {
        let back = ReadBack {
            rest: &self.rest,
            directory: &self.directory,
            guild,
            channel,
        };
        let at = shared.checkin.created_at;
        let found = back.embed(board_view::TITLE, at, since).await;
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
