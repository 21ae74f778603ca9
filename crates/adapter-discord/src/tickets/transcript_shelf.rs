//! The shelf of transcripts: the guild's log channel.

use std::sync::Arc;

use async_trait::async_trait;
use kernel::{ChannelId, GuildId, MessageId};
use reminders_core::Who;
use serde::Deserialize;
use settings_core::Intent;
use tickets_core::{Posted, RoomError, TRANSCRIPT_COUNT, Ticket, TranscriptFile, TranscriptShelf};
use twilight_model::channel::message::{AllowedMentions, Embed};
use twilight_model::http::attachment::Attachment;
use twilight_model::id::marker::MessageMarker;

use super::made::Made;
use super::refused::room_error;
use super::wording::number;
use crate::GuildDirectory;
use crate::attachments::{Packing, UPLOAD_MAX};
use crate::convert::ToTwilight as _;
use crate::identity::intents;
use crate::rest::{Rest, RestError};
use crate::text::{Card, Colour, Rich, TimeStyle};

/// [`TranscriptShelf`] over Discord's REST API.
pub struct TranscriptMessages {
    rest: Rest,
    directory: Arc<GuildDirectory>,
}

/// All that is read of a channel.
#[derive(Deserialize)]
struct Named {
    name: Option<String>,
}

/// All that is read of a guild.
#[derive(Deserialize)]
struct Boosted {
    premium_tier: u64,
}

impl TranscriptMessages {
    /// Transcripts that are posted through `rest`, in channels of guilds that `directory` knows.
    pub fn new(rest: Rest, directory: Arc<GuildDirectory>) -> Self {
        Self { rest, directory }
    }

    /// How large a file may be in the guild. Discord is asked only where it matters.
    async fn limit(&self, guild: GuildId, size: usize) -> Result<usize, RestError> {
        if size <= UPLOAD_MAX {
            return Ok(UPLOAD_MAX);
        }
        let request = self.rest.requests().guild(guild.to_twilight());
        let guild: Boosted = self.rest.model(request).await?;
        Ok(match guild.premium_tier {
            3 => 10 * UPLOAD_MAX,
            2 => 5 * UPLOAD_MAX,
            _ => UPLOAD_MAX,
        })
    }

    /// A channel of another guild must never be posted in, whatever was stored.
    fn is_elsewhere(&self, guild: GuildId, channel: ChannelId) -> bool {
        let here = self.directory.permissions(guild, channel, &Who::Bot);
        self.directory.knows(guild) && here.is_none()
    }

    async fn post(
        &self,
        channel: ChannelId,
        embeds: &[Embed],
        file: Attachment,
    ) -> Result<MessageId, RoomError> {
        let nobody = AllowedMentions::default();
        let request = self
            .rest
            .requests()
            .create_message(channel.to_twilight())
            .embeds(embeds)
            .attachments(std::slice::from_ref(&file))
            .allowed_mentions(Some(&nobody));
        let made = self.rest.model(request).await;
        made.and_then(Made::<MessageMarker>::id)
            .map_err(posting_error)
    }
}

#[async_trait]
impl TranscriptShelf for TranscriptMessages {
    async fn reads_texts(&self) -> bool {
        let known = intents(&self.rest).await;
        known.is_none_or(|it| it.contains(&Intent::MessageContent))
    }

    async fn channel_name(&self, channel: ChannelId) -> Result<String, RoomError> {
        let request = self.rest.requests().channel(channel.to_twilight());
        let named: Named = self.rest.model(request).await.map_err(room_error)?;
        Ok(named.name.unwrap_or_default())
    }

    async fn deliver(
        &self,
        ticket: &Ticket,
        channel: ChannelId,
        file: TranscriptFile,
    ) -> Result<Posted, RoomError> {
        if self.is_elsewhere(ticket.guild, channel) {
            return Err(RoomError::Gone);
        }
        let limit = self.limit(ticket.guild, file.size()).await;
        let limit = limit.map_err(room_error)?;
        let card = card(ticket, file.messages).build();
        let mut packing = Packing::new(file.name, limit);
        for piece in file.pieces {
            packing.add(&piece).await?;
        }
        let mut parts = packing.finish().await?.ok_or(RoomError::Full)?;
        let last = parts.pop().ok_or(RoomError::Full)?;
        let mut first = None;
        // The last one tells that it is complete.
        for part in parts {
            let posted = self.post(channel, &[], part).await?;
            first = first.or(Some(posted));
        }
        let last = self.post(channel, &[card], last).await?;
        Ok(Posted {
            first: first.unwrap_or(last),
            last,
        })
    }

    async fn take_away(&self, channel: ChannelId, message: MessageId) -> Result<(), RoomError> {
        let requests = self.rest.requests();
        let request = requests.delete_message(channel.to_twilight(), message.to_twilight());
        match self.rest.done(request).await.map_err(room_error) {
            Err(RoomError::Gone) => Ok(()),
            done => done,
        }
    }
}

/// What stands above the file.
fn card(ticket: &Ticket, messages: u32) -> Card {
    let moment = |at| Rich::default().moment(at, TimeStyle::Full);
    let card = Card::new(
        Colour::Blue,
        Rich::own("🗄 Transcript of ticket ").rich(&number(ticket.number)),
    )
    .inline("Requester", Rich::default().user(ticket.requester))
    .inline(TRANSCRIPT_COUNT, Rich::default().number(messages))
    .inline("Opened", moment(ticket.created_at));
    match &ticket.closing {
        Some(closing) => card.inline("Closed", moment(closing.at)),
        None => card,
    }
}

fn posting_error(error: RestError) -> RoomError {
    if error.is_too_large() {
        return RoomError::Full;
    }
    room_error(error)
}
