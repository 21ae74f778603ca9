//! Who has joined and is not seen to yet: the table `onboarding_screening`.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use kernel::{GuildId, PortFailure, UserId};
use onboarding_core::{Arrivals, OpenArrival};

use super::PgOnboardingRuns;
use crate::error::failed;

struct Row {
    guild_id: i64,
    user_id: i64,
    tries: i32,
}

#[async_trait]
impl Arrivals for PgOnboardingRuns {
    async fn awaits(
        &self,
        guild: GuildId,
        member: UserId,
        at: DateTime<Utc>,
    ) -> Result<(), PortFailure> {
        sqlx::query!(
            "INSERT INTO alphapy.onboarding_screening (guild_id, user_id, since) VALUES ($1, $2, $3)
             ON CONFLICT (guild_id, user_id) DO UPDATE SET since = excluded.since, due_at = NULL, tries = 0",
            guild.as_i64(),
            member.as_i64(),
            at,
        )
        .execute(&self.pool)
        .await
        .map_err(failed("note who waits for the screening"))?;
        Ok(())
    }

    async fn passed(
        &self,
        guild: GuildId,
        member: UserId,
        now: DateTime<Utc>,
        held_until: DateTime<Utc>,
    ) -> Result<bool, PortFailure> {
        let was_free = sqlx::query_scalar!(
            r#"WITH before AS (
                 SELECT due_at IS NULL OR due_at <= $3 AS free FROM alphapy.onboarding_screening
                 WHERE guild_id = $1 AND user_id = $2 FOR UPDATE
             )
             UPDATE alphapy.onboarding_screening kept
             SET due_at = CASE WHEN before.free THEN $4 ELSE kept.due_at END, tries = kept.tries + 1
             FROM before WHERE kept.guild_id = $1 AND kept.user_id = $2 RETURNING before.free AS "free!""#,
            guild.as_i64(),
            member.as_i64(),
            now,
            held_until,
        )
        .fetch_optional(&self.pool)
        .await
        .map_err(failed("note who passed the screening"))?;
        Ok(was_free.unwrap_or_default())
    }

    async fn takes(
        &self,
        guild: GuildId,
        member: UserId,
        at: DateTime<Utc>,
        held_until: DateTime<Utc>,
    ) -> Result<(), PortFailure> {
        sqlx::query!(
            "INSERT INTO alphapy.onboarding_screening AS kept (guild_id, user_id, since, due_at, tries)
             VALUES ($1, $2, $3, $4, 1)
             ON CONFLICT (guild_id, user_id) DO UPDATE
             SET due_at = excluded.due_at, tries = kept.tries + 1",
            guild.as_i64(),
            member.as_i64(),
            at,
            held_until,
        )
        .execute(&self.pool)
        .await
        .map_err(failed("note who has joined"))?;
        Ok(())
    }

    async fn arrived(&self, guild: GuildId, member: UserId) -> Result<(), PortFailure> {
        sqlx::query!(
            "DELETE FROM alphapy.onboarding_screening WHERE guild_id = $1 AND user_id = $2",
            guild.as_i64(),
            member.as_i64(),
        )
        .execute(&self.pool)
        .await
        .map_err(failed("note who has arrived"))?;
        Ok(())
    }

    async fn waits_again(&self, open: &OpenArrival) -> Result<bool, PortFailure> {
        let done = sqlx::query!(
            "UPDATE alphapy.onboarding_screening SET due_at = NULL, tries = 0
             WHERE guild_id = $1 AND user_id = $2 AND tries = $3",
            open.guild.as_i64(),
            open.member.as_i64(),
            i32::try_from(open.tries).unwrap_or(i32::MAX),
        )
        .execute(&self.pool)
        .await
        .map_err(failed("let somebody wait for the screening again"))?;
        Ok(done.rows_affected() > 0)
    }

    async fn try_again(
        &self,
        guild: GuildId,
        member: UserId,
        due: DateTime<Utc>,
    ) -> Result<(), PortFailure> {
        sqlx::query!(
            "UPDATE alphapy.onboarding_screening SET due_at = $3 WHERE guild_id = $1 AND user_id = $2",
            guild.as_i64(),
            member.as_i64(),
            due,
        )
        .execute(&self.pool)
        .await
        .map_err(failed("let somebody who joined wait"))?;
        Ok(())
    }

    async fn recall(&self, guild: GuildId, now: DateTime<Utc>) -> Result<(), PortFailure> {
        sqlx::query!(
            "UPDATE alphapy.onboarding_screening SET due_at = $2 WHERE guild_id = $1 AND due_at IS NULL",
            guild.as_i64(),
            now,
        )
        .execute(&self.pool)
        .await
        .map_err(failed("have those looked at who wait for the screening"))?;
        Ok(())
    }

    /// Over all guilds: a job asks.
    async fn claim_arrivals(
        &self,
        now: DateTime<Utc>,
        until: DateTime<Utc>,
        most: u32,
    ) -> Result<Vec<OpenArrival>, PortFailure> {
        let rows = sqlx::query_as!(
            Row,
            "WITH due AS (
                 SELECT guild_id, user_id FROM alphapy.onboarding_screening WHERE due_at <= $1
                 ORDER BY due_at LIMIT $3 FOR UPDATE SKIP LOCKED
             )
             UPDATE alphapy.onboarding_screening kept SET tries = kept.tries + 1, due_at = $2
             FROM due WHERE kept.guild_id = due.guild_id AND kept.user_id = due.user_id
             RETURNING kept.guild_id, kept.user_id, kept.tries",
            now,
            until,
            i64::from(most),
        )
        .fetch_all(&self.pool)
        .await
        .map_err(failed("take those in hand who joined"))?;
        let claimed = rows.into_iter().filter_map(|it| {
            Some(OpenArrival {
                guild: GuildId::try_from(it.guild_id).ok()?,
                member: UserId::try_from(it.user_id).ok()?,
                tries: u32::try_from(it.tries).ok()?,
            })
        });
        Ok(claimed.collect())
    }

    async fn remove_arrivals(&self, before: DateTime<Utc>, most: u32) -> Result<u64, PortFailure> {
        let done = sqlx::query!(
            "DELETE FROM alphapy.onboarding_screening WHERE (guild_id, user_id) IN (
                 SELECT guild_id, user_id FROM alphapy.onboarding_screening WHERE since < $1
                 ORDER BY since LIMIT $2 FOR UPDATE SKIP LOCKED
             )",
            before,
            i64::from(most),
        )
        .execute(&self.pool)
        .await
        .map_err(failed("forget who never passed the screening"))?;
        Ok(done.rows_affected())
    }
}
