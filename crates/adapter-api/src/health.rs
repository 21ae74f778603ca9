//! Whether the bot can do its work.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use axum::Json;
use axum::extract::State;
use axum::http::HeaderValue;
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, HeaderName, RETRY_AFTER};
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use operations_core::{DbStatus, HealthRecord};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::error::BACK_AFTER;
use crate::fresh::Fresh;
use crate::state::ApiState;

/// For how long a look at the parts serves whoever asks.
const HOLDS_FOR: Duration = Duration::from_secs(1);

/// How one part is doing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(tag = "status", rename_all = "snake_case")]
pub enum Check {
    /// It works.
    Ok,
    /// It works in part; `detail` says what to do.
    Degraded {
        /// What is missing, and what mends it. Never a secret, an address or a driver's own words.
        detail: &'static str,
    },
    /// It does not work; `detail` says what to do.
    Down {
        /// What is wrong, and what mends it.
        detail: &'static str,
    },
}

/// How the bot is doing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Health {
    /// In the words of its history.
    pub record: HealthRecord,
    /// Whether the gateway is connected.
    pub gateway: Check,
    /// Whether it has been told to stop.
    pub stopping: bool,
}

/// Looks at the parts.
#[async_trait]
pub trait HealthProbe: Send + Sync {
    /// How the bot is doing right now. Answers within two seconds or so.
    async fn health(&self) -> Health;
}

/// A probe that looks once a second at most, however many ask.
pub struct CachedHealth {
    probe: Arc<dyn HealthProbe>,
    last: Fresh<(), Health>,
}

impl CachedHealth {
    /// The answers of `probe`.
    pub fn new(probe: Arc<dyn HealthProbe>) -> Self {
        Self {
            probe,
            last: Fresh::new(HOLDS_FOR, 1),
        }
    }
}

#[async_trait]
impl HealthProbe for CachedHealth {
    async fn health(&self) -> Health {
        self.last.get((), self.probe.health()).await
    }
}

/// How the bot is doing.
#[derive(Serialize, ToSchema)]
struct HealthBody {
    /// `ok`, `degraded` when it works in part, or `down`.
    status: &'static str,
    /// `SERVICE_NAME`.
    service: String,
    /// The program's version.
    version: String,
    /// Since when it runs, in seconds.
    uptime_seconds: u64,
    /// `ok`, `not_initialized`, `error:timeout`, `error:connection` or `error:query`.
    db_status: &'static str,
    /// When this was found out, at most a second ago.
    timestamp: DateTime<Utc>,
    /// Servers that are reachable.
    guild_count: Option<u32>,
    /// Commands of the last 24 hours, over all servers.
    active_commands_24h: Option<u32>,
    /// `operational`, `degraded` or `error`; null without a language model.
    gpt_status: Option<&'static str>,
    /// Connections to the database.
    database_pool_size: Option<u32>,
    /// The database, and what mends it.
    database: Check,
    /// The connection to Discord, and what mends it.
    gateway: Check,
}

const NO_STORE: [(HeaderName, &str); 1] = [(CACHE_CONTROL, "no-store")];

pub(crate) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new()
        .routes(routes!(get))
        .routes(routes!(get_short))
}

/// How the bot is doing, for probes.
#[utoipa::path(
    get,
    path = "/api/health",
    tag = "operations",
    extensions(("x-access" = json!("none"))),
    responses((status = OK, body = HealthBody), (status = SERVICE_UNAVAILABLE, body = HealthBody))
)]
async fn get(State(state): State<ApiState>) -> Response {
    let health = state.health.health().await;
    let works = health.record.db_status == DbStatus::Ok && !health.stopping;
    let (code, status) = match health.gateway {
        _ if !works => (StatusCode::SERVICE_UNAVAILABLE, "down"),
        Check::Ok => (StatusCode::OK, "ok"),
        Check::Degraded { .. } | Check::Down { .. } => (StatusCode::OK, "degraded"),
    };
    let mut answer = (code, NO_STORE, Json(body(status, health))).into_response();
    if !works {
        let seconds = HeaderValue::from(BACK_AFTER);
        answer.headers_mut().insert(RETRY_AFTER, seconds);
    }
    answer
}

/// The same at a shorter address.
#[utoipa::path(
    get,
    path = "/health",
    tag = "operations",
    extensions(("x-access" = json!("none"))),
    responses((status = OK, body = HealthBody), (status = SERVICE_UNAVAILABLE, body = HealthBody))
)]
async fn get_short(state: State<ApiState>) -> Response {
    get(state).await
}

