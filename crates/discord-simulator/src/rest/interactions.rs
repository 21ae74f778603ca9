//! The first answer to an interaction.

use serde_json::{Value, json};

use super::{
    answer::Answer as HttpAnswer,
    call::Call,
    messages::{draft, edited},
};
use crate::{
    limits::{autocomplete, message as limits, modal},
    refusal::{FormErrors, Refusal},
    world::{
        interaction::{Answer, Interaction, InteractionKind},
        message::{AnsweredInteraction, EPHEMERAL, LOADING, Message},
        snowflakes::Id,
    },
};

const ANSWER_TO_A_COMMAND: u64 = 20;
const ANSWER: u64 = 19;

pub(crate) fn callback(call: &mut Call<'_>) -> Result<HttpAnswer, Refusal> {
    let id = call.id("interaction_id");
    let interaction = call
        .world
        .interactions
        .get(&id)
        .cloned()
        .ok_or_else(Refusal::unknown_interaction)?;
    if interaction.token != call.text("interaction_token") {
        return Err(Refusal::unknown_interaction());
    }
    if interaction.is_answered() {
        return Err(Refusal::already_acknowledged());
    }
    if interaction.missed_its_first_answer(call.options.deadline_now()) {
        call.world.counters.late_answers += 1;
        return Err(Refusal::unknown_interaction());
    }
    let number = call.body["type"].as_u64().unwrap_or_default();
    call.body = call.body["data"].take();
    let (answer, original) = settle(call, &interaction, number)?;
    if let Some(stored) = call.world.interactions.get_mut(&id) {
        stored.answer = answer;
        stored.original = original;
    }
    if !call.query.is_true("with_response") {
        return Ok(HttpAnswer::nothing());
    }
    Ok(HttpAnswer::ok(callback_json(
        call,
        &interaction,
        number,
        original,
    )))
}

fn settle(
    call: &mut Call<'_>,
    interaction: &Interaction,
    number: u64,
) -> Result<(Answer, Option<Id>), Refusal> {
    let on_message = interaction.source.is_some();
    let autocomplete = interaction.kind == InteractionKind::Autocomplete;
    match number {
        4 if !autocomplete => {
            limits::check(&call.body)?;
            if limits::is_empty(&call.body, call.files.len()) {
                return Err(Refusal::empty_message());
            }
            Ok((Answer::Message, Some(post(call, interaction, 0)?.id)))
        }
        5 if !autocomplete => Ok((Answer::Deferred, Some(post(call, interaction, LOADING)?.id))),
        6 if on_message && !autocomplete => Ok((Answer::DeferredUpdate, interaction.source)),
        7 if on_message && !autocomplete => {
            update_source(call, interaction)?;
            Ok((Answer::Message, interaction.source))
        }
        8 if autocomplete => {
            autocomplete::check(&call.body["choices"])?;
            Ok((
                Answer::Choices(call.body["choices"].as_array().cloned().unwrap_or_default()),
                None,
            ))
        }
        9 if !autocomplete && interaction.kind != InteractionKind::ModalSubmit => {
            modal::check(&call.body)?;
            Ok((Answer::Modal(call.body.clone()), None))
        }
        _ => {
            let mut errors = FormErrors::default();
            errors.add(
                "type",
                "INTERACTION_RESPONSE_TYPE_INVALID",
                "This answer does not fit this interaction",
            );
            errors.into_result().map(|()| (Answer::None, None))
        }
    }
}

fn update_source(call: &mut Call<'_>, interaction: &Interaction) -> Result<(), Refusal> {
    let source = interaction
        .source
        .and_then(|id| call.world.message(interaction.channel, id))
        .cloned();
    let message = edited(call, source.ok_or_else(Refusal::unknown_message)?)?;
    call.world.replace(message);
    Ok(())
}

/// Posts a message for an interaction, as its answer or as a follow-up.
pub(crate) fn post(
    call: &mut Call<'_>,
    interaction: &Interaction,
    flags: u64,
) -> Result<Message, Refusal> {
    let bot = call.bot();
    let mut draft = draft(call, interaction.channel)?;
    draft.author = bot;
    draft.flags |= flags;
    draft.kind = if interaction.command.is_some() {
        ANSWER_TO_A_COMMAND
    } else {
        ANSWER
    };
    draft.nonce = None;
    draft.reply_to = interaction.source;
    draft.ephemeral_for = (draft.flags & EPHEMERAL != 0).then_some(interaction.user);
    draft.interaction = Some(AnsweredInteraction {
        id: interaction.id,
        user: interaction.user,
        kind: interaction.kind as u64,
        name: interaction.command.clone(),
    });
    if flags & LOADING == 0 && draft.ephemeral_for.is_none() {
        *call
            .world
            .counters
            .messages_created
            .entry(interaction.channel)
            .or_default() += 1;
    }
    Ok(call.world.post(draft, call.now))
}

fn callback_json(
    call: &Call<'_>,
    interaction: &Interaction,
    number: u64,
    original: Option<Id>,
) -> Value {
    let message = original.and_then(|id| call.world.message(interaction.channel, id));
    let message = message.map(|it| call.world.message_json(it));
    let mut json = json!({
        "interaction": {"id": interaction.id.to_string(), "type": interaction.kind as u64,
            "response_message_id": original.map(|id| id.to_string()), "response_message_loading": number == 5,
            "response_message_ephemeral": message.as_ref().is_some_and(|it| it["flags"].as_u64().unwrap_or(0) & EPHEMERAL != 0)},
        "resource": {"type": number},
    });
    if let Some(message) = message {
        json["resource"]["message"] = message;
    }
    json
}
