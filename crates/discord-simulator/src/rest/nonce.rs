//! `nonce` with `enforce_nonce`: the same author and nonce make one message.

use chrono::TimeDelta;

use super::{answer::Answer, call::Call};
use crate::{
    refusal::Refusal,
    world::{NonceUse, message::Message, snowflakes::Id},
};

/// The answer to a repeated creation; none when the nonce is new or too old to be remembered.
pub(crate) fn repeated(call: &mut Call<'_>) -> Result<Option<Answer>, Refusal> {
    let Some(key) = key(call) else {
        return Ok(None);
    };
    let Some(first) = call.world.nonces.get(&key).copied() else {
        return Ok(None);
    };
    let window = TimeDelta::from_std(call.options.nonce_window).unwrap_or(TimeDelta::MAX);
    if call.now - first.at > window {
        return Ok(None);
    }
    let message = call
        .world
        .message(first.channel, first.message)
        .ok_or_else(Refusal::unknown_message)?;
    let json = call.world.message_json(message);
    call.world.counters.deduplicated += 1;
    Ok(Some(Answer::ok(json)))
}

/// Remembers the first message of its nonce. Discord also remembers a nonce that is not enforced.
pub(crate) fn remember(call: &mut Call<'_>, message: &Message) {
    let nonce = message
        .nonce
        .as_ref()
        .map(|nonce| (message.author, text(nonce)));
    if let Some(key) = nonce {
        let used = NonceUse {
            channel: message.channel,
            message: message.id,
            at: call.now,
        };
        call.world.nonces.insert(key, used);
    }
}

fn key(call: &Call<'_>) -> Option<(Id, String)> {
    let nonce = call.body.get("nonce").filter(|it| !it.is_null())?;
    call.body["enforce_nonce"]
        .as_bool()
        .unwrap_or(false)
        .then(|| (call.bot(), text(nonce)))
}

/// `"1"` and `1` are one nonce.
fn text(nonce: &serde_json::Value) -> String {
    nonce
        .as_str()
        .map_or_else(|| nonce.to_string(), str::to_owned)
}
