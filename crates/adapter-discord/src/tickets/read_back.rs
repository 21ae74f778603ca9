//! Reading a ticket's channel back for what may stand there already, long after Discord has forgotten its nonce.

use chrono::{DateTime, TimeDelta, Utc};
use kernel::{ChannelId, MessageId, UserId};
use serde::Deserialize;
use serde_json::Value;
use tickets_core::RoomError;
use twilight_model::id::Id;
use twilight_model::id::marker::{MessageMarker, UserMarker};

use super::rooms::{room_error, strange};
use crate::convert::{FromTwilight as _, ToTwilight as _, first_id_of};
use crate::rest::Rest;

/// How far Discord's clock may be behind ours.
const SLACK: TimeDelta = TimeDelta::minutes(1);
/// How many messages Discord gives at once.
const PAGE: u16 = 100;
/// How many pages are read.
const PAGES: usize = 10;

/// What is read of a message: nothing else in it can keep us from knowing it.
#[derive(Debug, Deserialize)]
pub(super) struct Seen {
    id: Id<MessageMarker>,
    author: Author,
    #[serde(default)]
    pub(super) content: String,
    #[serde(default)]
    components: Vec<Value>,
    #[serde(default)]
    pub(super) pinned: bool,
}

#[derive(Debug, Deserialize)]
struct Author {
    id: Id<UserMarker>,
}

impl Seen {
    /// Whether a button of this custom id is below it.
    pub(super) fn has_button(&self, custom_id: &str) -> bool {
        let rows = self.components.iter();
        let buttons = rows.filter_map(|it| it["components"].as_array()).flatten();
        { buttons }.any(|it| it["custom_id"] == custom_id)
    }

    pub(super) fn id(&self) -> Result<MessageId, RoomError> {
        MessageId::from_twilight(self.id).map_err(|_| strange())
    }
}

/// The first message that `bot` wrote since then and that `is_it`; none as well where the channel cannot be read, or where
/// a thousand messages came since.
pub(super) async fn find(
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
