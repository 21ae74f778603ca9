//! Requests of people: the table `privacy_requests`.

use chrono::{DateTime, Utc};
use kernel::UserId;
use privacy_core::{Origin, RequestId, RowCounts, Withdrawal};
use serde_json::{Map, Value as Json};
use sqlx::{PgConnection, PgPool};

/// A request for an erasure, locked until its transaction ends.
pub(super) struct Held {
    /// Who is to be erased; none when it is over.
    pub(super) user: Option<i64>,
    /// When it was carried out, if it was.
    pub(super) completed_at: Option<DateTime<Utc>>,
    /// What came of it then.
    pub(super) row_counts: Option<Json>,
}

/// A request as it is stored first.
pub(super) struct New<'a> {
    pub(super) user: UserId,
    pub(super) digest: Option<&'a [u8]>,
    pub(super) at: DateTime<Utc>,
}

pub(super) async fn exported(
    pool: &PgPool,
    new: New<'_>,
    rows: &RowCounts,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "INSERT INTO alphapy.privacy_requests (kind, origin, subject_hash, state, row_counts, requested_at, completed_at)
         VALUES ('export', 'command', $1, 'done', $2, $3, $3)",
        new.digest,
        counts(rows),
        new.at,
    )
    .execute(pool)
    .await
    .map(drop)
}

/// The number of the request that waits for this person: an earlier one if there is one.
pub(super) async fn erasure(
    pool: &PgPool,
    new: New<'_>,
    origin: Origin,
) -> Result<RequestId, sqlx::Error> {
    let id = sqlx::query_scalar!(
        "INSERT INTO alphapy.privacy_requests (kind, origin, subject_hash, discord_user_id, state, requested_at)
         VALUES ('erase', $1, $2, $3, 'queued', $4)
         ON CONFLICT (discord_user_id) WHERE kind = 'erase' AND state IN ('queued', 'failed')
         DO UPDATE SET state = 'queued'
         RETURNING id",
        origin.as_str(),
        new.digest,
        new.user.as_i64(),
        new.at,
    )
    .fetch_one(pool)
    .await?;
    Ok(RequestId(id))
}

pub(super) async fn hold(
    connection: &mut PgConnection,
    request: RequestId,
) -> Result<Option<Held>, sqlx::Error> {
    sqlx::query_as!(
        Held,
        "SELECT discord_user_id AS user, completed_at, row_counts FROM alphapy.privacy_requests
         WHERE id = $1 AND kind = 'erase' FOR UPDATE",
        request.0,
    )
    .fetch_optional(connection)
    .await
}

pub(super) async fn carried_out(
    connection: &mut PgConnection,
    request: RequestId,
    rows: &RowCounts,
    at: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "UPDATE alphapy.privacy_requests
         SET state = 'running', attempts = attempts + 1, row_counts = $2, last_error = NULL, completed_at = $3
         WHERE id = $1",
        request.0,
        counts(rows),
        at,
    )
    .execute(connection)
    .await
    .map(drop)
}

/// Whoever carries one out holds its row, and is waited for.
pub(super) async fn withdraw(
    pool: &PgPool,
    user: UserId,
    since: DateTime<Utc>,
) -> Result<Withdrawal, sqlx::Error> {
    let mut transaction = pool.begin().await?;
    let gone = sqlx::query!(
        "DELETE FROM alphapy.privacy_requests
         WHERE discord_user_id = $1 AND kind = 'erase' AND state IN ('queued', 'failed') AND origin = 'command'",
        user.as_i64(),
    )
    .execute(&mut *transaction)
    .await?;
    let is_carried_out = sqlx::query_scalar!(
        r#"SELECT EXISTS (
               SELECT FROM alphapy.privacy_requests WHERE state <> 'done' AND discord_user_id = $1 AND completed_at >= $2
           ) AS "is_there!""#,
        user.as_i64(),
        since,
    )
    .fetch_one(&mut *transaction)
    .await?;
    transaction.commit().await?;
    Ok(match gone.rows_affected() {
        _ if is_carried_out => Withdrawal::CarriedOut,
        0 => Withdrawal::Nothing,
        _ => Withdrawal::Withdrawn,
    })
}

pub(super) async fn failed(
    pool: &PgPool,
    request: RequestId,
    why: &str,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "UPDATE alphapy.privacy_requests SET state = 'failed', attempts = attempts + 1, last_error = left($2, 500)
         WHERE id = $1 AND completed_at IS NULL",
        request.0,
        why,
    )
    .execute(pool)
    .await
    .map(drop)
}

pub(super) async fn unfinished(
    pool: &PgPool,
    before: DateTime<Utc>,
    at_most: u32,
) -> Result<Vec<RequestId>, sqlx::Error> {
    let ids = sqlx::query_scalar!(
        "SELECT id FROM alphapy.privacy_requests WHERE state <> 'done' AND completed_at IS NULL AND requested_at < $1
         ORDER BY attempts, requested_at LIMIT $2",
        before,
        i64::from(at_most),
    )
    .fetch_all(pool)
    .await?;
    Ok(ids.into_iter().map(RequestId).collect())
}

/// Those that were carried out and are not over: who, and when.
pub(super) async fn to_settle(
    connection: &mut PgConnection,
    before: DateTime<Utc>,
    at_most: u32,
) -> Result<Vec<(i64, i64, DateTime<Utc>)>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"SELECT id, discord_user_id AS "user!", completed_at AS "at!" FROM alphapy.privacy_requests
           WHERE state <> 'done' AND state = 'running' AND completed_at < $1
           ORDER BY requested_at LIMIT $2 FOR UPDATE SKIP LOCKED"#,
        before,
        i64::from(at_most),
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|it| (it.id, it.user, it.at)).collect())
}

pub(super) async fn over(connection: &mut PgConnection, id: i64) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "UPDATE alphapy.privacy_requests SET state = 'done', discord_user_id = NULL WHERE id = $1",
        id,
    )
    .execute(connection)
    .await
    .map(drop)
}

fn counts(rows: &RowCounts) -> Json {
    let each = rows
        .iter()
        .map(|(table, rows)| ((*table).to_owned(), Json::from(*rows)));
    Json::Object(each.collect::<Map<_, _>>())
}
