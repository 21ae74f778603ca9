//! Forgetting what is old of tickets.

use chrono::{DateTime, Utc};
use sqlx::PgExecutor;

/// Forgets what the figures of tickets were.
pub(super) async fn metrics(
    executor: impl PgExecutor<'_>,
    before: DateTime<Utc>,
    at_most: i64,
) -> Result<u64, sqlx::Error> {
    let deleted = sqlx::query!(
        "DELETE FROM alphapy.ticket_metrics WHERE ctid = ANY(ARRAY(
             SELECT ctid FROM alphapy.ticket_metrics WHERE created_at < $1 ORDER BY created_at LIMIT $2
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
    async fn old_figures_are_forgotten_the_oldest_first() {
        let database = fresh_database().await;
        for sql in [
            "INSERT INTO alphapy.guilds (guild_id) VALUES (1)",
            "INSERT INTO alphapy.ticket_metrics (guild_id, scope, counts, snapshot, minute, created_at)
             SELECT 1, 'all', '{}', '{}', at, at FROM generate_series('2026-01-01'::timestamptz, '2026-01-05', '1 day') at",
        ] {
            sqlx::query(sql).execute(database.pool()).await.unwrap();
        }
        let before = "2026-01-04T00:00:00Z".parse().unwrap();
        let pool = database.pool();
        assert_eq!(metrics(pool, before, 2).await.unwrap(), 2);
        let oldest: DateTime<Utc> =
            sqlx::query_scalar("SELECT min(created_at) FROM alphapy.ticket_metrics")
                .fetch_one(pool)
                .await
                .unwrap();
        assert_eq!(oldest.to_rfc3339(), "2026-01-03T00:00:00+00:00");
        assert_eq!(metrics(pool, before, 9).await.unwrap(), 1);
    }
}
