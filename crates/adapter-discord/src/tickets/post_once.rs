//! Posting an embed that whoever posts it may not live to remember.

use kernel::{ChannelId, MessageId};
use serde::Serialize;
use tickets_core::RoomError;
use twilight_model::channel::message::{AllowedMentions, Component, Embed};
use twilight_model::id::marker::MessageMarker;

use super::made::Made;
use super::refused::{room_error, strange};
use crate::convert::ToTwilight as _;
use crate::rest::Rest;

/// `Create Message`, with the field that twilight's builder lacks.
#[derive(Serialize)]
struct Post<'a> {
    embeds: [&'a Embed; 1],
    components: &'a [Component],
    allowed_mentions: AllowedMentions,
    nonce: &'a str,
    enforce_nonce: bool,
}

/// Posts an embed that pings nobody. For some minutes, what has the same `nonce` of at most 25 characters is posted once
/// in a channel, however often this is called.
pub(crate) async fn post_once(
    rest: &Rest,
    channel: ChannelId,
    embed: &Embed,
    components: &[Component],
    nonce: &str,
) -> Result<MessageId, RoomError> {
    let body = Post {
        embeds: [embed],
        components,
        allowed_mentions: AllowedMentions::default(),
        nonce,
        enforce_nonce: true,
    };
    let body = serde_json::to_vec(&body).map_err(|_| strange())?;
    let request = rest
        .requests()
        .create_message(channel.to_twilight())
        .payload_json(&body);
    let made = rest.model(request).await;
    made.and_then(Made::<MessageMarker>::id).map_err(room_error)
}
