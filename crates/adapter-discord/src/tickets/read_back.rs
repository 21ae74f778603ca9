//! Reading a ticket's channel back for what may stand there already, long after Discord has forgotten its nonce.

use chrono::{DateTime, TimeDelta, Utc};
use kernel::{ChannelId, MessageId, UserId};
use serde::Deserialize;
use serde_json::Value;
use tickets_core::{RoomError, Ticket};
use twilight_model::id::Id;
use twilight_model::id::marker::{MessageMarker, UserMarker};

use super::act;
use super::refused::{room_error, strange};
use super::rooms::TicketChannels;
use crate::convert::{FromTwilight as _, ToTwilight as _, first_id_of};
use crate::rest::Rest;
use crate::text::Rich;

/// How far Discord's clock may be behind ours.
const SLACK: TimeDelta = TimeDelta::minutes(1);
/// How many messages Discord gives at once.
const PAGE: u16 = 100;
/// How many pages are read.
const PAGES: usize = 10;

impl TicketChannels {
    /// The message with the ticket's buttons, pinned where that is possible.
    pub(super) async fn read_buttons_back(
        &self,
        ticket: &Ticket,
    ) -> Result<Option<MessageId>, RoomError> {
        let channel = ticket.channel.ok_or(RoomError::Gone)?;
        let place = (self.bot, channel);
        let has_buttons = |it: &Seen| it.has_button(act::CLOSE);
        let Some(found) = find(&self.rest, place, ticket.created_at, has_buttons).await? else {
            return Ok(None);
        };
        let message = MessageId::from_twilight(found.id).map_err(|_| strange())?;
        if !found.pinned {
            self.pin(channel, message).await;
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
        let channel = ticket.channel.ok_or(RoomError::Gone)?;
        reads_text_back(&self.rest, (self.bot, channel), words.as_str(), since).await
    }
}

/// The message whose embed has this title and was made at this second, posted at `since` or later.
pub(crate) async fn read_embed_back(
    rest: &Rest,
    place: (UserId, ChannelId),
    (title, at): (&str, DateTime<Utc>),
    since: DateTime<Utc>,
) -> Result<Option<MessageId>, RoomError> {
    id_of(find(rest, place, since, |it| it.shows(title, at)).await?)
}

/// The message with a button of this custom id, posted at `since` or later.
pub(crate) async fn read_button_back(
    rest: &Rest,
    place: (UserId, ChannelId),
    custom_id: &str,
    since: DateTime<Utc>,
) -> Result<Option<MessageId>, RoomError> {
    id_of(find(rest, place, since, |it| it.has_button(custom_id)).await?)
}

fn id_of(found: Option<Seen>) -> Result<Option<MessageId>, RoomError> {
    let id = found.map(|it| MessageId::from_twilight(it.id));
    id.transpose().map_err(|_| strange())
}

/// Whether these words stand there, posted at `since` or later.
pub(super) async fn reads_text_back(
    rest: &Rest,
    place: (UserId, ChannelId),
    words: &str,
    since: DateTime<Utc>,
) -> Result<bool, RoomError> {
    let found = find(rest, place, since, |it| it.content == words).await?;
    Ok(found.is_some())
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

/// The first message that `bot` wrote since then and that `is_it`; none as well where the channel cannot be read, or where
/// a thousand messages came since.
async fn find(
    rest: &Rest,
    (bot, channel): (UserId, ChannelId),
    since: DateTime<Utc>,
    is_it: impl Fn(&Seen) -> bool + Send,
) -> Result<Option<Seen>, RoomError> {
    let Some(mut after) = first_id_of(since - SLACK) else {
        return Ok(None);
    };
    for _ in 0..PAGES {
        let request = rest.requests().channel_messages(channel.to_twilight());
        let read = rest.model(request.after(after).limit(PAGE)).await;
        let mut page: Vec<Seen> = match read.map_err(room_error) {
            Err(RoomError::Forbidden(_)) => return Ok(None),
            read => read?,
        };
        page.sort_unstable_by_key(|it| it.id);
        let newest = page.last().map(|it| it.id);
        let is_full = page.len() >= usize::from(PAGE);
        let own = page.into_iter();
        let mut own = own.filter(|it| it.author.id == bot.to_twilight());
        match (own.find(|it| is_it(it)), newest) {
            (Some(found), _) => return Ok(Some(found)),
            (None, Some(newest)) if is_full => after = newest,
            (None, _) => return Ok(None),
        }
    }
    Ok(None)
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
