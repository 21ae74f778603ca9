//! Finding and leafing through answers.

use kernel::UseCaseError;
use tickets_core::faq::{Answered, FaqId, SearchFaq};
use twilight_model::application::interaction::application_command::CommandData;

use super::command::{self, List, Search, View};
use super::{proposal_view, view};
use crate::context::{Asker, DiscordContext};
use crate::custom_id::Parts;
use crate::reply::{Body, Reply};
use crate::routes::Handled;
use crate::suggesting::typed;

/// The buttons that turn pages.
pub(crate) const PREVIOUS: &str = "faq_prev";
pub(crate) const NEXT: &str = "faq_next";

pub(super) async fn search(wanted: Search, asker: &Asker, context: &DiscordContext) -> Handled {
    let wish = SearchFaq {
        guild: asker.guild,
        asker: asker.member.user,
        query: wanted.query,
    };
    let searched = match context.features.faq.search(wish).await {
        Ok(searched) => searched,
        Err(UseCaseError::Refused(refusal)) => return Ok(view::not_searched(refusal)),
        Err(UseCaseError::Failed(failure)) => return Err(failure),
    };
    if let Some(failure) = &searched.unkept {
        tracing::warn!(
            error = failure as &dyn std::error::Error,
            "a search of the FAQ could not be kept"
        );
    }
    Ok(match &searched.answered {
        Answered::Picked(entry) => to(wanted.public, view::entry(entry), asker),
        Answered::Found(findings) if findings.hits.is_empty() => view::nothing(findings),
        Answered::Found(findings) => to(wanted.public, view::found(findings), asker),
    })
}

pub(super) async fn view(wanted: View, asker: &Asker, context: &DiscordContext) -> Handled {
    let Some(id) = read_id(wanted.id) else {
        return Ok(view::not_found());
    };
    match context.features.faq.view(asker.guild, id).await {
        Ok(entry) => Ok(to(wanted.public, view::entry(&entry), asker)),
        Err(UseCaseError::Refused(refusal)) => Ok(view::refused(refusal)),
        Err(UseCaseError::Failed(failure)) => Err(failure),
    }
}

pub(super) async fn list(wanted: List, asker: &Asker, context: &DiscordContext) -> Handled {
    match context.features.faq.list(asker.guild, 1).await {
        Ok(listed) => {
            let page = view::page(&listed);
            if wanted.public == Some(true) || !asker.member.is_admin() {
                return Ok(to(wanted.public, page, asker));
            }
            let proposals = &context.features.proposals;
            // The list helps more than the hint.
            let open = proposals.open(asker.guild, asker.member).await;
            Ok(Reply::Message(proposal_view::hinting(
                page,
                &open.unwrap_or_default(),
            )))
        }
        Err(UseCaseError::Refused(refusal)) => Ok(view::refused(refusal)),
        Err(UseCaseError::Failed(failure)) => Err(failure),
    }
}

pub(crate) async fn turn_page(
    mut parts: Parts<'_>,
    asker: &Asker,
    context: &DiscordContext,
) -> Handled {
    // A button of an earlier release leads to the beginning.
    let page = parts.next().unwrap_or(1);
    match context.features.faq.list(asker.guild, page).await {
        // Who reads it stays as it was.
        Ok(listed) => Ok(Reply::Update(view::page(&listed).public())),
        Err(UseCaseError::Refused(refusal)) => Ok(view::refused(refusal)),
        Err(UseCaseError::Failed(failure)) => Err(failure),
    }
}

pub(super) async fn unanswered(asker: &Asker, context: &DiscordContext) -> Handled {
    let faq = &context.features.faq;
    match faq
        .unanswered(asker.guild, asker.member, &asker.roles)
        .await
    {
        Ok(questions) => Ok(view::unanswered(&questions)),
        Err(UseCaseError::Refused(refusal)) => Ok(view::refused(refusal)),
        Err(UseCaseError::Failed(failure)) => Err(failure),
    }
}

/// The entries that may be meant: as a question for whoever searches, by their numbers for everybody else.
pub(crate) async fn suggest(data: &CommandData, asker: &Asker, context: &DiscordContext) -> Reply {
    let faq = &context.features.faq;
    let typed = typed(data);
    if command::chosen(data) == Some(command::SEARCH) {
        return view::questions(&faq.suggest(asker.guild, &typed).await);
    }
    view::numbers(&faq.suggest_by_number(asker.guild, &typed).await)
}

/// The id that was given, if it can be one.
pub(super) fn read_id(id: i64) -> Option<FaqId> {
    u64::try_from(id).ok().and_then(FaqId::new)
}

/// The message, for everybody in the channel where its asker wants that and may write there.
fn to(public: Option<bool>, body: Body, asker: &Asker) -> Reply {
    Reply::Message(match public {
        Some(true) if asker.may_write => body.public(),
        Some(true) => body.line(view::only_for_you()),
        _ => body,
    })
}
