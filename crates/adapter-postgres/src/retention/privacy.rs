//! Forgetting requests of people that are long over.

use chrono::{DateTime, Utc};
use sqlx::PgExecutor;

/// Forgets requests that were over before `before`; one that is yet to be carried out stays, however old it is.
pub(super) async fn requests(
    executor: impl PgExecutor<'_>,
    before: DateTime<Utc>,
    at_most: i64,
) -> Result<u64, sqlx::Error> {
    let deleted = sqlx::query!(
        "DELETE FROM alphapy.privacy_requests WHERE ctid = ANY(ARRAY(
             SELECT ctid FROM alphapy.privacy_requests WHERE completed_at < $1 ORDER BY completed_at LIMIT $2
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
    async fn old_requests_go_the_oldest_first_and_those_that_wait_stay() {
        let insert = "INSERT INTO alphapy.privacy_requests (kind, origin, state, requested_at, completed_at)
             SELECT 'export', 'command', 'done', at, at FROM nine_days;
             INSERT INTO alphapy.privacy_requests (kind, origin, discord_user_id, state, requested_at)
             VALUES ('erase', 'command', 7, 'failed', '2020-01-01')";
        let database = fresh_database().await;
        forgets_the_oldest_first(&database, Retained::PrivacyRequests, "completed_at", insert)
            .await;
        let waiting = "SELECT count(*) FROM alphapy.privacy_requests WHERE completed_at IS NULL";
        let waiting: i64 = sqlx::query_scalar(waiting)
            .fetch_one(database.pool())
            .await
            .unwrap();
        assert_eq!(waiting, 1);
    }
}
