//! Putting a closed ticket away over HTTP, as its button does.

use axum::http::StatusCode;
use kernel::{UseCaseError, UserId};
use tickets_core::{ArchiveRefusal, ArchiveTicket, TicketNumber, TicketStatus, Undelivered, Which};

use super::refusal::{conflict, of_act};
use super::view::TicketStatusSet;
use crate::ApiState;
use crate::auth::GuildAdmin;
use crate::error::ApiError;

/// Archives a ticket once its transcript is delivered. It goes on when the client leaves, and the server waits for it.
pub(super) async fn archive(
    state: &ApiState,
    admin: GuildAdmin,
    number: TicketNumber,
) -> Result<TicketStatusSet, ApiError> {
    let wish = ArchiveTicket {
        guild: admin.guild,
        which: Which::Number(number),
        member: admin.member(),
        roles: Vec::new(),
        without_transcript: false,
    };
    let tickets = state.features.tickets.clone();
    let archiving = async move { tickets.archive(&wish).await };
    let archived = state.edges.unfinished.spawn(archiving).await;
    let archived = archived.map_err(|_| ApiError::of_status(StatusCode::INTERNAL_SERVER_ERROR))?;
    let archived = archived.map_err(|it| not_archived(it, admin.user))?;
    Ok(TicketStatusSet {
        success: true,
        old_status: TicketStatus::Closed.as_str(),
        ticket: (&archived.ticket).into(),
    })
}

fn not_archived(error: UseCaseError<ArchiveRefusal>, admin: UserId) -> ApiError {
    match error {
        UseCaseError::Failed(failure) => failure.into(),
        UseCaseError::Refused(ArchiveRefusal::Act(refusal)) => of_act(&refusal, admin),
        UseCaseError::Refused(ArchiveRefusal::Held(mark)) => conflict(
            "archiving_already",
            format!("It is being archived by {} already.", mark.by),
        ),
        UseCaseError::Refused(ArchiveRefusal::NotDelivered(_, why)) => undelivered(&why),
        UseCaseError::Refused(ArchiveRefusal::PutOff) => ApiError::unavailable(
            "Discord did not take the transcript just now, so the ticket stays closed. It is tried again every few \
             minutes for an hour; you may also archive it again.",
        ),
    }
}

/// It stays closed.
fn undelivered(why: &Undelivered) -> ApiError {
    match why {
        Undelivered::Failed(_) | Undelivered::ChannelGone | Undelivered::TakenOver => {
            ApiError::unavailable(
                "Discord did not take the transcript, so the ticket stays closed.",
            )
        }
        Undelivered::NoLogChannel
        | Undelivered::LogChannelGone
        | Undelivered::LogChannelClosed
        | Undelivered::Unreadable
        | Undelivered::TooLarge => conflict(
            "transcript_not_saved",
            format!(
                "It stays closed, since its transcript cannot be saved: {why}. Mend that, or delete it without one by \
                 the button in its channel."
            ),
        ),
    }
}
