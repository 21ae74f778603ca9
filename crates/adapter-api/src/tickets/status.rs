//! Setting the state of a ticket, by the rules of its buttons.

use axum::Json;
use axum::extract::State;
use axum::response::IntoResponse;
use serde::Deserialize;
use tickets_core::{SetStatus, TicketStatus};
use utoipa::ToSchema;

use super::archive::archive;
use super::refusal::{not_set, target_without_escalation, ticket_number, wrong};
use super::view::TicketStatusSet;
use crate::ApiState;
use crate::auth::GuildAdmin;
use crate::error::ApiError;
use crate::extract::{Body, Path};
use crate::refusals::{AdminRefusals, BodyRefusals, ConflictRefusals, MissingRefusals};
use crate::reminders::NO_STORE;

/// The state that a ticket is to have.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(example = json!({ "status": "escalated", "escalate_to": "555555555555555555" }))]
pub(super) struct StatusBody {
    /// `open` (also: opened again), `claimed`, `waiting_for_user`, `escalated`, `closed`, or `archived` once it is closed and
    /// its transcript is saved.
    #[schema(pattern = "^(open|claimed|waiting_for_user|escalated|closed|archived)$")]
    status: String,
    /// The id of the role that it is passed on to, with `escalated`; the server's own choice without.
    #[serde(default)]
    #[schema(pattern = "^[0-9]{1,19}$")]
    escalate_to: Option<String>,
}

/// Sets the state of a ticket in the name of the admin who asks, with everything that its buttons would do: its channel
/// is told, locked, opened or renamed.
#[utoipa::path(
    put,
    path = "/api/dashboard/{guild_id}/tickets/{ticket_id}/status",
    tag = "tickets",
    params(
        ("guild_id" = String, Path, description = "The server."),
        ("ticket_id" = i32, Path, minimum = 1, description = "The number that people say."),
    ),
    request_body = StatusBody,
    extensions(("x-access" = json!("admin"))),
    security(("bearer" = []), ("api_key" = [], "user_id" = [])),
    responses(
        (status = OK, description = "It is set.", body = TicketStatusSet),
        AdminRefusals, BodyRefusals, ConflictRefusals, MissingRefusals
    )
)]
pub(super) async fn put(
    State(state): State<ApiState>,
    admin: GuildAdmin,
    Path((_, number)): Path<(String, String)>,
    Body(body): Body<StatusBody>,
) -> Result<impl IntoResponse, ApiError> {
    let unknown = || wrong("status", "invalid", "Give the name of a state.");
    let status = TicketStatus::named(&body.status).ok_or_else(unknown)?;
    let role = body.escalate_to.map(|it| it.parse()).transpose();
    let role = role.map_err(|_| wrong("escalate_to", "not_an_id", "Give the id of a role."))?;
    let number = ticket_number(&number)?;
    if status == TicketStatus::Archived {
        if role.is_some() {
            return Err(target_without_escalation());
        }
        return Ok((NO_STORE, Json(archive(&state, admin, number).await?)));
    }
    let wish = SetStatus {
        guild: admin.guild,
        number,
        status,
        escalate_to: role,
        member: admin.member(),
        roles: Vec::new(),
    };
    let acted = state.features.tickets.set_status(&wish).await;
    let acted = acted.map_err(|it| not_set(it, admin.user))?;
    let answer = TicketStatusSet {
        success: true,
        old_status: acted.before.status.as_str(),
        ticket: (&acted.after).into(),
    };
    Ok((NO_STORE, Json(answer)))
}
