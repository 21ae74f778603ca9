//! Replies of staff that the bot posts for them.

use async_trait::async_trait;
use sanitizer::{beginning, escape_markdown, strip_mentions};
use tickets_core::drafts::DraftRooms;
use tickets_core::{RoomError, Ticket};
use twilight_model::channel::message::AllowedMentions;

use super::refused::room_error;
use crate::convert::ToTwilight as _;
use crate::rest::Rest;

/// The longest name below a reply, so that both fit into a message.
const NAME_MAX: usize = 40;

/// [`DraftRooms`] over Discord's REST API.
pub struct TicketReplies {
    rest: Rest,
}

impl TicketReplies {
    /// Replies that are posted through `rest`.
    pub fn new(rest: Rest) -> Self {
        Self { rest }
    }
}

#[async_trait]
impl DraftRooms for TicketReplies {
    async fn reply(&self, ticket: &Ticket, text: &str, signed: &str) -> Result<(), RoomError> {
        let channel = ticket.channel.ok_or(RoomError::Gone)?;
        let name = strip_mentions(beginning(signed, NAME_MAX));
        let content = format!("{text}\n– {}", escape_markdown(&name));
        let mentions = AllowedMentions {
            users: vec![ticket.requester.to_twilight()],
            ..AllowedMentions::default()
        };
        let request = self
            .rest
            .requests()
            .create_message(channel.to_twilight())
            .content(&content)
            .allowed_mentions(Some(&mentions));
        self.rest.done(request).await.map_err(room_error)
    }
}
