//! Prometheus' page.

use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;

use crate::ApiState;

/// Renders what has been measured.
pub trait MetricsPage: Send + Sync {
    /// The page, in Prometheus' text format 0.0.4.
    fn render(&self) -> String;
}

pub(crate) async fn get(State(state): State<ApiState>) -> impl IntoResponse {
    (
        [(CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")],
        state.metrics.render(),
    )
}
