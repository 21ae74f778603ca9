//! Who waits for the membership screening: the table `onboarding_screening`.

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use kernel::{GuildId, PortFailure, UserId};
use onboarding_core::Screening;

use super::PgOnboardingRuns;
use crate::error::failed;

/// For how long somebody is remembered who never passes it.
const KEPT: TimeDelta = TimeDelta::days(30);

#[async_trait]
impl Screening for PgOnboardingRuns {
    async fn awaits(
        &self,
        guild: GuildId,
        member: UserId,
        at: DateTime<Utc>,
    ) -> Result<(), PortFailure> {
        let attempted = "note who waits for the screening";
        sqlx::query!(
            "INSERT INTO alphapy.onboarding_screening (guild_id, user_id, since) VALUES ($1, $2, $3)
             ON CONFLICT (guild_id, user_id) DO UPDATE SET since = excluded.since",
            guild.as_i64(),
            member.as_i64(),
            at,
        )
        .execute(&self.pool)
        .await
        .map_err(failed(attempted))?;
        // Those who gave up go when the next one comes.
        sqlx::query!(
            "DELETE FROM alphapy.onboarding_screening WHERE guild_id = $1 AND since < $2",
            guild.as_i64(),
            at - KEPT,
        )
        .execute(&self.pool)
        .await
        .map_err(failed(attempted))?;
        Ok(())
    }

    async fn passed(&self, guild: GuildId, member: UserId) -> Result<bool, PortFailure> {
        let done = sqlx::query!(
            "DELETE FROM alphapy.onboarding_screening WHERE guild_id = $1 AND user_id = $2",
            guild.as_i64(),
            member.as_i64(),
        )
        .execute(&self.pool)
        .await
        .map_err(failed("note who passed the screening"))?;
        Ok(done.rows_affected() > 0)
    }
}
