//! How an interaction is answered: Discord wants a first word within three seconds, and takes the rest for fifteen minutes.

use twilight_model::application::interaction::{Interaction, InteractionData};
use twilight_model::channel::message::MessageFlags;
use twilight_model::http::interaction::{
    InteractionResponse, InteractionResponseData, InteractionResponseType,
};
use twilight_model::id::Id;
use twilight_model::id::marker::ApplicationMarker;

use crate::component_routes::{GOES_ON, SHOWN_AT_WORK};
use crate::context::DiscordContext;
use crate::custom_id::Parts;
use crate::outcome::not_taken;
use crate::reply::{Body, Note, Reply};
use crate::rest::{Rest, RestError};
use crate::{invites, privacy};

/// "I am on it": a new message for commands, forms and what is shown at work, the old one kept for other buttons.
pub(crate) fn deferral(interaction: &Interaction) -> InteractionResponse {
    if let Some(components) = privacy::erase::at_work(interaction) {
        let data = InteractionResponseData {
            components: Some(components),
            ..InteractionResponseData::default()
        };
        return InteractionResponse {
            kind: InteractionResponseType::UpdateMessage,
            data: Some(data),
        };
    }
    let (kind, flags) = if keeps_its_message(interaction) {
        (InteractionResponseType::DeferredUpdateMessage, None)
    } else {
        (
            InteractionResponseType::DeferredChannelMessageWithSource,
            (!is_for_all(interaction)).then_some(MessageFlags::EPHEMERAL),
        )
    };
    let data = InteractionResponseData {
        flags,
        ..InteractionResponseData::default()
    };
    InteractionResponse {
        kind,
        data: Some(data),
    }
}

/// Whether everybody in the channel reads the answer, also where it takes long; who reads it cannot be changed later.
fn is_for_all(interaction: &Interaction) -> bool {
    matches!(&interaction.data, Some(InteractionData::ApplicationCommand(data))
        if data.name == invites::leaderboard::NAME)
}

/// Whether what is filled in, once it was deferred, is the message whose button was pressed.
fn keeps_its_message(interaction: &Interaction) -> bool {
    match &interaction.data {
        Some(InteractionData::MessageComponent(data)) => {
            !SHOWN_AT_WORK.contains(&Parts::of(&data.custom_id).route)
        }
        Some(InteractionData::ModalSubmit(data)) => {
            interaction.message.is_some() && GOES_ON.contains(&Parts::of(&data.custom_id).route)
        }
        _ => false,
    }
}

/// Sends the first answer.
pub(crate) async fn send(
    interaction: &Interaction,
    context: &DiscordContext,
    response: InteractionResponse,
) -> Result<(), RestError> {
    let client = context.rest.requests().interaction(context.application);
    let request = client.create_response(interaction.id, &interaction.token, &response);
    context.rest.done(request).await
}

/// Fills in what was deferred, and sends what follows it.
pub(crate) async fn complete(
    interaction: &Interaction,
    context: &DiscordContext,
    mut reply: Reply,
) -> Result<(), RestError> {
    let more = reply.take_more();
    let first = complete_first(interaction, context, reply).await;
    if let Err(RestError::Refused { status: 400, .. }) = &first {
        // Nobody is left waiting for words that Discord does not take; what is wrong with them is told below.
        let words = Reply::text(not_taken(interaction));
        drop(complete_first(interaction, context, words).await);
    }
    first?;
    for body in more {
        follow_up(&context.rest, context.application, &interaction.token, body).await?;
    }
    Ok(())
}

/// Fills in what was deferred of the interaction with this token, and sends what follows it.
pub(crate) async fn give(
    context: &DiscordContext,
    token: &str,
    mut body: Body,
) -> Result<(), RestError> {
    let more = body.take_more();
    fill_in(&context.rest, context.application, token, body).await?;
    for body in more {
        follow_up(&context.rest, context.application, token, body).await?;
    }
    Ok(())
}

