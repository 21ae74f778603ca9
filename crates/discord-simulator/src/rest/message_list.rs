//! Reading messages back: one, or a page of a channel.

use serde_json::Value;

use super::{answer::Answer, call::Call, messages::found};
use crate::{
    gateway::intents::MESSAGE_CONTENT,
    permissions::Permissions,
    refusal::{FormErrors, Refusal},
    world::message::{Message, without_content},
};

pub(crate) fn get(call: &mut Call<'_>) -> Result<Answer, Refusal> {
    call.channel_with(Permissions::READ_MESSAGE_HISTORY)?;
    let message = found(call)?;
    Ok(Answer::ok(readable(call, &message)))
}

pub(crate) fn list(call: &mut Call<'_>) -> Result<Answer, Refusal> {
    let channel = call.visible_channel()?.id;
    let limit = call.query.number("limit").unwrap_or(50);
    if !(1..=100).contains(&limit) {
        let mut errors = FormErrors::default();
        errors.add(
            "limit",
            "NUMBER_TYPE_MAX",
            "int value should be between 1 and 100.",
        );
        errors.into_result()?;
    }
    if !call
        .world
        .permissions(channel, call.bot())
        .contains(Permissions::READ_MESSAGE_HISTORY)
    {
        // Without history Discord shows an empty page.
        return Ok(Answer::ok(Value::Array(Vec::new())));
    }
    let limit = usize::try_from(limit).unwrap_or(100);
    let all = call
        .world
        .messages
        .get(&channel)
        .into_iter()
        .flatten()
        .map(|(_, message)| message);
    let mut page: Vec<&Message> = all.filter(|it| it.ephemeral_for.is_none()).collect();
    page.reverse();
    let page = cut(page, call, limit);
    Ok(Answer::ok(
        page.into_iter()
            .map(|message| readable(call, message))
            .collect(),
    ))
}

/// Newest first, as Discord lists them.
fn cut<'a>(newest_first: Vec<&'a Message>, call: &Call<'_>, limit: usize) -> Vec<&'a Message> {
    let after = |mark: u64, count: usize| {
        let mut newer: Vec<_> = newest_first
            .iter()
            .copied()
            .filter(|it| it.id > mark)
            .collect();
        newer.drain(..newer.len().saturating_sub(count));
        newer
    };
    let up_to = |mark: u64, count: usize| {
        newest_first
            .iter()
            .copied()
            .filter(move |it| it.id < mark)
            .take(count)
    };
    if let Some(around) = call.query.number("around") {
        let mut page = after(around, limit / 2);
        page.extend(up_to(around + 1, limit - limit / 2));
        page
    } else if let Some(before) = call.query.number("before") {
        up_to(before, limit).collect()
    } else if let Some(mark) = call.query.number("after") {
        after(mark, limit)
    } else {
        newest_first.into_iter().take(limit).collect()
    }
}

/// A message as this application may read it.
pub(crate) fn readable(call: &Call<'_>, message: &Message) -> Value {
    let world = &call.world;
    let mut json = world.message_json(message);
    if let Some(fields) = json
        .as_object_mut()
        .filter(|_| !call.options.history_has_nonce)
    {
        fields.remove("nonce");
    }
    let may = world.application.allowed_intents & MESSAGE_CONTENT != 0;
    if may || world.content_is_for_the_bot(message) {
        json
    } else {
        without_content(json)
    }
}
