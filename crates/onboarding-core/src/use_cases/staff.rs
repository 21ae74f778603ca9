//! What staff and other features ask about newcomers, and what is cleared away.

use chrono::TimeDelta;
use kernel::{GuildId, PortFailure, UserId};

use super::Newcomers;
use crate::{Completed, Figures, RunEvent, Wishes};

/// How many sessions are removed at a time.
const BATCH: u32 = 5000;
/// For how long an expired session is kept.
const KEPT: TimeDelta = TimeDelta::hours(1);

impl Newcomers {
    /// How many got how far within the last `days`, today included.
    pub async fn figures(&self, guild: GuildId, days: u16) -> Result<Figures, PortFailure> {
        let ports = self.ports();
        let earlier = TimeDelta::days(i64::from(days.max(1)) - 1);
        let since = (ports.clock.now() - earlier).date_naive();
        ports.funnel.figures(guild, since).await
    }

    /// Forgets a member's session and answers, as an admin wants it, and tells staff. Whether there was anything.
    pub async fn reset(
        &self,
        guild: GuildId,
        member: UserId,
        by: UserId,
    ) -> Result<bool, PortFailure> {
        let ports = self.ports();
        let was_there = ports.runs.forget(guild, member).await?;
        if was_there {
            let event = RunEvent::Forgotten { member, by };
            ports.log.record(guild, &event).await;
        }
        Ok(was_there)
    }

    /// Everybody's answers.
    pub async fn answers(&self, guild: GuildId) -> Result<Vec<Completed>, PortFailure> {
        self.ports().runs.all_completed(guild).await
    }

    /// What a member would like to hear of; nothing is known of whoever was not asked, nor when it cannot be read.
    pub async fn wishes(&self, guild: GuildId, member: UserId) -> Wishes {
        let completed = self.ports().runs.completed(guild, member).await;
        let known = completed.ok().flatten();
        known.map(|it| it.answers.wishes).unwrap_or_default()
    }

    /// Removes sessions that have expired, a batch at a time; how many there were in this one.
    pub async fn remove_expired(&self) -> Result<u64, PortFailure> {
        let before = self.ports().clock.now() - KEPT;
        self.ports().runs.remove_expired(before, BATCH).await
    }
}
