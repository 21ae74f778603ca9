//! Why a proposal is not decided, over HTTP.

use axum::http::StatusCode;
use kernel::UseCaseError;
use tickets_core::topics::{AddProposed, Proposal, ProposalId, ProposalRefusal, ProposalState};

use crate::error::ApiError;
use crate::faq::{not_added, refused_by};

/// The proposal with this number; what is none is a proposal that does not exist.
pub(super) fn proposal_id(text: &str) -> Result<ProposalId, ApiError> {
    text.parse().map_err(|_| ApiError::not_found())
}

pub(super) fn not_decided(error: UseCaseError<ProposalRefusal>) -> ApiError {
    match error {
        UseCaseError::Failed(failure) => failure.into(),
        UseCaseError::Refused(refusal) => of(&refusal),
    }
}

pub(super) fn not_accepted(error: UseCaseError<AddProposed>) -> ApiError {
    match error {
        UseCaseError::Failed(failure) => failure.into(),
        UseCaseError::Refused(AddProposed::Proposal(refusal)) => of(&refusal),
        UseCaseError::Refused(AddProposed::Entry(refusal)) => {
            not_added(UseCaseError::Refused(refusal))
        }
        UseCaseError::Refused(AddProposed::TopicTaken(id)) => ApiError::new(
            StatusCode::CONFLICT,
            "topic_taken",
            format!("Answer {id} is about this already. Change that one."),
        ),
    }
}

fn of(refusal: &ProposalRefusal) -> ApiError {
    match refusal {
        ProposalRefusal::Faq(refusal) => refused_by(*refusal),
        ProposalRefusal::Decided(proposal) => decided(proposal),
    }
}

fn decided(proposal: &Proposal) -> ApiError {
    let (done, by) = match proposal.state {
        ProposalState::Added {
            entry: Some(id),
            by,
            ..
        } => (format!("It was added as answer {id}"), by),
        ProposalState::Added { by, .. } => ("It was added, and removed since".to_owned(), by),
        ProposalState::Dismissed { by, .. } => ("It was dismissed".to_owned(), by),
        ProposalState::Open => ("It was decided".to_owned(), None),
    };
    let detail = match by {
        Some(by) => format!("{done} by {by}."),
        None => format!("{done}."),
    };
    ApiError::new(StatusCode::CONFLICT, "decided_already", detail)
}
