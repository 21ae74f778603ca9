//! Events as the gateway tells them, also those that twilight cannot read: changes of messages of which Discord told
//! only a part, for years with every preview of a link.

use std::future::poll_fn;
use std::pin::Pin;

use futures_util::Stream as _;
use serde::Deserialize;
use twilight_gateway::error::ReceiveMessageError;
use twilight_gateway::queue::InMemoryQueue;
use twilight_gateway::{Event, EventTypeFlags, Message, Shard, parse};
use twilight_model::id::Id;
use twilight_model::id::marker::{ChannelMarker, GuildMarker, MessageMarker};

/// Something that the gateway told.
pub(crate) enum Heard {
    /// All of it.
    Event(Box<Event>),
    /// That a message has changed, and no more.
    Changed(ChangedMessage),
}

/// Which message has changed.
#[derive(Deserialize)]
pub(crate) struct ChangedMessage {
    pub(crate) id: Id<MessageMarker>,
    pub(crate) channel_id: Id<ChannelMarker>,
    pub(crate) guild_id: Option<Id<GuildMarker>>,
}

/// The name of the only event that is read in part.
const PARTIAL: &str = "\"MESSAGE_UPDATE\"";
/// How far from either end of an event its name is looked for.
const REACH: usize = 200;

#[derive(Deserialize)]
struct Envelope {
    d: ChangedMessage,
}

/// The next thing that a shard hears; none when its connection has ended for good. Cancel-safe.
pub(crate) async fn next(
    shard: &mut Shard<InMemoryQueue>,
    wanted: EventTypeFlags,
) -> Option<Result<Heard, ReceiveMessageError>> {
    loop {
        let message = poll_fn(|context| Pin::new(&mut *shard).poll_next(context)).await?;
        let text = match message {
            Ok(Message::Text(text)) => text,
            Ok(Message::Close(frame)) => {
                return Some(Ok(Heard::Event(Box::new(Event::GatewayClose(frame)))));
            }
            Err(error) => return Some(Err(error)),
        };
        if let Some(heard) = read(text, wanted).transpose() {
            return Some(heard);
        }
    }
}

fn read(text: String, wanted: EventTypeFlags) -> Result<Option<Heard>, ReceiveMessageError> {
    let kept = may_be_partial(&text).then(|| text.clone());
    match parse(text, wanted) {
        Ok(event) => Ok(event.map(|it| Heard::Event(Box::new(it.into())))),
        Err(error) => {
            let part = kept.and_then(|it| serde_json::from_str::<Envelope>(&it).ok());
            part.map(|it| Some(Heard::Changed(it.d))).ok_or(error)
        }
    }
}

/// Whether this is a change of a message. The name stands near either end of an event, whatever is between.
fn may_be_partial(text: &str) -> bool {
    let bytes = text.as_bytes();
    let head = &bytes[..bytes.len().min(REACH)];
    let tail = &bytes[bytes.len().saturating_sub(REACH)..];
    let named = |part: &[u8]| {
        part.windows(PARTIAL.len())
            .any(|it| it == PARTIAL.as_bytes())
    };
    named(head) || named(tail)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heard(data: &str) -> Option<Heard> {
        let event = format!(r#"{{"t":"MESSAGE_UPDATE","s":3,"op":0,"d":{data}}}"#);
        read(event, EventTypeFlags::MESSAGE_UPDATE).ok().flatten()
    }

    #[test]
    fn a_preview_that_is_told_in_part_is_heard_as_a_change() {
        let part = r#"{"id":"3","channel_id":"2","guild_id":"1","embeds":[{"type":"link"}]}"#;
        let Some(Heard::Changed(changed)) = heard(part) else {
            panic!("not heard")
        };
        assert_eq!((changed.id, changed.channel_id), (Id::new(3), Id::new(2)));
        assert_eq!(changed.guild_id, Some(Id::new(1)));
    }

    #[test]
    fn what_names_no_message_is_lost_as_before() {
        assert!(heard(r#"{"id":"3"}"#).is_none());
    }
}
