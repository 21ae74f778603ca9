//! Forgetting what the FAQ was asked.

use chrono::{DateTime, Utc};
use sqlx::PgExecutor;

/// Searches before `before`.
pub(super) async fn searches(
    executor: impl PgExecutor<'_>,
    before: DateTime<Utc>,
    at_most: i64,
) -> Result<u64, sqlx::Error> {
    let deleted = sqlx::query!(
        "DELETE FROM alphapy.faq_search_logs WHERE ctid = ANY(ARRAY(
             SELECT ctid FROM alphapy.faq_search_logs WHERE created_at < $1 ORDER BY created_at LIMIT $2
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
    async fn old_searches_go_the_oldest_first_and_young_ones_stay() {
        let database = fresh_database().await;
        let pool = database.pool();
        sqlx::raw_sql(
            "INSERT INTO alphapy.guilds (guild_id) VALUES (1);
             INSERT INTO alphapy.faq_search_logs (guild_id, query, match_count, created_at)
             SELECT 1, 'waar is de bar', 0, timestamptz '2026-01-01' + n * interval '1 day' FROM generate_series(1, 9) n",
        )
        .execute(pool)
        .await
        .unwrap();
        let before = "2026-01-07T00:00:00Z".parse().unwrap();
        let mut batches = Vec::new();
        for _ in 0..3 {
            batches.push(searches(pool, before, 3).await.unwrap());
        }
        assert_eq!(batches, [3, 2, 0]);
        let left: DateTime<Utc> =
            sqlx::query_scalar("SELECT min(created_at) FROM alphapy.faq_search_logs")
                .fetch_one(pool)
                .await
                .unwrap();
        assert_eq!(left, before);
    }
}
