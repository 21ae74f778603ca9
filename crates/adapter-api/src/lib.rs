//! The HTTP API.
#![doc = include_str!("../README.md")]

mod analytics;
mod auth;
mod dashboard;
mod describe;
mod error;
mod extract;
mod fresh;
mod health;
mod health_history;
mod liveness;
#[cfg(test)]
mod matrix;
mod metrics;
mod operations;
mod pages;
mod routes;
mod state;
#[cfg(test)]
mod testing;

use std::io;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

pub use auth::{ApiKeys, Authenticator};
pub use dashboard::Dashboards;
pub use describe::{Endpoint, endpoints};
pub use health::{CachedHealth, Check, Health, HealthProbe};
pub use metrics::MetricsPage;
pub use operations::Operations;
pub use routes::{openapi, router};
pub use state::{ApiFeatures, ApiState};

/// How long requests under way may take once the server stops.
const DRAIN: Duration = Duration::from_secs(5);

/// Serves the API on `listener` until `stop`, then lets requests under way finish for five seconds.
pub async fn serve(
    listener: TcpListener,
    state: ApiState,
    stop: CancellationToken,
) -> io::Result<()> {
    let drained = stop.clone();
    let server =
        axum::serve(listener, router(state)).with_graceful_shutdown(stop.cancelled_owned());
    tokio::select! {
        ended = async { server.await } => ended,
        () = async { drained.cancelled().await; tokio::time::sleep(DRAIN).await } => Ok(()),
    }
}
