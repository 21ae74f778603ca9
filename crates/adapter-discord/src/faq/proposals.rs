//! The buttons below a proposal, and the form behind the first one.

use kernel::UseCaseError;
use tickets_core::faq::FaqRefusal;
use tickets_core::topics::{Proposal, ProposalId, ProposalRefusal};
use twilight_model::application::interaction::modal::ModalInteractionData;

use super::form::{self, Typed};
use super::{proposal_view, view, write_view};
use crate::context::{Asker, DiscordContext};
use crate::custom_id::{self, Parts};
use crate::reply::Reply;
use crate::routes::Handled;

pub(crate) const ADD: &str = "faq_propose_add";
pub(crate) const DISMISS: &str = "faq_propose_dismiss";

/// The id of the button that opens the form.
pub(super) fn add_button(id: ProposalId) -> String {
    custom_id::encode(ADD, &[&id])
}

/// The form of an answer, for an admin who wants to write it.
pub(crate) async fn open(mut parts: Parts<'_>, asker: &Asker, context: &DiscordContext) -> Handled {
    let Some(id) = parts.next::<ProposalId>() else {
        return Ok(view::refused(FaqRefusal::NotFound));
    };
    let proposals = &context.features.proposals;
    match proposals.form(asker.guild, asker.member, id).await {
        Ok(filled) => Ok(form::proposed(id, &filled)),
        Err(UseCaseError::Refused(refusal)) => Ok(refused(&refusal)),
        Err(UseCaseError::Failed(failure)) => Err(failure),
    }
}

/// What an admin wrote.
pub(crate) async fn submit(
    data: &ModalInteractionData,
    mut parts: Parts<'_>,
    asker: &Asker,
    context: &DiscordContext,
) -> Handled {
    let Some(id) = parts.next::<ProposalId>() else {
        return Ok(view::refused(FaqRefusal::NotFound));
    };
    let typed = Typed::read(data);
    let added = context.features.proposals.add(id, typed.wish(asker)).await;
    match added {
        Ok((entry, proposal)) => {
            settle(&proposal, context).await;
            Ok(write_view::added(&entry))
        }
        Err(UseCaseError::Refused(refusal)) => Ok(proposal_view::not_added(&refusal, &typed)),
        Err(UseCaseError::Failed(failure)) => Err(failure),
    }
}

/// No answer is wanted.
pub(crate) async fn dismiss(
    mut parts: Parts<'_>,
    asker: &Asker,
    context: &DiscordContext,
) -> Handled {
    let Some(id) = parts.next::<ProposalId>() else {
        return Ok(view::refused(FaqRefusal::NotFound));
    };
    let proposals = &context.features.proposals;
    match proposals.dismiss(asker.guild, asker.member, id).await {
        Ok(proposal) => {
            settle(&proposal, context).await;
            Ok(proposal_view::dismissed())
        }
        Err(UseCaseError::Refused(refusal)) => Ok(refused(&refusal)),
        Err(UseCaseError::Failed(failure)) => Err(failure),
    }
}

fn refused(refusal: &ProposalRefusal) -> Reply {
    match refusal {
        ProposalRefusal::Faq(refusal) => view::refused(*refusal),
        ProposalRefusal::Decided(proposal) => proposal_view::decided_before(proposal),
    }
}

/// Shows on its message what was decided. It is decided whether that can be shown or not.
async fn settle(proposal: &Proposal, context: &DiscordContext) {
    let board = &context.features.proposal_board;
    if let Err(error) = board.settle(proposal).await {
        tracing::warn!(
            error = &error as &dyn std::error::Error,
            guild.id = proposal.guild.get(),
            "a proposal that was decided still stands with its buttons"
        );
    }
}
