//! How the tickets of a server are doing.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::State;
use axum::response::IntoResponse;
use kernel::UseCaseError;
use serde::{Deserialize, Serialize};
use tickets_core::export::ExportScope;
use tickets_core::stats::{Acceptance, ShowStats, StatsRefusal, StatusCounts, TicketStats};
use utoipa::{IntoParams, ToSchema};

use super::refusal::{module_disabled, wrong};
use super::view::Span;
use crate::ApiState;
use crate::auth::GuildAdmin;
use crate::error::ApiError;
use crate::extract::Query;
use crate::refusals::AdminRefusals;
use crate::reminders::NO_STORE;
use crate::settings::moment;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Asked {
    /// Tickets that were opened in the last seven days, in the last thirty, or ever.
    #[param(default = "all", pattern = "^(7d|30d|all)$")]
    scope: Option<String>,
}

/// How the tickets of a server are doing. Times are null where there is nothing to take an average of.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "scope": "7d",
    "timezone": "Europe/Brussels",
    "taken_at": "2026-08-08T09:00:00Z",
    "total": 3,
    "per_status": { "open": 1, "claimed": 0, "waiting_for_user": 0, "escalated": 0, "closed": 1, "archived": 1 },
    "open_count": 1,
    "open_ticket_ids": [12],
    "average_close": { "seconds": 7500, "human": "2h 5m" },
    "average_claim": { "seconds": 300, "human": "5m" },
    "opened_per_day": 0.43,
    "days_per_bar": 1,
    "bars": [{ "first_day": "2026-08-01", "opened": 3, "closed": 2 }],
    "suggestions": {
        "posted": 2, "edited": 1, "dismissed": 1, "acceptance_percent": 75, "minutes_saved": 6
    }
}))]
pub(super) struct TicketStatsView {
    /// Of tickets that were opened when: `7d`, `30d` or `all`.
    scope: &'static str,
    /// By which clock days are counted.
    timezone: &'static str,
    /// When they were counted.
    taken_at: String,
    /// How many tickets there are.
    total: u32,
    /// How many stand in each state.
    per_status: BTreeMap<&'static str, u32>,
    /// How many people still work on.
    open_count: u32,
    /// The first of those, by number.
    #[schema(max_items = 10)]
    open_ticket_ids: Vec<u32>,
    /// From opening to the last closing, also of what is archived.
    average_close: Option<Span>,
    /// From opening to the first claim.
    average_claim: Option<Span>,
    /// How many were opened on an average day.
    opened_per_day: f64,
    /// How many days a bar stands for.
    days_per_bar: u32,
    /// What came and went, oldest first and without a gap.
    #[schema(max_items = 62)]
    bars: Vec<BarView>,
    /// What became of replies that were drafted; null where nobody keeps it.
    suggestions: Option<AcceptanceView>,
}

/// A stretch of days.
#[derive(Debug, Serialize, ToSchema)]
struct BarView {
    /// Its first day.
    #[schema(format = Date)]
    first_day: String,
    /// How many tickets were opened.
    opened: u32,
    /// How many of them all were closed.
    closed: u32,
}

/// What became of replies that were drafted.
#[derive(Debug, Serialize, ToSchema)]
struct AcceptanceView {
    /// Posted as they were.
    posted: u32,
    /// Changed, and then posted.
    edited: u32,
    /// Discarded.
    dismissed: u32,
    /// Of a hundred that were decided about, how many were posted; null while none was.
    acceptance_percent: Option<u32>,
    /// About how long it would have taken to type them.
    minutes_saved: i64,
}

/// The figures of `/ticket_stats`. They are kept as those are, once a minute at most, and the log channel is told; what is to
/// be shown all day is in the metrics of the dashboard.
#[utoipa::path(
    get,
    path = "/api/dashboard/{guild_id}/tickets/stats",
    tag = "tickets",
    params(("guild_id" = String, Path, description = "The server."), Asked),
    extensions(("x-access" = json!("admin"))),
    security(("bearer" = []), ("api_key" = [], "user_id" = [])),
    responses((status = OK, description = "The figures.", body = TicketStatsView), AdminRefusals)
)]
pub(super) async fn get(
    State(state): State<ApiState>,
    admin: GuildAdmin,
    Query(Asked { scope }): Query<Asked>,
) -> Result<impl IntoResponse, ApiError> {
    let scope = scope.as_deref().unwrap_or(ExportScope::All.as_str());
    let scope = scope.parse();
    let scope = scope.map_err(|_| wrong("scope", "invalid", "Give 7d, 30d or all."))?;
    let wish = ShowStats {
        guild: admin.guild,
        scope,
        member: admin.member(),
    };
    let shown = state.features.tickets.stats(wish).await;
    let shown = shown.map_err(not_shown)?;
    if let Some(failure) = &shown.not_kept {
        tracing::warn!(
            error = failure as &dyn std::error::Error,
            "figures of tickets were not kept"
        );
    }
    Ok((NO_STORE, Json(TicketStatsView::from(&shown))))
}

fn not_shown(error: UseCaseError<StatsRefusal>) -> ApiError {
    match error {
        UseCaseError::Failed(failure) => failure.into(),
        UseCaseError::Refused(StatsRefusal::Disabled) => module_disabled(),
        UseCaseError::Refused(StatsRefusal::NotAdmin) => {
            ApiError::of_status(axum::http::StatusCode::FORBIDDEN)
        }
    }
}

/// The counts by the names of their states.
pub(crate) fn by_name(counts: StatusCounts) -> BTreeMap<&'static str, u32> {
    let each = counts.each();
    each.map(|(status, count)| (status.as_str(), count))
        .collect()
}

impl From<&TicketStats> for TicketStatsView {
    fn from(stats: &TicketStats) -> Self {
        let figures = &stats.figures;
        let (width, bars) = stats.bars();
        Self {
            scope: stats.scope.as_str(),
            timezone: stats.zone.name(),
            taken_at: moment(stats.at),
            total: figures.counts.total(),
            per_status: by_name(figures.counts),
            open_count: figures.counts.live(),
            open_ticket_ids: figures.live.iter().map(|it| it.get()).collect(),
            average_close: figures.cycle.map(Span::from),
            average_claim: figures.to_claim.map(Span::from),
            opened_per_day: hundredths(stats.opened_per_day()),
            days_per_bar: width.days(),
            bars: bars
                .into_iter()
                .map(|it| BarView {
                    first_day: it.first.to_string(),
                    opened: it.opened,
                    closed: it.closed,
                })
                .collect(),
            suggestions: figures.suggestions.map(Into::into),
        }
    }
}

impl From<Acceptance> for AcceptanceView {
    fn from(it: Acceptance) -> Self {
        Self {
            posted: it.posted,
            edited: it.edited,
            dismissed: it.dismissed,
            acceptance_percent: it.percent(),
            minutes_saved: it.time_saved().num_minutes(),
        }
    }
}

fn hundredths(count: u64) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX)) / 100.0
}
