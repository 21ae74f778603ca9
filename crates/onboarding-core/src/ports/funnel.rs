//! Where it is counted how many get how far.

use async_trait::async_trait;
use chrono::{DateTime, NaiveDate, Utc};
use kernel::{GuildId, PortFailure};

use crate::{Figures, FunnelEvent};

/// Counts by guild and day. Who was counted is not kept.
#[async_trait]
pub trait FunnelStore: Send + Sync {
    /// Counts something that happened at `at`.
    async fn count(
        &self,
        guild: GuildId,
        event: FunnelEvent,
        at: DateTime<Utc>,
    ) -> Result<(), PortFailure>;

    /// What was counted in a guild since this day (UTC), which is included.
    async fn figures(&self, guild: GuildId, since: NaiveDate) -> Result<Figures, PortFailure>;
}
