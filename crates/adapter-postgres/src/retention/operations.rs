//! Forgetting what is kept for those who run the bot.

use chrono::{DateTime, Utc};
use sqlx::PgExecutor;

/// Uses of commands before `before`.
pub(super) async fn audit_logs(
    executor: impl PgExecutor<'_>,
    before: DateTime<Utc>,
    at_most: i64,
) -> Result<u64, sqlx::Error> {
    let deleted = sqlx::query!(
        "DELETE FROM alphapy.audit_logs WHERE ctid = ANY(ARRAY(
             SELECT ctid FROM alphapy.audit_logs WHERE created_at < $1 ORDER BY created_at LIMIT $2
         ))",
        before,
        at_most,
    )
    .execute(executor)
    .await?;
    Ok(deleted.rows_affected())
}

/// How the service was doing before `before`.
pub(super) async fn health_checks(
    executor: impl PgExecutor<'_>,
    before: DateTime<Utc>,
    at_most: i64,
) -> Result<u64, sqlx::Error> {
    let deleted = sqlx::query!(
        "DELETE FROM alphapy.health_check_history WHERE ctid = ANY(ARRAY(
             SELECT ctid FROM alphapy.health_check_history WHERE checked_at < $1 ORDER BY checked_at LIMIT $2
         ))",
        before,
        at_most,
    )
    .execute(executor)
    .await?;
    Ok(deleted.rows_affected())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::fresh_database;

    #[tokio::test]
    async fn old_uses_of_commands_go_batch_by_batch_the_oldest_first() {
        let database = fresh_database().await;
        let pool = database.pool();
        sqlx::query(
            "INSERT INTO alphapy.audit_logs (guild_id, user_id, command_name, command_type, created_at)
             SELECT 1, 2, 'help', 'slash', timestamptz '2026-01-01' + n * interval '1 day' FROM generate_series(1, 9) n",
        )
        .execute(pool)
        .await
        .unwrap();
        let before = "2026-01-07T00:00:00Z".parse().unwrap();
        let mut batches = Vec::new();
        for _ in 0..3 {
            batches.push(audit_logs(pool, before, 3).await.unwrap());
        }
        assert_eq!(batches, [3, 2, 0]);
        let left: DateTime<Utc> =
            sqlx::query_scalar("SELECT min(created_at) FROM alphapy.audit_logs")
                .fetch_one(pool)
                .await
                .unwrap();
        assert_eq!(left, before);
    }

    #[tokio::test]
    async fn old_records_of_health_go_and_young_ones_stay() {
        let database = fresh_database().await;
        let pool = database.pool();
        sqlx::query(
            "INSERT INTO alphapy.health_check_history (service, version, uptime_seconds, db_status, checked_at)
             SELECT 'alphapy', '1', 1, 'ok', timestamptz '2026-01-01' + n * interval '1 day' FROM generate_series(1, 9) n",
        )
        .execute(pool)
        .await
        .unwrap();
        let before = "2026-01-07T00:00:00Z".parse().unwrap();
        assert_eq!(health_checks(pool, before, 3).await.unwrap(), 3);
        assert_eq!(health_checks(pool, before, 9).await.unwrap(), 2);
        assert_eq!(health_checks(pool, before, 9).await.unwrap(), 0);
    }
}
