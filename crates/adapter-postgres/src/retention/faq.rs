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
    use operations_core::Retained;

    use crate::retention::tests::forgets_the_oldest_first;
    use crate::testing::fresh_database;

    #[tokio::test]
    async fn old_searches_go_the_oldest_first_and_young_ones_stay() {
        let insert =
            "INSERT INTO alphapy.faq_search_logs (guild_id, query, match_count, created_at)
             SELECT 1, 'waar is de bar', 0, at FROM nine_days";
        let database = fresh_database().await;
        forgets_the_oldest_first(&database, Retained::FaqSearches, "created_at", insert).await;
    }
}
