//! Replies of staff that the bot posts for them.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use kernel::UserId;
use sanitizer::{beginning, escape_markdown, strip_mentions};
use tickets_core::drafts::{DraftRooms, Signed};
use tickets_core::{RoomError, Ticket};
use twilight_model::channel::message::AllowedMentions;

use super::post_once::post_text_once;
use super::read_back::reads_text_back;
use crate::convert::ToTwilight as _;
use crate::rest::Rest;

/// The longest name below a reply, so that both fit into a message.
const NAME_MAX: usize = 40;

/// [`DraftRooms`] over Discord's REST API.
pub struct TicketReplies {
    rest: Rest,
    bot: UserId,
}

impl TicketReplies {
    /// Replies that `bot` posts through `rest`.
    pub fn new(rest: Rest, bot: UserId) -> Self {
        Self { rest, bot }
    }
}

#[async_trait]
impl DraftRooms for TicketReplies {
    async fn reply(&self, ticket: &Ticket, reply: &Signed<'_>) -> Result<(), RoomError> {
        let channel = ticket.channel.ok_or(RoomError::Gone)?;
        let mentions = AllowedMentions {
            users: vec![ticket.requester.to_twilight()],
            ..AllowedMentions::default()
        };
        let nonce = format!("d{:x}", reply.draft.get());
        post_text_once(&self.rest, channel, &words(reply), mentions, &nonce).await
    }

    async fn stands(
        &self,
        ticket: &Ticket,
        reply: &Signed<'_>,
        since: DateTime<Utc>,
    ) -> Result<bool, RoomError> {
        let channel = ticket.channel.ok_or(RoomError::Gone)?;
        reads_text_back(&self.rest, (self.bot, channel), &words(reply), since).await
    }
}

fn words(reply: &Signed<'_>) -> String {
    let name = strip_mentions(beginning(reply.name, NAME_MAX));
    format!("{}\n– {}", reply.text, escape_markdown(&name))
}
