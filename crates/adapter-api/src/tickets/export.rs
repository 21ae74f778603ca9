//! Taking the tickets of a server away.

use axum::extract::State;
use axum::response::Response;
use kernel::UseCaseError;
use serde::Deserialize;
use tickets_core::TicketStatus;
use tickets_core::export::{ExportDates, ExportTickets, RangeRefusal, TicketExportRefusal};
use utoipa::IntoParams;

use super::refusal::{module_disabled, wrong};
use crate::ApiState;
use crate::auth::GuildAdmin;
use crate::error::ApiError;
use crate::extract::Query;
use crate::refusals::AdminRefusals;
use crate::table::{attached, too_soon};

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Asked {
    /// The first day on which they were opened, by the server's clock: `2025-03-30`, `30/03/2025` or `30-03-2025`.
    #[param(pattern = "^([0-9]{4}-[0-9]{1,2}-[0-9]{1,2}|[0-9]{1,2}[-/][0-9]{1,2}[-/][0-9]{4})$")]
    from: Option<String>,
    /// The last day on which they were opened.
    #[param(pattern = "^([0-9]{4}-[0-9]{1,2}-[0-9]{1,2}|[0-9]{1,2}[-/][0-9]{1,2}[-/][0-9]{4})$")]
    to: Option<String>,
    /// In place of days: opened in the last seven days, in the last thirty, or ever.
    #[param(pattern = "^(7d|30d|all)$")]
    scope: Option<String>,
    /// Only those in this state: `open`, `claimed`, `waiting_for_user`, `escalated`, `closed` or `archived`.
    #[param(pattern = "^(open|claimed|waiting_for_user|escalated|closed|archived)$")]
    status: Option<String>,
}

/// The table of `/export tickets`: CSV with a byte order mark, in which no cell runs as a formula, the newest ticket first. What
/// was asked in them is not in it. Everybody exports once a minute, here or in Discord, and the log channel is told.
#[utoipa::path(
    get,
    path = "/api/dashboard/{guild_id}/tickets/export",
    tag = "tickets",
    params(("guild_id" = String, Path, description = "The server."), Asked),
    extensions(("x-access" = json!("admin"))),
    security(("bearer" = []), ("api_key" = [], "user_id" = [])),
    responses((status = OK, description = "The table.", body = String, content_type = "text/csv"), AdminRefusals)
)]
pub(super) async fn get(
    State(state): State<ApiState>,
    admin: GuildAdmin,
    Query(asked): Query<Asked>,
) -> Result<Response, ApiError> {
    let given = |it: Option<String>| it.filter(|it| !it.trim().is_empty());
    let scope = given(asked.scope).map(|it| it.parse()).transpose();
    let scope = scope.map_err(|it| out_of_range(&it, false))?;
    let status = given(asked.status).map(|it| TicketStatus::named(&it).ok_or_else(unknown_status));
    let dates = ExportDates {
        from: given(asked.from),
        to: given(asked.to),
        scope,
    };
    let wish = ExportTickets {
        guild: admin.guild,
        member: admin.member(),
        dates,
        status: status.transpose()?,
    };
    let exported = state.features.exports.tickets(&wish).await;
    let export = exported.map_err(|it| not_exported(it, &wish.dates))?;
    let name = export.file_name();
    attached(&name, export).await
}

fn not_exported(error: UseCaseError<TicketExportRefusal>, dates: &ExportDates) -> ApiError {
    match error {
        UseCaseError::Failed(failure) => failure.into(),
        UseCaseError::Refused(TicketExportRefusal::Disabled) => module_disabled(),
        UseCaseError::Refused(TicketExportRefusal::NotAdmin) => {
            ApiError::of_status(axum::http::StatusCode::FORBIDDEN)
        }
        UseCaseError::Refused(TicketExportRefusal::CoolingDown(wait)) => too_soon(wait),
        UseCaseError::Refused(TicketExportRefusal::Range(refusal)) => {
            let typed = match &refusal {
                RangeRefusal::Unreadable(typed) | RangeRefusal::NoSuchDate(typed) => Some(typed),
                _ => None,
            };
            out_of_range(&refusal, typed.is_some() && typed != dates.from.as_ref())
        }
    }
}

/// Why the range makes no sense; `is_end` where it is the last day that cannot be.
fn out_of_range(refusal: &RangeRefusal, is_end: bool) -> ApiError {
    let day = if is_end { "to" } else { "from" };
    match refusal {
        RangeRefusal::ScopeAndDates => wrong(
            "scope",
            "conflicting",
            "Choose one: days (from, to), or a scope.",
        ),
        RangeRefusal::FromAfterTo => wrong("from", "out_of_range", "It comes after `to`."),
        RangeRefusal::Unreadable(_) => wrong(day, "invalid", "Give a day, for example 2025-03-30."),
        RangeRefusal::NoSuchDate(_) => wrong(day, "no_such_date", "The calendar has no such day."),
        RangeRefusal::UnknownScope => wrong("scope", "invalid", "Give 7d, 30d or all."),
    }
}

fn unknown_status() -> ApiError {
    wrong("status", "invalid", "Give the name of a state.")
}
