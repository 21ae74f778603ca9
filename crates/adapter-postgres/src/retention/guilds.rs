//! Forgetting everything of guilds that the bot has left for good.

use chrono::{DateTime, Utc};
use operations_core::Batch;
use sqlx::PgConnection;

/// So many guilds are deleted at once, when next to nothing hangs on them any more.
const GUILDS: i64 = 100;

/// Deletes at most so many rows of a table that belong to guilds whose time has come.
macro_rules! purge {
    ($table:literal, $connection:expr, $before:expr, $most:expr) => {
        sqlx::query!(
            "DELETE FROM alphapy."
                + $table
                + " WHERE ctid = ANY(ARRAY(
                 SELECT row.ctid FROM alphapy."
                + $table
                + " row
                 JOIN alphapy.guilds g ON g.guild_id = row.guild_id AND g.purge_after < $1
                 LIMIT $2
             ))",
            $before,
            $most,
        )
        .execute(&mut *$connection)
        .await?
        .rows_affected()
    };
}

/// Deletes what belongs to guilds whose time has come before `before`, table by table, and then the guilds. The tables
/// that can be large are gone through first, so that no guild takes all of it with it in one statement.
pub(super) async fn purge(
    connection: &mut PgConnection,
    before: DateTime<Utc>,
    at_most: i64,
) -> Result<Batch, sqlx::Error> {
    let rows = rows(connection, before, at_most).await?;
    if rows > 0 {
        return Ok(Batch {
            deleted: rows,
            more: true,
        });
    }
    let guilds = guilds(connection, before, at_most.min(GUILDS)).await?;
    Ok(Batch {
        deleted: guilds,
        more: guilds > 0,
    })
}

async fn rows(
    connection: &mut PgConnection,
    before: DateTime<Utc>,
    most: i64,
) -> Result<u64, sqlx::Error> {
    let mut deleted = purge!("reminder_occurrences", connection, before, most);
    if deleted == 0 {
        deleted = purge!("reminder_images", connection, before, most);
    }
    if deleted == 0 {
        deleted = purge!("reminders", connection, before, most);
    }
    if deleted == 0 {
        deleted = purge!("watched_messages", connection, before, most);
    }
    if deleted == 0 {
        deleted = purge!("settings_history", connection, before, most);
    }
    if deleted == 0 {
        deleted = purge!("audit_logs", connection, before, most);
    }
    if deleted == 0 {
        deleted = purge!("faq_search_logs", connection, before, most);
    }
    if deleted == 0 {
        deleted = purge!("faq_entries", connection, before, most);
    }
    if deleted == 0 {
        deleted = purge!("gpt_calls", connection, before, most);
    }
    if deleted == 0 {
        deleted = purge!("gpt_usage", connection, before, most);
    }
    if deleted == 0 {
        deleted = purge!("invite_joins", connection, before, most);
    }
    if deleted == 0 {
        deleted = purge!("invite_tracker", connection, before, most);
    }
    Ok(deleted)
}

