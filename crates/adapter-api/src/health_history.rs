//! How the bot was doing, minute by minute.

use axum::Json;
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, HeaderName};
use axum::response::IntoResponse;
use chrono::{DateTime, TimeDelta, Utc};
use operations_core::{AiStatus, HealthRecord};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::auth::Caller;
use crate::error::ApiError;
use crate::extract::{Query, both, bounded};
use crate::refusals::AdminRefusals;
use crate::state::ApiState;

const NO_STORE: [(HeaderName, &str); 1] = [(CACHE_CONTROL, "no-store")];

/// Which part of it. Read as text, so that a refusal can name the field.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct HistoryQuery {
    /// Of so many hours up to now.
    #[param(value_type = Option<u16>, minimum = 1, maximum = 720, default = 24)]
    hours: Option<String>,
    /// At most so many records.
    #[param(value_type = Option<u16>, minimum = 1, maximum = 1000, default = 100)]
    limit: Option<String>,
}

/// How the bot was doing.
#[derive(Serialize, ToSchema)]
struct HistoryBody {
    /// The newest first; one for each minute in which it ran.
    history: Vec<RecordBody>,
    /// Of so many hours up to now.
    period_hours: u16,
    /// How many records these are.
    total_records: usize,
}

/// How the bot was doing in one minute.
#[derive(Serialize, ToSchema)]
struct RecordBody {
    /// `SERVICE_NAME`.
    service: String,
    /// The program's version.
    version: String,
    /// How long it had been running.
    uptime_seconds: u64,
    /// `ok`, `not_initialized`, `error:timeout`, `error:connection` or `error:query`.
    db_status: &'static str,
    /// Servers that were reachable.
    guild_count: Option<u32>,
    /// Commands of the 24 hours before, over all servers.
    active_commands_24h: Option<u32>,
    /// `operational`, `degraded` or `error`; null without a language model.
    gpt_status: Option<&'static str>,
    /// Connections to the database.
    database_pool_size: Option<u32>,
    /// The minute.
    checked_at: DateTime<Utc>,
}

pub(crate) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new().routes(routes!(get))
}

/// How the bot was doing, minute by minute.
#[utoipa::path(
    get,
    path = "/api/health/history",
    tag = "operations",
    params(HistoryQuery),
    extensions(("x-access" = json!("caller"))),
    security(("api_key" = []), ("bearer" = []), ("api_key" = [], "user_id" = [])),
    responses(
        (status = OK, body = HistoryBody),
        AdminRefusals
    )
)]
async fn get(
    State(state): State<ApiState>,
    _: Caller,
    Query(query): Query<HistoryQuery>,
) -> Result<impl IntoResponse, ApiError> {
    let hours = bounded("hours", query.hours.as_deref(), 1..=720, 24);
    let limit = bounded("limit", query.limit.as_deref(), 1..=1000, 100);
    let (hours, limit) = both(hours, limit)?;
    let since = state.clock.now() - TimeDelta::hours(i64::from(hours));
    let operations = &state.operations;
    let history = operations
        .history
        .newest(&operations.service, since, limit.into());
    let history: Vec<_> = history.await?.into_iter().map(RecordBody::from).collect();
    let body = HistoryBody {
        period_hours: hours,
        total_records: history.len(),
        history,
    };
    Ok((NO_STORE, Json(body)))
}

impl From<HealthRecord> for RecordBody {
    fn from(record: HealthRecord) -> Self {
        Self {
            service: record.service,
            version: record.version,
            uptime_seconds: record.uptime_seconds,
            db_status: record.db_status.as_str(),
            guild_count: record.guild_count,
            active_commands_24h: record.active_commands_24h,
            gpt_status: record.gpt_status.map(AiStatus::as_str),
            database_pool_size: record.database_pool_size,
            checked_at: record.checked_at,
        }
    }
}

#[cfg(test)]
mod tests {
    use kernel::{Clock as _, Retry};
    use operations_core::HealthHistory as _;
    use operations_core::testing::health_record;
    use serde_json::json;

    use super::*;
    use crate::testing::Scene;

    /// A scene whose service was looked at every minute of the last two hours, and another service as well.
    async fn two_hours() -> (Scene, DateTime<Utc>) {
        let scene = Scene::default();
        let now = scene.world.clock.now();
        for minute in 0..120 {
            let at = now - TimeDelta::minutes(minute);
            for service in ["alphapy-service", "another"] {
                let record = health_record(service, at);
                scene.history.add(&record).await.unwrap();
            }
        }
        (scene, now)
    }

    #[tokio::test]
    async fn records_come_newest_first_with_every_field() {
        let (scene, now) = two_hours().await;
        let answer = scene.get("/api/health/history?limit=2").by_service().send();
        let body = answer.await.json();
        let record = |at: DateTime<Utc>| {
            json!({
                "service": "alphapy-service", "version": "0.1.0", "uptime_seconds": 90, "db_status": "ok",
                "guild_count": 3, "active_commands_24h": null, "gpt_status": null, "database_pool_size": 2,
                "checked_at": at,
            })
        };
        let expected = json!({
            "history": [record(now), record(now - TimeDelta::minutes(1))],
            "period_hours": 24, "total_records": 2,
        });
        assert_eq!(body, expected);
    }

    #[tokio::test]
    async fn hours_and_limit_choose_and_have_defaults() {
        let (scene, _) = two_hours().await;
        for (query, hours, records) in [
            ("", 24, 100),
            ("?hours=1", 1, 61),
            ("?limit=1000", 24, 120),
            ("?hours=720&limit=1", 720, 1),
        ] {
            let path = format!("/api/health/history{query}");
            let body = scene.get(&path).by_user(1).send().await.json();
            let found = (&body["period_hours"], &body["total_records"]);
            assert_eq!(found, (&hours.into(), &records.into()), "{query}");
            assert_eq!(body["history"].as_array().map(Vec::len), Some(records));
        }
    }

    #[tokio::test]
    async fn every_bound_that_is_missed_is_named() {
        let scene = Scene::default();
        for (query, fields) in [
            ("hours=0", vec!["hours"]),
            ("hours=721", vec!["hours"]),
            ("limit=1001", vec!["limit"]),
            ("limit=-1&hours=x", vec!["hours", "limit"]),
        ] {
            let path = format!("/api/health/history?{query}");
            let answer = scene.get(&path).by_service().send().await;
            answer.assert_refused(422, "validation_failed");
            let body = answer.json();
            let errors = body["errors"].as_array().unwrap();
            let named: Vec<_> = errors
                .iter()
                .map(|it| it["field"].as_str().unwrap())
                .collect();
            assert_eq!(named, fields, "{query}");
        }
    }

    #[tokio::test]
    async fn somebody_without_a_proof_is_refused() {
        let answer = Scene::default().get("/api/health/history").send().await;
        answer.assert_refused(401, "unauthorized");
    }

    #[tokio::test]
    async fn a_history_that_cannot_be_read_is_503() {
        let scene = Scene::default();
        scene.history.fail(Some(Retry::Later));
        let answer = scene.get("/api/health/history").by_service().send().await;
        answer.assert_refused(503, "unavailable");
        assert!(answer.headers.contains_key("retry-after"));
    }
}