fn body(status: &'static str, health: Health) -> HealthBody {
    let database = match health.record.db_status {
        _ if health.stopping => Check::Down {
            detail: "Alphapy is stopping",
        },
        DbStatus::Ok => Check::Ok,
        _ => Check::Down {
            detail: "Postgres does not answer: see the log, and `alphapy doctor`",
        },
    };
    let record = health.record;
    HealthBody {
        status,
        service: record.service,
        version: record.version,
        uptime_seconds: record.uptime_seconds,
        db_status: record.db_status.as_str(),
        timestamp: record.checked_at,
        guild_count: record.guild_count,
        active_commands_24h: record.active_commands_24h,
        gpt_status: record.gpt_status.map(operations_core::AiStatus::as_str),
        database_pool_size: record.database_pool_size,
        database,
        gateway: health.gateway,
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};

    use operations_core::AiStatus;
    use operations_core::testing::{health_record, moment};
    use serde_json::json;

    use super::*;
    use crate::testing::Scene;

    struct Counting(AtomicU32);

    #[async_trait]
    impl HealthProbe for Counting {
        async fn health(&self) -> Health {
            self.0.fetch_add(1, Ordering::Relaxed);
            Health {
                record: health_record("alphapy", moment()),
                gateway: Check::Ok,
                stopping: false,
            }
        }
    }

    #[tokio::test]
    async fn the_body_has_every_field_also_those_that_nothing_is_known_of() {
        let scene = Scene::default();
        scene.set_health(|it| {
            it.record = HealthRecord {
                uptime_seconds: 5,
                ..health_record("alphapy-service", moment())
            };
        });
        for path in ["/health", "/api/health"] {
            let answer = scene.get(path).send().await;
            assert_eq!(answer.status, StatusCode::OK, "{path}");
            assert_eq!(answer.headers["cache-control"], "no-store");
            let expected = json!({
                "status": "ok", "service": "alphapy-service", "version": "0.1.0", "uptime_seconds": 5,
                "db_status": "ok", "timestamp": "2024-10-04T00:00:00Z", "guild_count": 3,
                "active_commands_24h": null, "gpt_status": null, "database_pool_size": 2,
                "database": { "status": "ok" }, "gateway": { "status": "ok" },
            });
            assert_eq!(answer.json(), expected, "{path}");
        }
    }

    #[tokio::test]
    async fn what_is_known_of_commands_and_the_model_is_told() {
        let scene = Scene::default();
        scene.set_health(|it| {
            it.record.active_commands_24h = Some(17);
            it.record.gpt_status = Some(AiStatus::Degraded);
        });
        let body = scene.get("/api/health").send().await.json();
        assert_eq!(body["active_commands_24h"], 17);
        assert_eq!(body["gpt_status"], "degraded");
    }

    #[tokio::test]
    async fn without_its_database_it_answers_503_with_the_same_body() {
        let scene = Scene::default();
        for (status, word) in [
            (DbStatus::Timeout, "error:timeout"),
            (DbStatus::Connection, "error:connection"),
            (DbStatus::Query, "error:query"),
            (DbStatus::NotInitialized, "not_initialized"),
        ] {
            scene.set_health(|it| it.record.db_status = status);
            let answer = scene.get("/health").send().await;
            let body = answer.json();
            assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
            assert_eq!(answer.headers["retry-after"], "5");
            assert_eq!(
                (&body["status"], &body["db_status"]),
                (&"down".into(), &word.into())
            );
            assert_eq!(body["service"], "alphapy-service");
            let detail = body["database"]["detail"].as_str().unwrap();
            assert!(detail.contains("Postgres does not answer"), "{detail}");
        }
    }

    #[tokio::test]
    async fn it_is_down_from_the_moment_it_begins_to_stop() {
        let scene = Scene::default();
        scene.set_health(|it| it.stopping = true);
        let answer = scene.get("/health").send().await;
        assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(answer.json()["status"], "down");
    }

    #[tokio::test]
    async fn a_gateway_that_ails_is_told_and_answers_200() {
        let scene = Scene::default();
        let detail = "switch the intent on";
        for gateway in [Check::Degraded { detail }, Check::Down { detail }] {
            scene.set_health(|it| it.gateway = gateway);
            let answer = scene.get("/health").send().await;
            assert_eq!(answer.status, StatusCode::OK);
            assert_eq!(answer.json()["status"], "degraded");
            assert_eq!(answer.json()["gateway"]["detail"], detail);
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_flood_of_questions_costs_one_look_a_second() {
        let probe = Arc::new(Counting(AtomicU32::new(0)));
        let health = CachedHealth::new(probe.clone());
        for _ in 0..1000 {
            health.health().await;
        }
        assert_eq!(probe.0.load(Ordering::Relaxed), 1);
        tokio::time::advance(HOLDS_FOR).await;
        health.health().await;
        assert_eq!(probe.0.load(Ordering::Relaxed), 2);
    }
}
