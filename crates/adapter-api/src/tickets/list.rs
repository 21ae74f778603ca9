//! Leafing through the tickets of a server.

use axum::Json;
use axum::extract::State;
use axum::response::IntoResponse;
use serde::Deserialize;
use tickets_core::{ListTickets, Statuses};
use utoipa::IntoParams;

use super::refusal::not_shown;
use super::view::TicketPageView;
use crate::ApiState;
use crate::auth::GuildAdmin;
use crate::error::{ApiError, FieldError};
use crate::extract::{Query, both, bounded};
use crate::refusals::AdminRefusals;
use crate::reminders::NO_STORE;

/// The last page that can be asked for.
const MOST: u16 = 10_000;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Asked {
    /// `active` for those that people work on, `all`, or one state: `open`, `claimed`, `waiting_for_user`, `escalated`,
    /// `closed`, `archived`.
    #[param(
        default = "active",
        pattern = "^(active|all|open|claimed|waiting_for_user|escalated|closed|archived)$"
    )]
    status: Option<String>,
    /// Which page, from 1.
    #[param(value_type = Option<u16>, minimum = 1, maximum = 10000, default = 1)]
    page: Option<String>,
}

/// The tickets of a server, ten at a time: those first in which nobody has written for longest.
#[utoipa::path(
    get,
    path = "/api/dashboard/{guild_id}/tickets",
    tag = "tickets",
    params(("guild_id" = String, Path, description = "The server."), Asked),
    extensions(("x-access" = json!("admin"))),
    security(("bearer" = []), ("api_key" = [], "user_id" = [])),
    responses((status = OK, description = "The page.", body = TicketPageView), AdminRefusals)
)]
pub(super) async fn get(
    State(state): State<ApiState>,
    admin: GuildAdmin,
    Query(asked): Query<Asked>,
) -> Result<impl IntoResponse, ApiError> {
    let statuses = Statuses::named(asked.status.as_deref().unwrap_or("active"));
    let statuses = statuses.ok_or_else(|| FieldError {
        field: "status".to_owned(),
        code: "invalid".into(),
        message: "Give active, all, or the name of a state.".to_owned(),
    });
    let page = bounded("page", asked.page.as_deref(), 1..=MOST, 1);
    let (statuses, page) = both(statuses, page)?;
    let request = ListTickets {
        guild: admin.guild,
        member: admin.member(),
        roles: Vec::new(),
        statuses,
        mine: false,
        page: page.into(),
    };
    let listed = state.features.tickets.list(&request).await;
    let listed = listed.map_err(not_shown)?;
    Ok((NO_STORE, Json(TicketPageView::from(listed))))
}
