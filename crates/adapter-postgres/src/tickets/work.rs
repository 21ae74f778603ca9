//! Work of tickets: taking it on, ending it, putting it off.

use chrono::{DateTime, Utc};
use kernel::GuildId;
use sqlx::PgPool;
use tickets_core::{ClaimedWork, Lane, TicketId, Work};

use super::apply::store_work;
use super::row::Unreadable;
use super::work_row::WorkRow;

/// How many characters of an error the table takes.
const ERROR_MAX: usize = 500;

/// See `WorkStore::claim`. Over all guilds, as work is.
pub(super) async fn claim(
    pool: &PgPool,
    lane: Lane,
    now: DateTime<Utc>,
    until: DateTime<Utc>,
    limit: u32,
) -> Result<Vec<ClaimedWork>, sqlx::Error> {
    let rows = sqlx::query_as!(
        WorkRow,
        "WITH due AS (
             SELECT job.id FROM alphapy.ticket_jobs job
             WHERE job.done_at IS NULL AND job.run_after <= $1 AND (job.lease_until IS NULL OR job.lease_until <= $1)
               AND (job.kind = 'summary') = $4
               AND NOT EXISTS (
                   SELECT FROM alphapy.ticket_jobs earlier
                   WHERE earlier.guild_id = job.guild_id AND earlier.ticket_id = job.ticket_id AND earlier.id < job.id
                     AND earlier.done_at IS NULL AND earlier.run_after <= $1
                     AND (earlier.kind <> 'summary' OR job.kind = 'summary')
               )
             ORDER BY job.run_after, job.id
             LIMIT $3
             FOR NO KEY UPDATE OF job SKIP LOCKED
         )
         UPDATE alphapy.ticket_jobs job SET attempts = job.attempts + 1, lease_until = $2
         FROM due WHERE job.id = due.id
         RETURNING job.id, job.guild_id, job.ticket_id, job.kind, job.payload, job.attempts, job.created_at",
        now,
        until,
        i64::from(limit),
        lane == Lane::Slow,
    )
    .fetch_all(pool)
    .await?;
    let mut claimed = rows
        .into_iter()
        .map(ClaimedWork::try_from)
        .collect::<Result<Vec<_>, Unreadable>>()?;
    claimed.sort_unstable_by_key(|it| it.id);
    Ok(claimed)
}

/// See `WorkStore::add`.
pub(super) async fn add(
    pool: &PgPool,
    guild: GuildId,
    ticket: TicketId,
    work: &[Work],
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    let mut connection = pool.acquire().await?;
    store_work(&mut connection, guild, ticket, work, now).await
}

/// See `WorkStore::finish`.
pub(super) async fn finish(
    pool: &PgPool,
    work: &ClaimedWork,
    error: Option<&str>,
    now: DateTime<Utc>,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query!(
        "UPDATE alphapy.ticket_jobs SET done_at = $5, lease_until = NULL, last_error = $6
         WHERE guild_id = $1 AND ticket_id = $2 AND id = $3 AND attempts = $4 AND done_at IS NULL",
        work.guild.as_i64(),
        work.ticket.as_i64(),
        work.id.0,
        attempts(work),
        now,
        error.map(storable),
    )
    .execute(pool)
    .await?;
    Ok(done.rows_affected() > 0)
}

/// See `WorkStore::put_off`.
pub(super) async fn put_off(
    pool: &PgPool,
    work: &ClaimedWork,
    at: DateTime<Utc>,
    error: &str,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query!(
        "UPDATE alphapy.ticket_jobs SET run_after = $5, lease_until = NULL, last_error = $6
         WHERE guild_id = $1 AND ticket_id = $2 AND id = $3 AND attempts = $4 AND done_at IS NULL",
        work.guild.as_i64(),
        work.ticket.as_i64(),
        work.id.0,
        attempts(work),
        at,
        storable(error),
    )
    .execute(pool)
    .await?;
    Ok(done.rows_affected() > 0)
}

fn attempts(work: &ClaimedWork) -> i32 {
    i32::try_from(work.attempt).unwrap_or(i32::MAX)
}

fn storable(error: &str) -> String {
    let storable = error.chars().filter(|it| *it != '\0');
    storable.take(ERROR_MAX).collect()
}
