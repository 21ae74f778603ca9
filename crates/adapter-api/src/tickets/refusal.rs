//! Why a ticket is not shown or not changed, over HTTP.

use std::borrow::Cow;

use axum::http::StatusCode;
use kernel::{PortFailure, UseCaseError, UserId};
use tickets_core::{
    ActRefusal, Refusal, StatusRefusal, Ticket, TicketNumber, TicketStatus, settable,
};

use crate::error::{ApiError, FieldError};

/// The ticket with this number; what is none is a ticket that does not exist.
pub(super) fn ticket_number(text: &str) -> Result<TicketNumber, ApiError> {
    let digits = text.bytes().all(|it| it.is_ascii_digit());
    let number = text.parse().ok().filter(|_| digits);
    number.ok_or_else(ApiError::not_found)
}

pub(super) fn not_shown(error: UseCaseError<ActRefusal>) -> ApiError {
    match error {
        UseCaseError::Failed(failure) => failure.into(),
        UseCaseError::Refused(ActRefusal::Disabled) => module_disabled(),
        UseCaseError::Refused(_) => ApiError::not_found(),
    }
}

/// Why this admin could not set the state.
pub(super) fn not_set(error: UseCaseError<StatusRefusal>, admin: UserId) -> ApiError {
    match error {
        UseCaseError::Failed(failure) => PortFailure::into(failure),
        UseCaseError::Refused(refusal) => of_status(&refusal, admin),
    }
}

fn of_status(refusal: &StatusRefusal, admin: UserId) -> ApiError {
    match refusal {
        StatusRefusal::NotAdmin => ApiError::of_status(StatusCode::FORBIDDEN),
        StatusRefusal::TargetWithoutEscalation => target_without_escalation(),
        StatusRefusal::ArchiveByButton => conflict(
            "transcript_missing",
            "It is archived together with its transcript, and not by setting its state alone.",
        ),
        StatusRefusal::ChannelGone => conflict(
            "channel_gone",
            "It cannot be opened again: its channel is gone, so it is archived now.",
        ),
        StatusRefusal::Act(refusal) => of_act(refusal, admin),
    }
}

/// Why the rules of tickets say no to this admin.
pub(super) fn of_act(refusal: &ActRefusal, admin: UserId) -> ApiError {
    match refusal {
        ActRefusal::Disabled => module_disabled(),
        ActRefusal::NotFound | ActRefusal::NoTicketHere => ApiError::not_found(),
        ActRefusal::Busy => conflict(
            "changed_meanwhile",
            "Others keep changing this ticket. Try again.",
        ),
        ActRefusal::Refused(ticket, refusal) => by_the_rules(ticket, refusal, admin),
    }
}

/// A role is named, and yet it is not passed on.
pub(super) fn target_without_escalation() -> ApiError {
    wrong(
        "escalate_to",
        "not_escalated",
        "Name a role only together with the status escalated.",
    )
}

fn by_the_rules(ticket: &Ticket, refusal: &Refusal, admin: UserId) -> ApiError {
    let is_so_already = matches!(
        refusal,
        Refusal::Already(_)
            | Refusal::AlreadyClosed(_)
            | Refusal::AlreadyEscalated(_)
            | Refusal::AlreadyYours
    ) || (ticket.status == TicketStatus::Archived);
    let code = if is_so_already {
        "no_change"
    } else {
        "transition_not_allowed"
    };
    let possible: Vec<_> = settable(ticket, admin)
        .into_iter()
        .map(TicketStatus::as_str)
        .collect();
    let detail = match possible.as_slice() {
        [] => format!("It is {}, and stays so.", ticket.status.as_str()),
        possible => format!(
            "It is {}. It can be set to: {}.",
            ticket.status.as_str(),
            possible.join(", ")
        ),
    };
    ApiError::new(StatusCode::CONFLICT, code, detail)
}

pub(super) fn module_disabled() -> ApiError {
    ApiError::new(
        StatusCode::FORBIDDEN,
        "module_disabled",
        "Tickets are switched off in this server. An admin can turn them on.",
    )
}

pub(super) fn conflict(code: &'static str, detail: impl Into<Cow<'static, str>>) -> ApiError {
    ApiError::new(StatusCode::CONFLICT, code, detail)
}

/// A field that cannot be.
pub(super) fn wrong(field: &str, code: &'static str, message: &str) -> ApiError {
    ApiError::invalid(vec![FieldError {
        field: field.to_owned(),
        code: code.into(),
        message: message.to_owned(),
    }])
}
