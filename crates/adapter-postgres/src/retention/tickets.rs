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

/// Forgets work that ended before `before`; what is still to be done stays, however old it is.
pub(super) async fn jobs(
    executor: impl PgExecutor<'_>,
    before: DateTime<Utc>,
    at_most: i64,
) -> Result<u64, sqlx::Error> {
    let deleted = sqlx::query!(
        "DELETE FROM alphapy.ticket_jobs WHERE ctid = ANY(ARRAY(
             SELECT ctid FROM alphapy.ticket_jobs WHERE done_at < $1 ORDER BY done_at LIMIT $2
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
    async fn old_figures_go_the_oldest_first_and_young_ones_stay() {
        let insert = "INSERT INTO alphapy.ticket_metrics (guild_id, scope, counts, snapshot, minute, created_at)
             SELECT 1, 'all', '{}', '{}', at, at FROM nine_days";
        let database = fresh_database().await;
        forgets_the_oldest_first(&database, Retained::TicketMetrics, "created_at", insert).await;
    }

    #[tokio::test]
    async fn work_that_ended_long_ago_goes_and_what_is_still_to_be_done_stays() {
        let database = fresh_database().await;
        let insert = "INSERT INTO alphapy.support_tickets
                 (guild_id, ticket_no, user_id, username, description, last_activity_at, created_at, updated_at)
             VALUES (1, 1, 11, 'alice', 'a question', '2025-01-01', '2025-01-01', '2025-01-01');
             INSERT INTO alphapy.ticket_jobs (guild_id, ticket_id, kind, run_after, created_at, done_at)
             SELECT 1, (SELECT id FROM alphapy.support_tickets), 'log', '2025-01-01', '2025-01-01', at
             FROM (SELECT at FROM nine_days UNION ALL VALUES (NULL::timestamptz)) moments";
        forgets_the_oldest_first(&database, Retained::TicketJobs, "done_at", insert).await;
        let waiting = "SELECT count(*) FROM alphapy.ticket_jobs WHERE done_at IS NULL";
        let waiting: i64 = sqlx::query_scalar(waiting)
            .fetch_one(database.pool())
            .await
            .unwrap();
        assert_eq!(waiting, 1, "since more than a year");
    }
}
