//! Forgetting what is kept of the language model.

use chrono::{DateTime, Utc};
use sqlx::PgExecutor;

/// Counts of answers on days that were over before `before`.
pub(super) async fn usage(
    executor: impl PgExecutor<'_>,
    before: DateTime<Utc>,
    at_most: i64,
) -> Result<u64, sqlx::Error> {
    let deleted = sqlx::query!(
        "DELETE FROM alphapy.gpt_usage WHERE ctid = ANY(ARRAY(
             SELECT ctid FROM alphapy.gpt_usage WHERE usage_date < $1 ORDER BY usage_date LIMIT $2
         ))",
        before.date_naive(),
        at_most,
    )
    .execute(executor)
    .await?;
    Ok(deleted.rows_affected())
}

/// What became of questions before `before`.
pub(super) async fn calls(
    executor: impl PgExecutor<'_>,
    before: DateTime<Utc>,
    at_most: i64,
) -> Result<u64, sqlx::Error> {
    let deleted = sqlx::query!(
        "DELETE FROM alphapy.gpt_calls WHERE ctid = ANY(ARRAY(
             SELECT ctid FROM alphapy.gpt_calls WHERE at < $1 ORDER BY at LIMIT $2
         ))",
        before,
        at_most,
    )
    .execute(executor)
    .await?;
    Ok(deleted.rows_affected())
}

/// Questions that nobody could be answered any more before `before`: what is left where no process ran that ends them.
pub(super) async fn waiting(
    executor: impl PgExecutor<'_>,
    before: DateTime<Utc>,
    at_most: i64,
) -> Result<u64, sqlx::Error> {
    let deleted = sqlx::query!(
        "DELETE FROM alphapy.waiting_questions WHERE ctid = ANY(ARRAY(
             SELECT ctid FROM alphapy.waiting_questions WHERE answerable_until < $1 ORDER BY answerable_until LIMIT $2
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
    async fn old_counts_and_calls_go_batch_by_batch_the_oldest_first() {
        let database = fresh_database().await;
        let pool = database.pool();
        for sql in [
            "INSERT INTO alphapy.gpt_usage (user_id, usage_date, call_count)
             SELECT 7, date '2026-01-01' + n, 1 FROM generate_series(0, 9) n",
            "INSERT INTO alphapy.gpt_calls (user_id, feature, model, outcome, at)
             SELECT 7, 'learn_topic', 'small', 'ok', timestamptz '2026-01-01 12:00Z' + n * interval '1 day'
             FROM generate_series(0, 9) n",
        ] {
            sqlx::query(sql).execute(pool).await.unwrap();
        }
        // Five days are over; the sixth, of which a half is gone, is not.
        let before = "2026-01-06T12:00:00Z".parse().unwrap();
        let mut gone = Vec::new();
        for _ in 0..3 {
            let counts = usage(pool, before, 3).await.unwrap();
            gone.push((counts, calls(pool, before, 3).await.unwrap()));
        }
        assert_eq!(gone, [(3, 3), (2, 2), (0, 0)]);
        let left: (i64, i64) = sqlx::query_as(
            "SELECT (SELECT count(*) FROM alphapy.gpt_usage), (SELECT count(*) FROM alphapy.gpt_calls)",
        )
        .fetch_one(pool)
        .await
        .unwrap();
        assert_eq!(left, (5, 5));
    }

    #[tokio::test]
    async fn questions_go_whose_people_could_not_be_told_any_more() {
        let database = fresh_database().await;
        let pool = database.pool();
        sqlx::raw_sql(
            "INSERT INTO alphapy.waiting_questions
                 (user_id, feature, parts, model, max_tokens, token, reference, answerable_until, due_at)
             SELECT 7, 'learn_topic', '{RSI}', 'small', 900, 'token ' || n, '7f3a9c21',
                 timestamptz '2026-01-01' + n * interval '1 day', '2026-01-01' FROM generate_series(1, 5) n",
        )
        .execute(pool)
        .await
        .unwrap();
        let before = "2026-01-04T00:00:00Z".parse().unwrap();
        assert_eq!(waiting(pool, before, 1).await.unwrap(), 1);
        assert_eq!(waiting(pool, before, 9).await.unwrap(), 1);
        let left: Vec<String> =
            sqlx::query_scalar("SELECT token FROM alphapy.waiting_questions ORDER BY token")
                .fetch_all(pool)
                .await
                .unwrap();
        assert_eq!(left, ["token 3", "token 4", "token 5"]);
    }
}
