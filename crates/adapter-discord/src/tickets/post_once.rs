//! Posting an embed that whoever posts it may not live to remember.

use kernel::{ChannelId, MessageId};
use tickets_core::RoomError;
use twilight_model::channel::message::{AllowedMentions, Component, Embed};
use twilight_model::id::marker::MessageMarker;

use super::made::Made;
use super::refused::room_error;
use super::said::Said;
use crate::convert::ToTwilight as _;
use crate::rest::Rest;

/// Posts an embed that pings nobody. For some minutes, what has the same `nonce` of at most 25 characters is posted once
/// in a channel, however often this is called.
pub(crate) async fn post_once(
    rest: &Rest,
    channel: ChannelId,
    embed: &Embed,
    components: &[Component],
    nonce: &str,
) -> Result<MessageId, RoomError> {
    let said = Said::known_by(nonce.to_owned());
    let said = said.with(std::slice::from_ref(embed), components);
    send(rest, channel, said).await
}

/// The same with words, which ping whom `mentions` allows.
pub(crate) async fn post_text_once(
    rest: &Rest,
    channel: ChannelId,
    content: &str,
    mentions: AllowedMentions,
    nonce: &str,
) -> Result<MessageId, RoomError> {
    let said = Said::known_by(nonce.to_owned()).saying(content, mentions);
    send(rest, channel, said).await
}

async fn send(rest: &Rest, channel: ChannelId, said: Said<'_>) -> Result<MessageId, RoomError> {
    let body = said.into_json()?;
    let request = rest
        .requests()
        .create_message(channel.to_twilight())
        .payload_json(&body);
    let made = rest.model(request).await;
    made.and_then(Made::<MessageMarker>::id).map_err(room_error)
}
