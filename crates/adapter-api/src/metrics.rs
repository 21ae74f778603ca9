//! Prometheus' page.

use std::collections::BTreeMap;

use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::state::ApiState;

/// Renders what has been measured.
pub trait MetricsPage: Send + Sync {
    /// The page, in Prometheus' text format 0.0.4.
    fn render(&self) -> String;

    /// How many entries each structure in memory holds, by its name on the page.
    fn memory(&self) -> BTreeMap<&'static str, usize>;
}

pub(crate) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new().routes(routes!(get))
}

/// What has been measured, for Prometheus.
#[utoipa::path(
    get,
    path = "/metrics",
    tag = "operations",
    extensions(("x-access" = json!("none"))),
    responses((status = OK, body = String, content_type = "text/plain"))
)]
async fn get(State(state): State<ApiState>) -> impl IntoResponse {
    (
        [(CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")],
        state.metrics.render(),
    )
}
