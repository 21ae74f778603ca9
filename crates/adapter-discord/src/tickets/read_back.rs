//! Reading a ticket's channel back for what may stand there already, long after Discord has forgotten its nonce.

use chrono::{DateTime, TimeDelta, Utc};
use kernel::{ChannelId, GuildId, MessageId, PortFailure, Retry};
use reminders_core::Who;
use serde::Deserialize;
use serde_json::Value;
use tickets_core::{Permissions, RoomError, Ticket};
use twilight_model::id::Id;
use twilight_model::id::marker::{MessageMarker, UserMarker};

use super::act;
use super::refused::{needing, room_error, strange};
use super::rooms::TicketChannels;
use crate::GuildDirectory;
use crate::convert::{FromTwilight as _, ToTwilight as _, first_id_of};
use crate::rest::Rest;
use crate::text::Rich;

/// How far Discord's clock may be behind ours.
const SLACK: TimeDelta = TimeDelta::minutes(1);
/// How many messages Discord gives at once.
const PAGE: u16 = 100;
/// How many pages are read.
const PAGES: usize = 10;

/// A channel that is read back.
#[derive(Clone, Copy)]
pub(crate) struct ReadBack<'a> {
    /// By this it is read.
    pub(crate) rest: &'a Rest,
    /// What the bot may do there, as far as is known; and who the bot is.
    pub(crate) directory: &'a GuildDirectory,
    /// Whose channel it is.
    pub(crate) guild: GuildId,
    /// Which.
    pub(crate) channel: ChannelId,
}

/// What a look has found. That one could not look is an error, and never the same as that nothing is there.
enum Found {
    It(Seen),
    Nothing,
    /// So much was posted since that not all of it was read.
    TooMuch,
}

impl TicketChannels {
    /// The message with the ticket's buttons, pinned where that is possible. None as well behind a thousand messages:
    /// buttons that stand twice are better than none.
    pub(super) async fn read_buttons_back(
        &self,
        ticket: &Ticket,
    ) -> Result<Option<MessageId>, RoomError> {
        let place = self.back(ticket)?;
        let has_buttons = |it: &Seen| it.has_button(act::CLOSE);
        let Found::It(found) = place.find(ticket.created_at, has_buttons).await? else {
            return Ok(None);
        };
        let message = MessageId::from_twilight(found.id).map_err(|_| strange())?;
        if !found.pinned {
            self.pin(place.channel, message).await;
        }
        Ok(Some(message))
    }

    /// Whether a line of these words stands in the ticket's channel.
    pub(super) async fn read_line_back(
        &self,
        ticket: &Ticket,
        words: &Rich,
        since: DateTime<Utc>,
    ) -> Result<bool, RoomError> {
        self.back(ticket)?.has_text(words.as_str(), since).await
    }

    fn back(&self, ticket: &Ticket) -> Result<ReadBack<'_>, RoomError> {
        Ok(ReadBack {
            rest: &self.rest,
            directory: &self.directory,
            guild: ticket.guild,
            channel: ticket.channel.ok_or(RoomError::Gone)?,
        })
    }
}

