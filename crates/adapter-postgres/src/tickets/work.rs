//! Work of tickets: taking it on, ending it, putting it off.

use chrono::{DateTime, TimeDelta, Utc};
use kernel::GuildId;
use sqlx::PgPool;
use tickets_core::{ClaimedWork, Lane, TicketId, Work};

use super::apply::store_work;
use super::row::Unreadable;
use super::work_row::{WorkRow, kind_text, payload};

/// How many characters of an error the table takes.
const ERROR_MAX: usize = 500;
/// What is noted of work that this release does not know, how soon it is looked at again, and for how long.
const UNKNOWN: &str = "this release does not know it";
const LEFT_FOR: TimeDelta = TimeDelta::minutes(1);
const LEFT_UNTIL: TimeDelta = TimeDelta::days(1);

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
         RETURNING job.id, job.guild_id, job.ticket_id, job.kind, job.payload, job.attempts, job.created_at, job.last_error",
        now,
        until,
        i64::from(limit),
        lane == Lane::Slow,
    )
    .fetch_all(pool)
    .await?;
    let mut claimed = Vec::with_capacity(rows.len());
    let mut unknown = Vec::new();
    for row in rows {
        let (guild, id) = (row.guild_id, row.id);
        match ClaimedWork::try_from(row) {
            Ok(piece) => claimed.push(piece),
            Err(Unreadable) => unknown.push((guild, id)),
        }
    }
    if !unknown.is_empty() {
        leave(pool, &unknown, now).await?;
    }
    claimed.sort_unstable_by_key(|it| it.id);
    Ok(claimed)
}

/// Gives back what this release cannot read, without counting the try: in a rolling update a process of the newer release
/// that stored it takes it within a minute, and what else was claimed with it is done. After a day there is no such
/// process (the update was taken back, or the row is broken), and it is ended.
async fn leave(
    pool: &PgPool,
    unknown: &[(i64, i64)],
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    let (guilds, ids): (Vec<i64>, Vec<i64>) = unknown.iter().copied().unzip();
    let left = sqlx::query!(
        r#"UPDATE alphapy.ticket_jobs job
           SET attempts = attempts - 1, lease_until = NULL, last_error = $3, run_after = $5,
               done_at = CASE WHEN created_at <= $6 THEN $4::timestamptz END
           FROM unnest($1::bigint[], $2::bigint[]) AS left_over (guild, id)
           WHERE job.guild_id = left_over.guild AND job.id = left_over.id AND job.done_at IS NULL
           RETURNING job.guild_id, job.id, job.kind, job.done_at IS NOT NULL AS "is_ended!""#,
        &guilds,
        &ids,
        UNKNOWN,
        now,
        now + LEFT_FOR,
        now - LEFT_UNTIL,
    )
    .fetch_all(pool)
    .await?;
    for row in left {
        tracing::error!(
            guild.id = row.guild_id,
            work.id = row.id,
            work.kind = row.kind,
            is_ended = row.is_ended,
            "work of a ticket is unknown to this release"
        );
    }
    Ok(())
}

/// See `WorkStore::add_unless_there`. The ticket's row is held, so that of parallel calls one sees what another stored.
pub(super) async fn add_unless_there(
    pool: &PgPool,
    guild: GuildId,
    ticket: TicketId,
    work: &Work,
    since: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<bool, sqlx::Error> {
    let mut transaction = pool.begin().await?;
    sqlx::query!(
        "SELECT id FROM alphapy.support_tickets WHERE guild_id = $1 AND id = $2 FOR NO KEY UPDATE",
        guild.as_i64(),
        ticket.as_i64(),
    )
    .fetch_optional(&mut *transaction)
    .await?;
    // What is done of a ticket has no index of its own; what was done of late has.
    let added = sqlx::query!(
        "INSERT INTO alphapy.ticket_jobs (guild_id, ticket_id, kind, payload, run_after, created_at)
         SELECT guild_id, id, $3, $4, $6, $6 FROM alphapy.support_tickets
         WHERE guild_id = $1 AND id = $2
           AND NOT EXISTS (
               SELECT FROM alphapy.ticket_jobs same
               WHERE same.guild_id = $1 AND same.ticket_id = $2 AND same.kind = $3 AND same.payload = $4
                 AND same.done_at IS NULL
           )
           AND NOT EXISTS (
               SELECT FROM alphapy.ticket_jobs same
               WHERE same.guild_id = $1 AND same.ticket_id = $2 AND same.kind = $3 AND same.payload = $4
                 AND same.done_at > $5
           )",
        guild.as_i64(),
        ticket.as_i64(),
        kind_text(work),
        payload(work),
        since,
        now,
    )
    .execute(&mut *transaction)
    .await?;
    transaction.commit().await?;
    Ok(added.rows_affected() > 0)
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

/// See `WorkStore::waiting_summaries`.
pub(super) async fn waiting_summaries(pool: &PgPool, guild: GuildId) -> Result<u64, sqlx::Error> {
    let waiting = sqlx::query_scalar!(
        r#"SELECT count(*) AS "count!" FROM alphapy.ticket_jobs
           WHERE guild_id = $1 AND kind = 'summary' AND done_at IS NULL"#,
        guild.as_i64(),
    )
    .fetch_one(pool)
    .await?;
    Ok(u64::try_from(waiting).unwrap_or_default())
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
