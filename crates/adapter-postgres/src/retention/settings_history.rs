//! Forgetting old lines of the history of settings.

use chrono::{DateTime, Utc};
use operations_core::Retained;
use sqlx::PgExecutor;

/// Of every guild alike: what is kept depends on nobody else's lines.
pub(super) async fn forget(
    executor: impl PgExecutor<'_>,
    before: DateTime<Utc>,
    at_most: i64,
) -> Result<u64, sqlx::Error> {
    beyond(executor, Retained::SETTINGS_HISTORY_KEPT, before, at_most).await
}

async fn beyond(
    executor: impl PgExecutor<'_>,
    newest: u32,
    before: DateTime<Utc>,
    at_most: i64,
) -> Result<u64, sqlx::Error> {
    let deleted = sqlx::query!(
        "DELETE FROM alphapy.settings_history WHERE id IN (
             SELECT id FROM (
                 SELECT id, changed_at, row_number() OVER (PARTITION BY guild_id, scope, key ORDER BY id DESC) AS place
                 FROM alphapy.settings_history
             ) placed
             WHERE place > $1 AND changed_at < $2
             ORDER BY id LIMIT $3
         )",
        i64::from(newest),
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
    async fn the_newest_lines_of_each_setting_stay_and_so_does_what_is_young() {
        let database = fresh_database().await;
        let pool = database.pool();
        for sql in [
            "INSERT INTO alphapy.guilds (guild_id, name) VALUES (1, 'Here'), (2, 'There')",
            // Each year one change of three settings: in one guild of two, in the other of one.
            "INSERT INTO alphapy.settings_history
                 (guild_id, scope, key, old_value, new_value, changed_at, change_type)
             SELECT guild, 'reminders', key, to_jsonb(year), to_jsonb(year + 1), make_timestamptz(year, 1, 1, 0, 0, 0), 'updated'
             FROM generate_series(2016, 2025) year, (VALUES (1, 'a'), (1, 'b'), (2, 'a')) one (guild, key)
             ORDER BY year",
        ] {
            sqlx::query(sql).execute(pool).await.unwrap();
        }
        let before = "2022-06-01T00:00:00Z".parse().unwrap();
        // Of ten lines each, seven are old enough; two of them are among the newest five.
        assert_eq!(beyond(pool, 5, before, 4).await.unwrap(), 4);
        assert_eq!(beyond(pool, 5, before, 100).await.unwrap(), 3 * 5 - 4);
        assert_eq!(beyond(pool, 5, before, 100).await.unwrap(), 0);
        let left: Vec<(i64, String, i64)> = sqlx::query_as(
            "SELECT guild_id, key, count(*) FROM alphapy.settings_history WHERE changed_at >= '2021-01-01' GROUP BY 1, 2 ORDER BY 1, 2",
        )
        .fetch_all(pool)
        .await
        .unwrap();
        let expected =
            [(1, "a"), (1, "b"), (2, "a")].map(|(guild, key)| (guild, key.to_owned(), 5));
        assert_eq!(left, expected);
        let all: i64 = sqlx::query_scalar("SELECT count(*) FROM alphapy.settings_history")
            .fetch_one(pool)
            .await
            .unwrap();
        assert_eq!(all, 15, "nothing older is left");
    }
}
