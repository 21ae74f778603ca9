//! Telling a dashboard elsewhere how the bot is, every 45 seconds or so.

mod outbox;
mod pace;
mod sending;
mod snapshot;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use kernel::PortFailure;

pub use outbox::Outbox;
pub use pace::TelemetryPace;
pub use sending::{Telemetry, TelemetryPorts, TelemetryRound};
pub use snapshot::{Activity, SubsystemSnapshot, SubsystemStatus};

/// Where snapshots go. A later one replaces an earlier one.
#[async_trait]
pub trait TelemetrySink: Send + Sync {
    /// Hands a snapshot over. A failure that is worth a retry is one of the way there; one that is not is a refusal.
    async fn put(&self, snapshot: &SubsystemSnapshot) -> Result<(), PortFailure>;
}

/// What has been going on lately, counted in the database.
#[async_trait]
pub trait ActivityCounts: Send + Sync {
    /// The counts as of `now`.
    async fn activity(&self, now: DateTime<Utc>) -> Result<Activity, PortFailure>;
}
