//! Whether the bot can do its work.

use async_trait::async_trait;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, HeaderName};
use axum::response::IntoResponse;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::state::ApiState;

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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Health {
    /// `SERVICE_NAME`.
    pub service: String,
    /// The program's version.
    pub version: &'static str,
    /// Since when it runs, in seconds.
    pub uptime_seconds: i64,
    /// Whether Postgres answers.
    pub database: Check,
    /// Whether the gateway is connected.
    pub gateway: Check,
}

/// Looks at the parts.
#[async_trait]
pub trait HealthProbe: Send + Sync {
    /// How the bot is doing right now. Answers within two seconds.
    async fn health(&self) -> Health;
}

#[derive(Serialize, ToSchema)]
struct HealthBody {
    status: &'static str,
    #[serde(flatten)]
    health: Health,
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
async fn get(State(state): State<ApiState>) -> impl IntoResponse {
    let health = state.health.health().await;
    let checks = [&health.database, &health.gateway];
    let (code, status) = if checks.iter().any(|it| matches!(it, Check::Down { .. })) {
        (StatusCode::SERVICE_UNAVAILABLE, "down")
    } else if checks.iter().any(|it| matches!(it, Check::Degraded { .. })) {
        (StatusCode::OK, "degraded")
    } else {
        (StatusCode::OK, "ok")
    };
    (code, NO_STORE, Json(HealthBody { status, health }))
}

/// The same at a shorter address.
#[utoipa::path(
    get,
    path = "/health",
    tag = "operations",
    extensions(("x-access" = json!("none"))),
    responses((status = OK, body = HealthBody), (status = SERVICE_UNAVAILABLE, body = HealthBody))
)]
async fn get_short(state: State<ApiState>) -> impl IntoResponse {
    get(state).await
}
