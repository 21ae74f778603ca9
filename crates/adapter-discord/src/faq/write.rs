//! Writing, changing, pinning and removing answers.

use std::time::Instant;

use chrono::TimeDelta;
use kernel::UseCaseError;
use tickets_core::faq::{EditFaq, FaqId, Pin, PinFaq};
use twilight_model::application::interaction::modal::ModalInteractionData;

use super::command::PinEntry;
use super::form::{self, Typed};
use super::read::read_id;
use super::{view, write_view};
use crate::context::{Asker, DiscordContext};
use crate::custom_id::Parts;
use crate::routes::Handled;

/// The button that removes.
pub(crate) const REMOVE: &str = "faq_remove";

/// The form of a new answer.
pub(super) async fn add(asker: &Asker, context: &DiscordContext) -> Handled {
    let faq = &context.features.faq;
    match faq.may_write(asker.guild, asker.member).await {
        Ok(()) => Ok(form::empty()),
        Err(UseCaseError::Refused(refusal)) => Ok(view::refused(refusal)),
        Err(UseCaseError::Failed(failure)) => Err(failure),
    }
}

pub(crate) async fn submit_add(
    data: &ModalInteractionData,
    asker: &Asker,
    context: &DiscordContext,
) -> Handled {
    let typed = Typed::read(data);
    match context.features.faq.add(typed.wish(asker)).await {
        Ok(entry) => Ok(write_view::added(&entry)),
        Err(UseCaseError::Refused(refusal)) => Ok(write_view::not_added(&refusal, &typed)),
        Err(UseCaseError::Failed(failure)) => Err(failure),
    }
}

pub(super) async fn edit(id: i64, asker: &Asker, context: &DiscordContext) -> Handled {
    let Some(id) = read_id(id) else {
        return Ok(view::not_found());
    };
    let faq = &context.features.faq;
    match faq.form(asker.guild, asker.member, id).await {
        Ok(entry) => Ok(form::of(&entry)),
        Err(UseCaseError::Refused(refusal)) => Ok(view::refused(refusal)),
        Err(UseCaseError::Failed(failure)) => Err(failure),
    }
}

pub(crate) async fn submit_edit(
    data: &ModalInteractionData,
    mut parts: Parts<'_>,
    asker: &Asker,
    context: &DiscordContext,
) -> Handled {
    let typed = Typed::read(data);
    let (Some(id), Some(seen)) = (parts.next::<FaqId>(), typed.seen) else {
        return Ok(view::unreadable());
    };
    let wish = EditFaq {
        guild: asker.guild,
        member: asker.member,
        id,
        seen,
        title: typed.title.clone(),
        answer: typed.answer.clone(),
        keywords: typed.keywords.clone(),
    };
    match context.features.faq.edit(wish).await {
        Ok(entry) => Ok(write_view::edited(&entry)),
        Err(UseCaseError::Refused(refusal)) => Ok(write_view::not_edited(&refusal, &typed)),
        Err(UseCaseError::Failed(failure)) => Err(failure),
    }
}

pub(super) async fn ask_to_remove(id: i64, asker: &Asker, context: &DiscordContext) -> Handled {
    let Some(id) = read_id(id) else {
        return Ok(view::not_found());
    };
    let faq = &context.features.faq;
    match faq.form(asker.guild, asker.member, id).await {
        Ok(entry) => Ok(write_view::question(&entry)),
        Err(UseCaseError::Refused(refusal)) => Ok(view::refused(refusal)),
        Err(UseCaseError::Failed(failure)) => Err(failure),
    }
}

pub(crate) async fn remove(
    mut parts: Parts<'_>,
    asker: &Asker,
    context: &DiscordContext,
) -> Handled {
    let Some(id) = parts.next::<FaqId>() else {
        return Ok(view::unreadable());
    };
    let faq = &context.features.faq;
    match faq.remove(asker.guild, asker.member, id).await {
        Ok(entry) => Ok(write_view::removed(&entry)),
        Err(UseCaseError::Refused(refusal)) => Ok(view::refused(refusal)),
        Err(UseCaseError::Failed(failure)) => Err(failure),
    }
}

pub(super) async fn pin(which: &PinEntry, asker: &Asker, context: &DiscordContext) -> Handled {
    let Some(id) = read_id(which.id) else {
        return Ok(view::not_found());
    };
    let pin = if which.pinned == Some(false) {
        Pin::Loose
    } else {
        Pin::Pinned
    };
    let wish = PinFaq {
        guild: asker.guild,
        member: asker.member,
        id,
        pin,
    };
    match context.features.faq.pin(wish).await {
        Ok(entry) => Ok(write_view::pinned(&entry)),
        Err(UseCaseError::Refused(refusal)) => Ok(write_view::not_pinned(refusal)),
        Err(UseCaseError::Failed(failure)) => Err(failure),
    }
}

pub(super) async fn reload(asker: &Asker, context: &DiscordContext) -> Handled {
    let begun = Instant::now();
    let faq = &context.features.faq;
    match faq.reload(asker.guild, asker.member).await {
        Ok(reloaded) => {
            let documents = context.features.drafts.reload_documents().await;
            let took = TimeDelta::from_std(begun.elapsed()).unwrap_or_default();
            Ok(write_view::reloaded(reloaded, documents, took))
        }
        Err(UseCaseError::Refused(refusal)) => Ok(view::refused(refusal)),
        Err(UseCaseError::Failed(failure)) => Err(failure),
    }
}
