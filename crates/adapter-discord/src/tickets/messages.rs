//! What was written in channels, over Discord's REST API.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use kernel::{ChannelId, MessageId, UserId};
use serde::Deserialize;
use tickets_core::{PAGE_MAX, Page, RoomEmbed, RoomError, RoomFile, RoomMessage, RoomMessages};
use twilight_model::id::Id;
use twilight_model::id::marker::{MessageMarker, UserMarker};
use twilight_model::util::Timestamp;

use super::refused::room_error;
use crate::convert::{FromTwilight as _, ToTwilight as _};
use crate::rest::Rest;

/// Discord's kinds of messages that somebody wrote: a message, and an answer to one.
const WRITTEN: [u64; 2] = [0, 19];
/// A message that points to another one without answering it is a forwarded one.
const FORWARD: u64 = 1;
/// Every id that Discord has given is greater.
const BEFORE_ALL: u64 = 1;
/// Of pins one page is read.
const PINS_MAX: u16 = 50;

/// [`RoomMessages`] over Discord's REST API.
pub struct TicketMessages {
    rest: Rest,
}

impl TicketMessages {
    /// Messages that are read through `rest`.
    pub fn new(rest: Rest) -> Self {
        Self { rest }
    }
}

#[async_trait]
impl RoomMessages for TicketMessages {
    async fn page(&self, channel: ChannelId, page: Page) -> Result<Vec<RoomMessage>, RoomError> {
        let limit = u16::try_from(PAGE_MAX).unwrap_or(u16::MAX);
        let request = self.rest.requests().channel_messages(channel.to_twilight());
        let read: Result<Vec<Written>, _> = match page {
            Page::Latest => self.rest.model(request.limit(limit)).await,
            Page::First => {
                let request = request.after(Id::new(BEFORE_ALL));
                self.rest.model(request.limit(limit)).await
            }
            Page::After(id) => {
                let request = request.after(id.to_twilight());
                self.rest.model(request.limit(limit)).await
            }
            Page::Before(id) => {
                let request = request.before(id.to_twilight());
                self.rest.model(request.limit(limit)).await
            }
        };
        let read = read.map_err(room_error)?.into_iter();
        let mut messages: Vec<_> = read.filter_map(Written::into_message).collect();
        messages.sort_unstable_by_key(|it| it.id);
        Ok(messages)
    }

    async fn pinned(&self, channel: ChannelId) -> Result<Vec<RoomMessage>, RoomError> {
        let request = self.rest.requests().pins(channel.to_twilight());
        let pins: Pins = self
            .rest
            .model(request.limit(PINS_MAX))
            .await
            .map_err(room_error)?;
        let messages = pins.items.into_iter().map(|it| it.message);
        Ok(messages.filter_map(Written::into_message).collect())
    }
}

/// A page of pins.
#[derive(Deserialize)]
struct Pins {
    items: Vec<Pin>,
}

#[derive(Deserialize)]
struct Pin {
    message: Written,
}

/// All that is read of a message, so that nothing else in it can spoil the page that it is on.
#[derive(Deserialize)]
struct Written {
    id: Id<MessageMarker>,
    author: Author,
    #[serde(default)]
    webhook_id: Option<String>,
    #[serde(rename = "type")]
    kind: u64,
    timestamp: Timestamp,
    #[serde(default)]
    edited_timestamp: Option<Timestamp>,
    #[serde(default)]
    content: String,
    #[serde(default)]
    message_reference: Option<Reference>,
    #[serde(default)]
    attachments: Vec<File>,
    #[serde(default)]
    embeds: Vec<Embed>,
    #[serde(default)]
    sticker_items: Vec<Sticker>,
}

#[derive(Deserialize)]
struct Author {
    id: Id<UserMarker>,
    username: String,
    #[serde(default)]
    global_name: Option<String>,
    #[serde(default)]
    bot: bool,
}

#[derive(Deserialize)]
struct Reference {
    #[serde(default)]
    message_id: Option<Id<MessageMarker>>,
    #[serde(rename = "type", default)]
    kind: u64,
}

#[derive(Deserialize)]
struct File {
    filename: String,
    size: u64,
    url: String,
}

#[derive(Deserialize)]
struct Embed {
    #[serde(default)]
    title: Option<String>,
    #[serde(default)]
    description: Option<String>,
    #[serde(default)]
    fields: Vec<Field>,
}