/// The guilds themselves, with the rest of what belongs to them, and which commands were registered there. The statement
/// asks twice whether a guild's time has come: of one to which the bot is being added at this moment only the outer
/// question is asked again, once it is.
async fn guilds(
    connection: &mut PgConnection,
    before: DateTime<Utc>,
    most: i64,
) -> Result<u64, sqlx::Error> {
    let deleted = sqlx::query_scalar!(
        r#"WITH gone AS (
               DELETE FROM alphapy.guilds WHERE purge_after < $1 AND guild_id IN (
                   SELECT guild_id FROM alphapy.guilds WHERE purge_after < $1 ORDER BY purge_after LIMIT $2
               )
               RETURNING guild_id
           ), unregistered AS (
               DELETE FROM alphapy.command_sync_state WHERE target IN (SELECT guild_id::text FROM gone)
           )
           SELECT count(*) AS "guilds!" FROM gone"#,
        before,
        most,
    )
    .fetch_one(connection)
    .await?;
    Ok(u64::try_from(deleted).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::retention::tests::waits_for_a_lock;
    use crate::testing::{TestDatabase, fresh_database};

    /// Three guilds with a row in every table: one is due, one not yet, one is present.
    async fn stage() -> TestDatabase {
        let database = fresh_database().await;
        for sql in [
            "INSERT INTO alphapy.guilds (guild_id, name, left_at, purge_after)
             VALUES (1, 'Due', '2026-01-01', '2026-01-31'), (2, 'Later', '2026-01-01', '2026-02-02'), (3, 'Here', NULL, NULL)",
            "INSERT INTO alphapy.bot_settings (guild_id, scope, key, value, value_type)
             SELECT guild_id, 'system', 'log_level', '\"normal\"', 'enum' FROM alphapy.guilds",
            "INSERT INTO alphapy.settings_history (guild_id, scope, key, new_value, changed_at, change_type)
             SELECT guild_id, 'system', 'log_level', '\"normal\"', '2026-01-01', 'created' FROM alphapy.guilds",
            "INSERT INTO alphapy.reminders (guild_id, name, channel_id, event_time)
             SELECT guild_id, 'Raid', 5, '2026-01-01' FROM alphapy.guilds, generate_series(1, 3)",
            "INSERT INTO alphapy.reminder_occurrences
                 (guild_id, reminder_id, fires_at, kind, event_at, state, claimed_at, finished_at)
             SELECT guild_id, id, event_time, 't0', event_time, 'sent', event_time, event_time FROM alphapy.reminders",
            "INSERT INTO alphapy.reminder_images (guild_id, reminder_id, file_name, content_type, content)
             SELECT guild_id, id, 'picture.png', 'image/png', '\\x00' FROM alphapy.reminders",
            "INSERT INTO alphapy.watched_messages (guild_id, channel_id, message_id, content, title, place, body, seen_at)
             SELECT guild_id, 5, 6, 0, 0, 0, 0, '2026-01-01' FROM alphapy.guilds",
            "INSERT INTO alphapy.audit_logs (guild_id, user_id, command_name, command_type, created_at)
             SELECT guild_id, 9, 'help', 'slash', '2026-01-01' FROM alphapy.guilds",
            "INSERT INTO alphapy.faq_search_logs (guild_id, query, match_count, created_at)
             SELECT guild_id, 'waar is de bar', 0, '2026-01-01' FROM alphapy.guilds",
            "INSERT INTO alphapy.faq_entries (guild_id, title, title_folded, summary, created_at, updated_at)
             SELECT guild_id, 'Bar', 'bar', 'Around the corner.', '2026-01-01', '2026-01-01' FROM alphapy.guilds",
            "INSERT INTO alphapy.gpt_calls (guild_id, feature, model, outcome, at)
             SELECT guild_id, 'learn_topic', 'small', 'ok', '2026-01-01' FROM alphapy.guilds",
            "INSERT INTO alphapy.gpt_usage (guild_id, user_id, usage_date)
             SELECT guild_id, 9, '2026-01-01' FROM alphapy.guilds",
            "INSERT INTO alphapy.command_sync_state (target, definition_hash, command_count, synced_at)
             SELECT guild_id::text, 'x', 1, '2026-01-01' FROM alphapy.guilds",
        ] {
            sqlx::query(sql).execute(database.pool()).await.unwrap();
        }
        database
    }

    #[tokio::test]
    async fn a_guild_that_was_left_long_ago_leaves_nothing_behind_and_no_other_loses_anything() {
        let database = stage().await;
        let others = [database.dump(2).await, database.dump(3).await];
        assert!(database.dump(1).await.contains("reminder_images"));
        let before = "2026-02-01T00:00:00Z".parse().unwrap();
        let mut connection = database.pool().acquire().await.unwrap();
        let mut batches = 0;
        loop {
            let batch = purge(&mut connection, before, 2).await.unwrap();
            assert!(batch.deleted <= 2);
            batches += 1;
            if !batch.more {
                break;
            }
        }
        // Three sends, three pictures and three reminders by two, a message, a line of history, a use, a search, an answer,
        // a question, a count of answers, a guild, and the end.
        assert_eq!(batches, 2 + 2 + 2 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1);
        assert_eq!(database.dump(1).await, "");
        assert_eq!([database.dump(2).await, database.dump(3).await], others);
        let registered: Vec<String> =
            sqlx::query_scalar("SELECT target FROM alphapy.command_sync_state ORDER BY 1")
                .fetch_all(database.pool())
                .await
                .unwrap();
        assert_eq!(registered, ["2", "3"]);
    }

    #[tokio::test]
    async fn a_guild_that_the_bot_comes_back_to_at_this_very_moment_stays() {
        let database = stage().await;
        let mut coming = database.pool().begin().await.unwrap();
        sqlx::query(
            "UPDATE alphapy.guilds SET left_at = NULL, purge_after = NULL WHERE guild_id = 1",
        )
        .execute(&mut *coming)
        .await
        .unwrap();
        let mut connection = database.pool().acquire().await.unwrap();
        let before = "2026-02-01T00:00:00Z".parse().unwrap();
        let purging = guilds(&mut connection, before, 100);
        let back = async {
            waits_for_a_lock(&database).await;
            coming.commit().await.unwrap();
        };
        let (purged, ()) = tokio::join!(purging, back);
        assert_eq!(purged.unwrap(), 0);
        assert!(database.dump(1).await.contains("Due"));
    }
}
