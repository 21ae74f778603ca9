//! Summaries in the channels of tickets.

use std::sync::Arc;

use async_trait::async_trait;
use kernel::MessageId;
use sanitizer::safe_embed_body;
use tickets_core::summary::{Summary, SummaryRooms};
use tickets_core::{RoomError, Ticket};

use super::post_once::post_once;
use super::read_back::ReadBack;
use super::wording::number;
use crate::GuildDirectory;
use crate::rest::Rest;
use crate::text::{Card, Colour, Rich};

/// How much of a summary is shown: as much as an embed takes.
const SHOWN_MAX: usize = 4000;

/// What stands above every summary.
const TITLE: &str = "📄 Ticket Summary";

/// [`SummaryRooms`] over Discord's REST API.
pub struct TicketSummaries {
    rest: Rest,
    directory: Arc<GuildDirectory>,
}

impl TicketSummaries {
    /// Summaries that are posted through `rest`, in channels of guilds that `directory` knows.
    pub fn new(rest: Rest, directory: Arc<GuildDirectory>) -> Self {
        Self { rest, directory }
    }
}

#[async_trait]
impl SummaryRooms for TicketSummaries {
    async fn post(&self, ticket: &Ticket, summary: &Summary) -> Result<MessageId, RoomError> {
        let channel = ticket.channel.ok_or(RoomError::Gone)?;
        let text = safe_embed_body(&summary.what.text, SHOWN_MAX);
        let embed = Card::new(Colour::Blue, TITLE)
            .description(Rich::default().body(&text))
            .footer(Rich::own("Ticket ").rich(&number(ticket.number)))
            .at(summary.at)
            .build();
        let low = |bits: i64| bits & 0xFFFF_FFFF;
        let closed = low(summary.what.closed_at.timestamp());
        let nonce = format!("s{:x}-{closed:x}", low(ticket.id.as_i64()));
        post_once(&self.rest, channel, &embed, &[], &nonce).await
    }

    async fn find(
        &self,
        ticket: &Ticket,
        summary: &Summary,
    ) -> Result<Option<MessageId>, RoomError> {
        let channel = ticket.channel.ok_or(RoomError::Gone)?;
        let back = ReadBack {
            rest: &self.rest,
            directory: &self.directory,
            guild: ticket.guild,
            channel,
        };
        back.embed(TITLE, summary.at, summary.at).await
    }
}