#[derive(Deserialize)]
struct Field {
    name: String,
    value: String,
}

#[derive(Deserialize)]
struct Sticker {
    name: String,
}

impl Written {
    /// The message in the words of the port; none with an id that Discord never gives.
    fn into_message(self) -> Option<RoomMessage> {
        let answers = self.message_reference.filter(|it| it.kind != FORWARD);
        let reply_to = answers.and_then(|it| it.message_id);
        let is_program = self.author.bot || self.webhook_id.is_some();
        Some(RoomMessage {
            id: MessageId::from_twilight(self.id).ok()?,
            author: UserId::from_twilight(self.author.id).ok()?,
            author_name: self.author.global_name.unwrap_or(self.author.username),
            is_human: !is_program && WRITTEN.contains(&self.kind),
            at: moment(self.timestamp)?,
            edited_at: self.edited_timestamp.and_then(moment),
            content: self.content,
            reply_to: reply_to.and_then(|it| MessageId::from_twilight(it).ok()),
            files: self.attachments.into_iter().map(File::into_file).collect(),
            embeds: self.embeds.into_iter().map(Embed::into_embed).collect(),
            stickers: self.sticker_items.into_iter().map(|it| it.name).collect(),
        })
    }
}

impl File {
    fn into_file(self) -> RoomFile {
        RoomFile {
            name: self.filename,
            bytes: self.size,
            url: self.url,
        }
    }
}

impl Embed {
    fn into_embed(self) -> RoomEmbed {
        let fields = self.fields.into_iter().map(|it| (it.name, it.value));
        RoomEmbed {
            title: self.title,
            description: self.description,
            fields: fields.collect(),
        }
    }
}

fn moment(timestamp: Timestamp) -> Option<DateTime<Utc>> {
    DateTime::from_timestamp_micros(timestamp.as_micros())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> RoomMessage {
        let written: Written = serde_json::from_str(json).unwrap();
        written.into_message().unwrap()
    }

    #[test]
    fn a_message_is_read_with_all_that_a_record_of_it_shows() {
        let message = read(
            r#"{ "id": "90", "type": 19, "timestamp": "2026-02-03T10:00:00.123000+00:00",
                 "edited_timestamp": "2026-02-03T10:01:00+00:00", "content": "see",
                 "author": { "id": "11", "username": "alice", "global_name": "Alice" },
                 "message_reference": { "type": 0, "message_id": "89" },
                 "attachments": [{ "id": "1", "filename": "a.png", "size": 12, "url": "https://cdn.example/a.png" }],
                 "embeds": [{ "type": "rich", "title": "T", "fields": [{ "name": "n", "value": "v" }] }],
                 "sticker_items": [{ "id": "5", "name": "Wave", "format_type": 1 }] }"#,
        );
        assert_eq!(
            (message.id.get(), message.author.get(), message.is_human),
            (90, 11, true)
        );
        assert_eq!(message.author_name, "Alice");
        assert_eq!(message.at.to_rfc3339(), "2026-02-03T10:00:00.123+00:00");
        assert_eq!(message.edited_at.unwrap().timestamp() % 3600, 60);
        assert_eq!(message.reply_to.map(MessageId::get), Some(89));
        assert_eq!(
            (&*message.files[0].name, message.files[0].bytes),
            ("a.png", 12)
        );
        assert_eq!(message.embeds[0].title.as_deref(), Some("T"));
        assert_eq!(message.embeds[0].fields, [("n".to_owned(), "v".to_owned())]);
        assert_eq!(message.stickers, ["Wave"]);
    }

    #[test]
    fn what_no_person_wrote_is_told_apart() {
        for (kind, more, is_human) in [
            (0, "", true),
            (6, "", false),
            (0, r#", "webhook_id": "3""#, false),
        ] {
            let message = read(&format!(
                r#"{{ "id": "90", "type": {kind}, "timestamp": "2026-02-03T10:00:00+00:00",
                     "author": {{ "id": "11", "username": "alice" }}{more} }}"#
            ));
            assert_eq!(message.is_human, is_human, "{kind}{more}");
        }
        let bot = read(
            r#"{ "id": "90", "type": 0, "timestamp": "2026-02-03T10:00:00+00:00",
                 "author": { "id": "11", "username": "bot", "bot": true },
                 "message_reference": { "type": 1, "message_id": "89" } }"#,
        );
        assert_eq!((bot.is_human, bot.reply_to), (false, None));
    }
}
