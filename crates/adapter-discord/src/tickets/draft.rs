//! The button that has a reply drafted, and what staff does with the draft. Its text is in the message that shows it and
//! nowhere else.

use kernel::UseCaseError;
use tickets_core::drafts::{DraftRefusal, Post, SuggestionId};
use twilight_model::application::interaction::modal::ModalInteractionData;
use twilight_model::channel::Message;

use super::draft_view;
use crate::context::{Asker, DiscordContext};
use crate::custom_id::Parts;
use crate::form_inputs::first_text;
use crate::reply::Reply;
use crate::routes::Handled;

pub(crate) const SUGGEST: &str = "ticket_suggest_btn";
pub(crate) const POST: &str = "ticket_suggest_post";
pub(crate) const EDIT: &str = "ticket_suggest_edit";
pub(crate) const DISCARD: &str = "ticket_suggest_discard";
/// The form behind the second button of a draft.
pub(crate) const FORM: &str = "ticket_suggest_modal";

/// Has a reply drafted, for whoever presses alone.
pub(crate) async fn suggest(asker: &Asker, context: &DiscordContext) -> Handled {
    let Asker {
        guild,
        channel,
        member,
        ..
    } = *asker;
    let drafts = &context.features.drafts;
    let drafted = drafts.suggest(guild, channel, member, &asker.roles).await;
    answered(drafted.map(|it| draft_view::draft(&it)))
}

/// A button below a draft.
pub(crate) async fn press(
    mut parts: Parts<'_>,
    message: Option<&Message>,
    asker: &Asker,
    context: &DiscordContext,
) -> Handled {
    let Some(id) = parts.next::<SuggestionId>() else {
        return Ok(draft_view::refused(&DraftRefusal::NotFound));
    };
    let drafts = &context.features.drafts;
    let (guild, member, roles) = (asker.guild, asker.member, &asker.roles);
    match parts.route {
        POST => {
            let draft = shown(message).unwrap_or_default();
            post(id, draft, draft, asker, context).await
        }
        EDIT => {
            let draft = shown(message).unwrap_or_default();
            let may = drafts.may_decide(guild, id, member, roles).await;
            answered(may.map(|()| draft_view::form(id, draft)))
        }
        _ => {
            let discarded = drafts.discard(guild, id, member, roles).await;
            answered(discarded.map(|()| draft_view::discarded()))
        }
    }
}

/// What staff made of a draft.
pub(crate) async fn submit(
    data: &ModalInteractionData,
    mut parts: Parts<'_>,
    message: Option<&Message>,
    asker: &Asker,
    context: &DiscordContext,
) -> Handled {
    let Some(id) = parts.next::<SuggestionId>() else {
        return Ok(draft_view::refused(&DraftRefusal::NotFound));
    };
    let text = first_text(data).unwrap_or_default();
    post(id, shown(message).unwrap_or_default(), text, asker, context).await
}

async fn post(
    id: SuggestionId,
    draft: &str,
    text: &str,
    asker: &Asker,
    context: &DiscordContext,
) -> Handled {
    let wish = Post {
        guild: asker.guild,
        id,
        member: asker.member,
        roles: asker.roles.clone(),
        signed: asker.name.clone(),
        draft: draft.to_owned(),
        text: text.to_owned(),
    };
    let posted = context.features.drafts.post(&wish).await;
    answered(posted.map(|_| draft_view::posted()))
}

/// The draft that a message shows.
fn shown(message: Option<&Message>) -> Option<&str> {
    message?.embeds.first()?.description.as_deref()
}

fn answered(outcome: Result<Reply, UseCaseError<DraftRefusal>>) -> Handled {
    match outcome {
        Ok(reply) => Ok(reply),
        Err(UseCaseError::Refused(refusal)) => Ok(draft_view::refused(&refusal)),
        Err(UseCaseError::Failed(failure)) => Err(failure),
    }
}
