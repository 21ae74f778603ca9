//! Keeps what the API's layers remember small, and shows how much it is.

use std::time::Duration;

use access_core::{Idempotency, RateLimiter};
use adapter_api::Edges;
use operations_core::Traffic;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use crate::lifecycle::unless_stopped;
use crate::measures;

/// How often the entries are counted.
const PAUSE: Duration = Duration::from_secs(5);

/// Counts entries every five seconds, and lets those go every ten minutes that are over.
pub(crate) async fn watch_edges(edges: Edges, stop: CancellationToken) {
    let mut swept: Option<Instant> = None;
    loop {
        if swept.is_none_or(|it| it.elapsed() >= RateLimiter::SWEEP_EVERY) {
            swept = Some(Instant::now());
            if unless_stopped(&stop, sweep(&edges)).await.is_none() {
                return;
            }
        }
        measure(&edges);
        let pause = tokio::time::sleep(PAUSE);
        if unless_stopped(&stop, pause).await.is_none() {
            return;
        }
    }
}

async fn sweep(edges: &Edges) {
    let clients = edges.limits.sweep();
    tracing::debug!(clients, "idle clients were forgotten");
    match edges.idempotency.sweep().await {
        Ok(keys) => {
            tracing::debug!(keys, "idempotency keys that are over were forgotten");
            measures::memory("idempotency", keys, Idempotency::MOST_KEYS);
        }
        Err(failure) => tracing::debug!(
            error = &failure as &dyn std::error::Error,
            "idempotency keys are forgotten later"
        ),
    }
}

fn measure(edges: &Edges) {
    let clients = edges.limits.clients();
    measures::memory("rate_limits", clients, RateLimiter::MOST_CLIENTS);
    let (api, webhooks) = edges.traffic.samples();
    measures::memory("latency_api", api, Traffic::MOST_SAMPLES);
    measures::memory("latency_webhooks", webhooks, Traffic::MOST_SAMPLES);
}