async fn complete_first(
    interaction: &Interaction,
    context: &DiscordContext,
    reply: Reply,
) -> Result<(), RestError> {
    match reply {
        // The list behind a button stays as it is when the answer is a message of its own.
        Reply::Message(body) if keeps_its_message(interaction) => {
            follow_up(&context.rest, context.application, &interaction.token, body).await
        }
        Reply::Message(body) | Reply::Update(body) => {
            fill_in(&context.rest, context.application, &interaction.token, body).await
        }
        Reply::Annotate(note) => annotate(interaction, context, note).await,
        // A form can only be a first answer. What it was opened from stays, so that it can be opened again.
        Reply::Form(_) if keeps_its_message(interaction) => {
            let words = Body::text("⏳ That took me too long. Please press the button again.");
            follow_up(
                &context.rest,
                context.application,
                &interaction.token,
                words,
            )
            .await
        }
        // As are choices; the member runs the command again.
        Reply::Form(_) | Reply::Choices(_) => {
            let words = Body::text("That took me too long. Please try again.");
            fill_in(
                &context.rest,
                context.application,
                &interaction.token,
                words,
            )
            .await
        }
        Reply::Given => Ok(()),
    }
}

/// Changes the message that an interaction was answered with.
pub(crate) async fn fill_in(
    rest: &Rest,
    application: Id<ApplicationMarker>,
    token: &str,
    body: Body,
) -> Result<(), RestError> {
    let data = body.into_data();
    let client = rest.requests().interaction(application);
    let request = client
        .update_response(token)
        .allowed_mentions(data.allowed_mentions.as_ref())
        .content(data.content.as_deref().filter(|it| !it.is_empty()))
        .embeds(data.embeds.as_deref())
        .components(data.components.as_deref())
        // The body is the whole message: what it had before goes.
        .keep_attachment_ids(&[])
        .attachments(data.attachments.as_deref().unwrap_or_default());
    rest.done(request).await
}

/// Writes above the message whose button was pressed, and leaves the rest of it as it is.
async fn annotate(
    interaction: &Interaction,
    context: &DiscordContext,
    note: Note,
) -> Result<(), RestError> {
    let data = note.into_data();
    let client = context.rest.requests().interaction(context.application);
    let mut request = client
        .update_response(&interaction.token)
        .allowed_mentions(data.allowed_mentions.as_ref())
        .content(data.content.as_deref());
    if let Some(components) = &data.components {
        request = request.components(Some(components));
    }
    context.rest.done(request).await
}

/// Sends another message behind the answer to an interaction, which only whoever asked reads.
pub(crate) async fn follow_up(
    rest: &Rest,
    application: Id<ApplicationMarker>,
    token: &str,
    body: Body,
) -> Result<(), RestError> {
    let data = body.into_data();
    let client = rest.requests().interaction(application);
    let mut request = client
        .create_followup(token)
        .allowed_mentions(data.allowed_mentions.as_ref())
        .flags(MessageFlags::EPHEMERAL);
    if let Some(content) = data.content.as_deref().filter(|it| !it.is_empty()) {
        request = request.content(content);
    }
    if let Some(embeds) = &data.embeds {
        request = request.embeds(embeds);
    }
    if let Some(components) = &data.components {
        request = request.components(components);
    }
    if let Some(files) = &data.attachments {
        request = request.attachments(files);
    }
    rest.done(request).await
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_everybody_is_to_read_is_deferred_for_everybody() {
        let deferred = |name: &str| {
            let interaction: Interaction = serde_json::from_value(json!({
                "id": "1", "application_id": "2", "type": 2, "token": "t", "version": 1,
                "data": { "id": "3", "name": name, "type": 1, "options": [] },
                "attachment_size_limit": 1, "entitlements": [], "authorizing_integration_owners": {},
            }))
            .unwrap();
            deferral(&interaction).data.unwrap().flags
        };
        assert_eq!(deferred("inviteleaderboard"), None);
        assert_eq!(deferred("setinvites"), Some(MessageFlags::EPHEMERAL));
    }
}
