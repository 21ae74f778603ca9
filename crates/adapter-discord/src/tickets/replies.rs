//! Replies of staff that the bot posts for them.

use std::sync::Arc;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use sanitizer::{beginning, escape_markdown, strip_mentions};
use tickets_core::drafts::{DraftRooms, Signed, SuggestionId};
use tickets_core::{RoomError, Ticket};
use twilight_model::channel::message::AllowedMentions;

use super::post_once::post_text_once;
use super::read_back::ReadBack;
use crate::GuildDirectory;
use crate::convert::ToTwilight as _;
use crate::rest::Rest;

/// The longest name below a reply, so that both fit into a message.
const NAME_MAX: usize = 40;

/// [`DraftRooms`] over Discord's REST API.
pub struct TicketReplies {
    rest: Rest,
    directory: Arc<GuildDirectory>,
}

impl TicketReplies {
    /// Replies that are posted through `rest`, in channels of guilds that `directory` knows.
    pub fn new(rest: Rest, directory: Arc<GuildDirectory>) -> Self {
        Self { rest, directory }
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
        let words = words(reply);
        let nonce = nonce(reply.draft, &words);
        post_text_once(&self.rest, channel, &words, mentions, &nonce)
            .await
            .map(drop)
    }

    async fn stands(
        &self,
        ticket: &Ticket,
        reply: &Signed<'_>,
        since: DateTime<Utc>,
    ) -> Result<bool, RoomError> {
        let channel = ticket.channel.ok_or(RoomError::Gone)?;
        let back = ReadBack {
            rest: &self.rest,
            directory: &self.directory,
            guild: ticket.guild,
            channel,
        };
        back.has_text(&words(reply), since).await
    }
}

/// By this Discord knows a reply that it has posted already. The words are a part of it: to what was changed after a lost
/// answer, Discord would answer with what stood there before, as if it had posted it.
fn nonce(draft: SuggestionId, words: &str) -> String {
    // FNV-1a: no secret, only a comparison.
    let hash = words.bytes().fold(0x811c_9dc5_u32, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    });
    format!("d{:x}-{hash:x}", draft.get() & 0xFFFF_FFFF)
}

fn words(reply: &Signed<'_>) -> String {
    let name = strip_mentions(beginning(reply.name, NAME_MAX));
    format!("{}\n– {}", reply.text, escape_markdown(&name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reply_that_was_changed_is_another_one_to_discord_and_the_same_one_is_not() {
        let draft: SuggestionId = "9223372036854775807".parse().unwrap();
        let first = nonce(draft, "Try again.\n– karim");
        assert_eq!(first, nonce(draft, "Try again.\n– karim"));
        assert_ne!(first, nonce(draft, "Try it again.\n– karim"));
        let next: SuggestionId = "7".parse().unwrap();
        assert_ne!(first, nonce(next, "Try again.\n– karim"));
        assert!(first.len() <= 25, "as many as Discord takes: {first}");
    }
}
