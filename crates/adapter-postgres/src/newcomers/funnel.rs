//! How many get how far: the table `onboarding_funnel`.

use async_trait::async_trait;
use chrono::{DateTime, NaiveDate, Utc};
use kernel::{GuildId, PortFailure};
use onboarding_core::{Figures, FunnelEvent, FunnelStore};
use sqlx::PgConnection;

use super::PgOnboardingRuns;
use crate::error::failed;

#[async_trait]
impl FunnelStore for PgOnboardingRuns {
    async fn count(
        &self,
        guild: GuildId,
        event: FunnelEvent,
        at: DateTime<Utc>,
    ) -> Result<(), PortFailure> {
        let attempted = "count a step";
        let mut connection = self.pool.acquire().await.map_err(failed(attempted))?;
        count(&mut connection, guild, event, at)
            .await
            .map_err(failed(attempted))
    }

    async fn figures(&self, guild: GuildId, since: NaiveDate) -> Result<Figures, PortFailure> {
        let rows = sqlx::query!(
            r#"SELECT event, step, sum(count)::bigint AS "count!", sum(seconds)::bigint AS "seconds!"
               FROM alphapy.onboarding_funnel WHERE guild_id = $1 AND day >= $2 GROUP BY event, step"#,
            guild.as_i64(),
            since,
        )
        .fetch_all(&self.pool)
        .await
        .map_err(failed("read how many got how far"))?;
        let counts = rows.into_iter().filter_map(|it| {
            let step = u16::try_from(it.step).ok()?;
            Some((it.event, step, u64::try_from(it.count).ok()?, it.seconds))
        });
        Ok(Figures::of_counts(counts))
    }
}

/// Counts something within a transaction.
pub(super) async fn count(
    connection: &mut PgConnection,
    guild: GuildId,
    event: FunnelEvent,
    at: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "INSERT INTO alphapy.onboarding_funnel AS funnel (guild_id, day, event, step, count, seconds)
         VALUES ($1, $2, $3, $4, 1, $5)
         ON CONFLICT (guild_id, day, event, step) DO UPDATE
         SET count = funnel.count + 1, seconds = funnel.seconds + excluded.seconds",
        guild.as_i64(),
        at.date_naive(),
        event.word(),
        i32::from(event.step()),
        event.seconds(),
    )
    .execute(connection)
    .await?;
    Ok(())
}
