//! Which sends are due, and how they ended.

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use kernel::{GuildId, PortFailure};

use crate::{Claimed, OccurrenceResult};

/// Which sends are due, who has taken them on, and how they ended.
#[async_trait]
pub trait OccurrenceStore: Send + Sync {
    /// Takes on at most `limit` occurrences that are due at `now`, for as long as `lease`.
    ///
    /// In one transaction the occurrence is recorded and its reminder moves on to the next one, so that no two
    /// processes ever take on the same. An occurrence whose lease ran out without an end is taken on again, with a
    /// higher `attempt`. Starts of events come before advance notices.
    async fn claim_due(
        &self,
        now: DateTime<Utc>,
        lease: TimeDelta,
        limit: u32,
    ) -> Result<Vec<Claimed>, PortFailure>;

    /// Records how an occurrence ended.
    ///
    /// A sent advance notice is remembered on its reminder and a sent start forgets it; a one-off with nothing left to
    /// send is completed. Repeating the call, or making it for a reminder that was deleted meanwhile, changes nothing.
    async fn finish(
        &self,
        claimed: &Claimed,
        result: &OccurrenceResult,
        now: DateTime<Utc>,
    ) -> Result<(), PortFailure>;

    /// Gives an occurrence back: it is taken on again at `until`, not before.
    async fn postpone(
        &self,
        claimed: &Claimed,
        until: DateTime<Utc>,
        reason: &str,
    ) -> Result<(), PortFailure>;

    /// When the next occurrence is due, or taken on again; none when there is nothing to wait for.
    async fn next_due(&self) -> Result<Option<DateTime<Utc>>, PortFailure>;

    /// Computes the next occurrence of each of the guild's weekly reminders anew, since its zone is now `zone`.
    async fn rezone(&self, guild: GuildId, zone: Tz, now: DateTime<Utc>)
    -> Result<(), PortFailure>;
}
