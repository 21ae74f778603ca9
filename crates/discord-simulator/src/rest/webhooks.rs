//! The later answers to an interaction: its first message, and follow-ups.

use super::{answer::Answer as HttpAnswer, call::Call, interactions::post, messages::edited};
use crate::{
    limits::message as limits,
    refusal::Refusal,
    world::{
        interaction::{Answer, Interaction},
        message::{LOADING, Message},
        snowflakes::Id,
    },
};

pub(crate) fn follow_up(call: &mut Call<'_>) -> Result<HttpAnswer, Refusal> {
    let interaction = interaction(call)?;
    limits::check(&call.body)?;
    if limits::is_empty(&call.body, call.files.len()) {
        return Err(Refusal::empty_message());
    }
    // The first follow-up to a deferred answer takes the place of the "thinking" message.
    let waiting = interaction
        .original
        .and_then(|id| call.world.message(interaction.channel, id))
        .cloned();
    if let Some(waiting) = waiting.filter(Message::is_loading) {
        return change(call, &interaction, waiting);
    }
    let message = post(call, &interaction, 0)?;
    if let Some(stored) = call.world.interactions.get_mut(&interaction.id) {
        stored.followups.push(message.id);
    }
    Ok(HttpAnswer::ok(call.world.message_json(&message)))
}

pub(crate) fn get(call: &mut Call<'_>) -> Result<HttpAnswer, Refusal> {
    let interaction = interaction(call)?;
    let message = message(call, &interaction)?;
    Ok(HttpAnswer::ok(call.world.message_json(&message)))
}

pub(crate) fn edit(call: &mut Call<'_>) -> Result<HttpAnswer, Refusal> {
    let interaction = interaction(call)?;
    let message = message(call, &interaction)?;
    change(call, &interaction, message)
}

pub(crate) fn delete(call: &mut Call<'_>) -> Result<HttpAnswer, Refusal> {
    let interaction = interaction(call)?;
    let message = message(call, &interaction)?;
    call.world.delete_message(message.channel, message.id);
    Ok(HttpAnswer::nothing())
}

fn change(
    call: &mut Call<'_>,
    interaction: &Interaction,
    message: Message,
) -> Result<HttpAnswer, Refusal> {
    let was_loading = message.is_loading();
    let mut message = edited(call, message)?;
    message.flags &= !LOADING;
    if was_loading {
        message.edited_at = None;
        if message.ephemeral_for.is_none() {
            *call
                .world
                .counters
                .messages_created
                .entry(message.channel)
                .or_default() += 1;
        }
    }
    call.world.replace(message.clone());
    if let Some(stored) = call.world.interactions.get_mut(&interaction.id) {
        stored.edits += 1;
    }
    Ok(HttpAnswer::ok(call.world.message_json(&message)))
}

fn interaction(call: &Call<'_>) -> Result<Interaction, Refusal> {
    if call.id("webhook_id") != call.world.application.id {
        return Err(Refusal::unknown_webhook());
    }
    let token = call.text("webhook_token");
    let id = Interaction::id_of(token).ok_or_else(Refusal::unknown_webhook)?;
    let found = call.world.interactions.get(&id);
    let found = found.ok_or_else(Refusal::unknown_webhook)?;
    if found.has_expired(call.options.deadline_now()) {
        return Err(Refusal::invalid_webhook_token());
    }
    if matches!(found.answer, Answer::None) {
        // Until there is an answer, Discord does not know the webhook.
        return Err(Refusal::unknown_webhook());
    }
    Ok(found.clone())
}

fn message(call: &Call<'_>, interaction: &Interaction) -> Result<Message, Refusal> {
    let id: Option<Id> = match call.params.get("message_id") {
        None => interaction.original,
        Some(text) if text == "@original" => interaction.original,
        Some(text) => text
            .parse()
            .ok()
            .filter(|id| interaction.original == Some(*id) || interaction.followups.contains(id)),
    };
    let found = id.and_then(|id| call.world.message(interaction.channel, id));
    found.cloned().ok_or_else(Refusal::unknown_message)
}
