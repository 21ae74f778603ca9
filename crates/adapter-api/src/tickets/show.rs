//! Looking at one ticket of a server.

use axum::Json;
use axum::extract::State;
use axum::response::IntoResponse;
use tickets_core::ShowTicket;

use super::refusal::{not_shown, ticket_number};
use super::view::TicketWithHistory;
use crate::ApiState;
use crate::auth::GuildAdmin;
use crate::error::ApiError;
use crate::extract::Path;
use crate::refusals::{AdminRefusals, MissingRefusals};
use crate::reminders::NO_STORE;

/// A ticket, what happened to it, and what staff keeps of it.
#[utoipa::path(
    get,
    path = "/api/dashboard/{guild_id}/tickets/{ticket_id}",
    tag = "tickets",
    params(
        ("guild_id" = String, Path, description = "The server."),
        ("ticket_id" = i32, Path, minimum = 1, description = "The number that people say."),
    ),
    extensions(("x-access" = json!("admin"))),
    security(("bearer" = []), ("api_key" = [], "user_id" = [])),
    responses((status = OK, description = "The ticket.", body = TicketWithHistory), AdminRefusals, MissingRefusals)
)]
pub(super) async fn get(
    State(state): State<ApiState>,
    admin: GuildAdmin,
    Path((_, number)): Path<(String, String)>,
) -> Result<impl IntoResponse, ApiError> {
    let request = ShowTicket {
        guild: admin.guild,
        number: ticket_number(&number)?,
        member: admin.member(),
        roles: Vec::new(),
    };
    let shown = state.features.tickets.show(&request).await;
    let shown = shown.map_err(not_shown)?;
    Ok((NO_STORE, Json(TicketWithHistory::from(shown))))
}
