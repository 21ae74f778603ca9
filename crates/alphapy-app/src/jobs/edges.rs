//! Lets go what the API's layers remember and need no longer.

use access_core::{Idempotency, RateLimiter};
use adapter_api::Edges;
use chrono::TimeDelta;

use super::periodic::{Periodic, Rhythm, Runner};
use crate::measures;

/// What is remembered of clients is this process's own; keys of answered requests are everybody's, and may go twice.
const SWEEP: Periodic = Periodic {
    name: "api_sweep",
    interval: TimeDelta::seconds(RateLimiter::SWEEP_EVERY.as_secs().cast_signed()),
    jitter: TimeDelta::zero(),
    rhythm: Rhythm::AtOnce,
    alone: false,
};

/// Lets go every ten minutes what is over.
pub(crate) async fn sweep_edges(runner: Runner, edges: Edges) {
    let work = || async {
        let clients = edges.limits.sweep();
        tracing::debug!(clients, "idle clients were forgotten");
        let keys = edges.idempotency.sweep().await?;
        tracing::debug!(keys, "idempotency keys that are over were forgotten");
        measures::memory("idempotency", keys, Idempotency::MOST_KEYS);
        Ok(())
    };
    runner.by_the_machine().run(SWEEP, work).await;
}
