//! Pinned messages.

use serde_json::json;

use super::{answer::Answer, call::Call, message_list::readable, messages::found};
use crate::{
    permissions::Permissions,
    refusal::Refusal,
    world::{message::Message, snowflakes::timestamp},
};

const MOST: usize = 250;

pub(crate) fn list(call: &mut Call<'_>) -> Result<Answer, Refusal> {
    let pinned = pinned(call)?;
    let items = pinned
        .iter()
        .map(|it| json!({"pinned_at": timestamp(it.sent_at), "message": readable(call, it)}));
    Ok(Answer::ok(
        json!({"items": items.collect::<Vec<_>>(), "has_more": false}),
    ))
}

pub(crate) fn list_plain(call: &mut Call<'_>) -> Result<Answer, Refusal> {
    let pinned = pinned(call)?;
    Ok(Answer::ok(
        pinned.iter().map(|it| readable(call, it)).collect(),
    ))
}

pub(crate) fn pin(call: &mut Call<'_>) -> Result<Answer, Refusal> {
    set(call, true)
}

pub(crate) fn unpin(call: &mut Call<'_>) -> Result<Answer, Refusal> {
    set(call, false)
}

fn pinned(call: &Call<'_>) -> Result<Vec<Message>, Refusal> {
    let channel = call.channel_with(Permissions::READ_MESSAGE_HISTORY)?.id;
    let all = call.world.messages.get(&channel).into_iter().flatten();
    Ok(all
        .map(|(_, message)| message)
        .filter(|it| it.pinned)
        .rev()
        .cloned()
        .collect())
}

fn set(call: &mut Call<'_>, to: bool) -> Result<Answer, Refusal> {
    call.channel_with(Permissions::PIN_MESSAGES)?;
    let mut message = found(call)?;
    if to && !message.pinned && pinned(call)?.len() >= MOST {
        return Err(Refusal::new(
            400,
            30_003,
            "Maximum number of pins reached for the channel (250)",
        ));
    }
    if message.pinned != to {
        message.pinned = to;
        let channel = message.channel;
        call.world.replace(message);
        let last = to.then(|| timestamp(call.now));
        call.world.pins_changed(channel, last.as_deref());
    }
    Ok(Answer::nothing())
}