impl ReadBack<'_> {
    /// The message whose embed has this title and was made at this second, posted at `since` or later.
    pub(crate) async fn embed(
        self,
        title: &str,
        at: DateTime<Utc>,
        since: DateTime<Utc>,
    ) -> Result<Option<MessageId>, RoomError> {
        self.message(since, |it| it.shows(title, at)).await
    }

    /// The message with a button of this custom id, posted at `since` or later.
    pub(crate) async fn button(
        self,
        custom_id: &str,
        since: DateTime<Utc>,
    ) -> Result<Option<MessageId>, RoomError> {
        self.message(since, |it| it.has_button(custom_id)).await
    }

    /// Whether these words stand there, posted at `since` or later.
    pub(crate) async fn has_text(
        self,
        words: &str,
        since: DateTime<Utc>,
    ) -> Result<bool, RoomError> {
        let found = self.message(since, |it| it.content == words).await?;
        Ok(found.is_some())
    }

    async fn message(
        self,
        since: DateTime<Utc>,
        is_it: impl Fn(&Seen) -> bool + Send,
    ) -> Result<Option<MessageId>, RoomError> {
        match self.find(since, is_it).await? {
            Found::It(it) => Ok(Some(
                MessageId::from_twilight(it.id).map_err(|_| strange())?,
            )),
            Found::Nothing => Ok(None),
            Found::TooMuch => Err(unread(Retry::Useless, "more was posted since than is read")),
        }
    }

    /// The first message of the bot's own, posted since then, that `is_it`.
    async fn find(
        self,
        since: DateTime<Utc>,
        is_it: impl Fn(&Seen) -> bool + Send,
    ) -> Result<Found, RoomError> {
        let Some(mut after) = first_id_of(since - SLACK) else {
            return Ok(Found::Nothing);
        };
        for _ in 0..PAGES {
            let requests = self.rest.requests();
            let request = requests.channel_messages(self.channel.to_twilight());
            let read = self.rest.model(request.after(after).limit(PAGE)).await;
            let mut page: Vec<Seen> = read.map_err(needing(Permissions::READ_MESSAGE_HISTORY))?;
            if page.is_empty() {
                return self.reads_history().await.map(|()| Found::Nothing);
            }
            page.sort_unstable_by_key(|it| it.id);
            let newest = page.last().map(|it| it.id);
            let is_full = page.len() >= usize::from(PAGE);
            let own = page.into_iter();
            let mut own = own.filter(|it| it.author.id == self.directory.bot());
            match (own.find(|it| is_it(it)), newest) {
                (Some(found), _) => return Ok(Found::It(found)),
                (None, Some(newest)) if is_full => after = newest,
                (None, _) => return Ok(Found::Nothing),
            }
        }
        Ok(Found::TooMuch)
    }

    /// Discord shows an empty channel to a bot that may not read its history, so nothing is known of one that looks empty
    /// before it is known that the bot may.
    async fn reads_history(self) -> Result<(), RoomError> {
        let here = self
            .directory
            .permissions(self.guild, self.channel, &Who::Bot);
        // A thread, or a channel that was made a moment ago, is not known yet.
        let everywhere = || self.directory.given_everywhere(self.guild);
        let told = here.map(|it| it.1).or_else(everywhere);
        let held = if told.is_some() {
            told
        } else {
            let (rest, guild, channel) = (self.rest, self.guild, self.channel);
            let asked = self.directory.asked_permissions(rest, guild, channel);
            asked.await.map_err(room_error)?
        };
        match held {
            Some(held)
                if held.contains(twilight_model::guild::Permissions::READ_MESSAGE_HISTORY) =>
            {
                Ok(())
            }
            Some(_) => Err(RoomError::Forbidden(Permissions::READ_MESSAGE_HISTORY)),
            None => Err(unread(
                Retry::Later,
                "nobody knows whether the bot may read there",
            )),
        }
    }
}

fn unread(retry: Retry, why: &'static str) -> RoomError {
    PortFailure::new("read a channel back", retry, why).into()
}

/// What is read of a message: nothing else in it can keep us from knowing it.
#[derive(Debug, Deserialize)]
struct Seen {
    id: Id<MessageMarker>,
    author: Author,
    #[serde(default)]
    content: String,
    #[serde(default)]
    components: Vec<Value>,
    #[serde(default)]
    embeds: Vec<Value>,
    #[serde(default)]
    pinned: bool,
}

#[derive(Debug, Deserialize)]
struct Author {
    id: Id<UserMarker>,
}

impl Seen {
    /// Whether one of its embeds has this title and this moment; Discord may keep fewer digits of a second than we do.
    fn shows(&self, title: &str, at: DateTime<Utc>) -> bool {
        self.embeds.iter().any(|it| {
            let moment = it["timestamp"].as_str();
            let moment = moment.and_then(|it| DateTime::parse_from_rfc3339(it).ok());
            it["title"] == title && moment.is_some_and(|it| it.timestamp() == at.timestamp())
        })
    }

    /// Whether a button of this custom id is below it.
    fn has_button(&self, custom_id: &str) -> bool {
        let rows = self.components.iter();
        let buttons = rows.filter_map(|it| it["components"].as_array()).flatten();
        { buttons }.any(|it| it["custom_id"] == custom_id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_known_by_the_title_and_the_second_of_an_embed() {
        let seen: Seen = serde_json::from_str(
            r#"{ "id": "90", "author": { "id": "5" },
                 "embeds": [{ "title": "Sum", "timestamp": "2026-02-04T09:00:07.123000+00:00" }] }"#,
        )
        .unwrap();
        let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        assert!(seen.shows("Sum", at("2026-02-04T09:00:07.123456Z")));
        assert!(!seen.shows("Sum", at("2026-02-04T09:00:08Z")));
        assert!(!seen.shows("Other", at("2026-02-04T09:00:07Z")));
    }

    #[test]
    fn a_message_is_known_by_a_button_in_any_of_its_rows() {
        let seen: Seen = serde_json::from_str(
            r#"{ "id": "90", "author": { "id": "5" }, "components": [
                 { "type": 1, "components": [{ "type": 2, "custom_id": "first" }] },
                 { "type": 1, "components": [{ "type": 2, "custom_id": "second" }] } ] }"#,
        )
        .unwrap();
        assert!(seen.has_button("first") && seen.has_button("second"));
        assert!(!seen.has_button("third"));
        assert_eq!((&*seen.content, seen.pinned), ("", false));
    }
}
