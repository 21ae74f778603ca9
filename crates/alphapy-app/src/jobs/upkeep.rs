//! The jobs that keep things small: what is old is forgotten, and what had to wait is done.

use std::sync::Arc;

use chrono::TimeDelta;
use kernel::{Clock, PortFailure};
use operations_core::{CommandSync, Retention, forget_old};

use super::periodic::{JobError, Periodic, Rhythm, Runner};

/// Forgets what need not be kept any more, at the start and then daily.
const RETENTION: Periodic = Periodic {
    name: "retention",
    interval: TimeDelta::days(1),
    jitter: TimeDelta::seconds(30),
    rhythm: Rhythm::AtOnce,
    alone: true,
};

/// Tells Discord of commands that had to wait, and forgets cooldowns that are over. What waits, waits in this process.
const SYNC_SWEEP: Periodic = Periodic {
    name: "command_sync_sweep",
    interval: TimeDelta::minutes(10),
    jitter: TimeDelta::zero(),
    rhythm: Rhythm::AtOnce,
    alone: false,
};

/// Not everything could be forgotten; what failed is in the log, each for itself.
#[derive(Debug, thiserror::Error)]
#[error("{} could not be forgotten", .0.join(", "))]
struct NotForgotten(Vec<&'static str>);

/// Forgets what is old, for as long as the program runs.
pub(crate) async fn forget_what_is_old(
    runner: Runner,
    retention: Arc<dyn Retention>,
    clock: Arc<dyn Clock>,
) {
    let work = || async { forget(&*retention, &*clock).await };
    runner.run(RETENTION, work).await;
}

/// Looks after what Discord is told of the commands, for as long as the program runs.
pub(crate) async fn sweep_command_sync(runner: Runner, sync: CommandSync) {
    let work = || async {
        adapter_discord::report_sync(&sync.sweep().await);
        let cooldowns = sync.cooldowns();
        tracing::debug!(cooldowns, "cooldowns were swept");
        Ok(())
    };
    runner.run(SYNC_SWEEP, work).await;
}

async fn forget(retention: &dyn Retention, clock: &dyn Clock) -> Result<(), JobError> {
    let forgotten = forget_old(retention, clock).await;
    for (what, rows) in &forgotten.deleted {
        tracing::info!(table = what.name(), rows, "what is old was forgotten");
    }
    let told = |(what, failure): &(operations_core::Retained, PortFailure)| {
        tracing::warn!(
            error = failure as &dyn std::error::Error,
            table = what.name(),
            "what is old could not be forgotten"
        );
        what.name()
    };
    let failed: Vec<_> = forgotten.failures.iter().map(told).collect();
    if failed.is_empty() {
        Ok(())
    } else {
        Err(NotForgotten(failed).into())
    }
}
