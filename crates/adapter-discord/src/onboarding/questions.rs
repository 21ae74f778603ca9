//! Writing, changing, ordering and deleting questions.

use kernel::UseCaseError;
use onboarding_core::set_up::{self, EarlierFollowUps, Pick, SetFollowUp};
use onboarding_core::{Position, QuestionKind, QuestionParts, read_options, write_options};
use twilight_model::application::interaction::modal::ModalInteractionData;

use super::command::{AddQuestion, SetFollowup};
use super::{forms, refusal_view, view};
use crate::context::{Asker, DiscordContext};
use crate::custom_id::Parts;
use crate::form_inputs::first_text;
use crate::routes::Handled;

/// The button that deletes all questions.
pub(crate) const RESET_QUESTIONS: &str = "onboarding_reset_questions";

pub(super) async fn add(wanted: AddQuestion, asker: &Asker, context: &DiscordContext) -> Handled {
    let kind = QuestionKind::from(wanted.kind.unwrap_or_default());
    let set_up = &context.features.set_up;
    let overview = match set_up.overview(asker.guild, asker.member).await {
        Ok(overview) => overview,
        Err(UseCaseError::Refused(why)) => return Ok(refusal_view::refused(why)),
        Err(UseCaseError::Failed(failure)) => return Err(failure),
    };
    let mut standing = overview.questions.into_iter();
    let earlier = standing.find(|it| i64::from(it.position.get()) == wanted.step);
    let earlier = earlier.and_then(|it| it.content.ok());
    // Who mends one thing of a question leaves the rest of it as it is.
    let required = wanted.required.unwrap_or_else(|| {
        let earlier = earlier.as_ref();
        earlier.is_none_or(|it| it.required)
    });
    let typed = wanted.options.unwrap_or_default();
    if kind.has_options() && typed.trim().is_empty() {
        let options = earlier.as_ref().and_then(|it| write_options(it.options()));
        // Discord refuses a form with more in it than it takes.
        let options = options.filter(|it| it.chars().count() <= usize::from(forms::OPTIONS_MAX));
        return Ok(forms::options(
            wanted.step,
            kind,
            required,
            &wanted.question,
            &options.unwrap_or_default(),
        ));
    }
    let parts = QuestionParts {
        text: wanted.question,
        kind,
        options: read_options(&typed),
        follow_ups: Vec::new(),
        required,
    };
    store(wanted.step, parts, &typed, asker, context).await
}

pub(crate) async fn submit_options(
    data: &ModalInteractionData,
    parts: Parts<'_>,
    asker: &Asker,
    context: &DiscordContext,
) -> Handled {
    let Some(typed) = forms::TypedQuestion::read(data, parts) else {
        return Ok(refusal_view::unreadable());
    };
    let parts = QuestionParts {
        text: typed.question,
        kind: typed.kind,
        options: read_options(&typed.options),
        follow_ups: Vec::new(),
        required: typed.required,
    };
    store(typed.step, parts, &typed.options, asker, context).await
}

async fn store(
    position: i64,
    parts: QuestionParts,
    typed: &str,
    asker: &Asker,
    context: &DiscordContext,
) -> Handled {
    let question = parts.text.clone();
    let wish = set_up::AddQuestion {
        guild: asker.guild,
        member: asker.member,
        position,
        enabled: true,
        parts,
        earlier_follow_ups: EarlierFollowUps::Kept,
    };
    match context.features.set_up.add_question(wish).await {
        Ok(stored) => Ok(view::question_added(&stored)),
        Err(UseCaseError::Refused(why)) => {
            Ok(refusal_view::question_not_added(&why, &question, typed))
        }
        Err(UseCaseError::Failed(failure)) => Err(failure),
    }
}

pub(super) async fn set_follow_up(
    wanted: SetFollowup,
    asker: &Asker,
    context: &DiscordContext,
) -> Handled {
    let wish = SetFollowUp {
        guild: asker.guild,
        member: asker.member,
        position: wanted.step,
        value: wanted.value,
        question: wanted.question,
        kind: wanted.kind.unwrap_or_default().into(),
    };
    let value = wish.value.clone();
    match context.features.set_up.set_follow_up(wish).await {
        Ok(set) => Ok(view::follow_up_set(&set, &value)),
        Err(UseCaseError::Refused(why)) => Ok(refusal_view::follow_up_not_set(&why, wanted.step)),
        Err(UseCaseError::Failed(failure)) => Err(failure),
    }
}

pub(super) async fn delete(step: i64, asker: &Asker, context: &DiscordContext) -> Handled {
    let Ok(position) = Position::new(step) else {
        return Ok(refusal_view::no_such_place());
    };
    let set_up = &context.features.set_up;
    let (guild, member) = (asker.guild, asker.member);
    match set_up
        .delete_question(guild, member, Pick::At(position))
        .await
    {
        Ok(question) => Ok(view::question_deleted(&question)),
        Err(UseCaseError::Refused(why)) => Ok(refusal_view::question_not_deleted(why, position)),
        Err(UseCaseError::Failed(failure)) => Err(failure),
    }
}

pub(crate) async fn reset(asker: &Asker, context: &DiscordContext) -> Handled {
    let set_up = &context.features.set_up;
    match set_up.reset_questions(asker.guild, asker.member).await {
        Ok(count) => Ok(view::questions_reset(count)),
        Err(UseCaseError::Refused(why)) => Ok(refusal_view::refused(why)),
        Err(UseCaseError::Failed(failure)) => Err(failure),
    }
}

/// The form with the order as it is.
pub(super) async fn ask_for_order(asker: &Asker, context: &DiscordContext) -> Handled {
    let set_up = &context.features.set_up;
    match set_up.overview(asker.guild, asker.member).await {
        Ok(overview) if overview.questions.is_empty() => Ok(refusal_view::only_defaults()),
        Ok(overview) => Ok(forms::order(&overview.questions)),
        Err(UseCaseError::Refused(why)) => Ok(refusal_view::refused(why)),
        Err(UseCaseError::Failed(failure)) => Err(failure),
    }
}

pub(crate) async fn submit_order(
    data: &ModalInteractionData,
    asker: &Asker,
    context: &DiscordContext,
) -> Handled {
    let order = first_text(data).unwrap_or_default();
    let set_up = &context.features.set_up;
    match set_up
        .reorder_questions(asker.guild, asker.member, order)
        .await
    {
        Ok(questions) => Ok(view::reordered(&questions)),
        Err(UseCaseError::Refused(why)) => Ok(refusal_view::not_reordered(&why)),
        Err(UseCaseError::Failed(failure)) => Err(failure),
    }
}
