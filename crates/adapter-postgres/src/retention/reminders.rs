//! Forgetting sends that have ended, reminders that are over, and announcements without any.

use chrono::{DateTime, Utc};
use sqlx::PgExecutor;

/// Sends that ended before `before`. Three kinds stay however old they are, since without them something would be posted
/// or told twice, or never: those of events to come, which keep them from being posted; those of a reminder that rests,
/// which say what it owes; and those of which people have yet to be told.
pub(super) async fn occurrences(
    executor: impl PgExecutor<'_>,
    before: DateTime<Utc>,
    at_most: i64,
) -> Result<u64, sqlx::Error> {
    let deleted = sqlx::query!(
        "DELETE FROM alphapy.reminder_occurrences WHERE id IN (
             SELECT o.id FROM alphapy.reminder_occurrences o
             JOIN alphapy.reminders r ON r.guild_id = o.guild_id AND r.id = o.reminder_id AND r.paused_at IS NULL
             WHERE o.claimed_at < $1 AND o.finished_at < $1 AND o.fires_at < $1 AND o.event_at < $1
               AND (o.state IN ('sent', 'skipped') OR o.told_at IS NOT NULL)
             ORDER BY o.claimed_at LIMIT $2
         )",
        before,
        at_most,
    )
    .execute(executor)
    .await?;
    Ok(deleted.rows_affected())
}

/// Reminders of one event that were over before `before`, once nothing of them is under way or untold. Their sends and
/// pictures go with them. The statement asks twice whether a reminder is over: of one that somebody is changing at this
/// moment only the outer question is asked again, once it is changed.
pub(super) async fn completed(
    executor: impl PgExecutor<'_>,
    before: DateTime<Utc>,
    at_most: i64,
) -> Result<u64, sqlx::Error> {
    let deleted = sqlx::query!(
        "DELETE FROM alphapy.reminders WHERE completed AND completed_at < $1 AND next_fire_at IS NULL AND id IN (
             SELECT r.id FROM alphapy.reminders r
             WHERE r.completed AND r.completed_at < $1 AND r.event_time < $1 AND r.next_fire_at IS NULL
               AND NOT EXISTS (
                   SELECT FROM alphapy.reminder_occurrences o
                   WHERE o.guild_id = r.guild_id AND o.reminder_id = r.id
                     AND (o.state = 'claimed' OR o.state IN ('failed', 'missed') AND o.told_at IS NULL)
               )
             ORDER BY r.completed_at LIMIT $2
         )",
        before,
        at_most,
    )
    .execute(executor)
    .await?;
    Ok(deleted.rows_affected())
}

/// Announcements that nobody has looked at since `before` and that have no reminder.
pub(super) async fn watched_messages(
    executor: impl PgExecutor<'_>,
    before: DateTime<Utc>,
    at_most: i64,
) -> Result<u64, sqlx::Error> {
    let deleted = sqlx::query!(
        "DELETE FROM alphapy.watched_messages WHERE ctid = ANY(ARRAY(
             SELECT w.ctid FROM alphapy.watched_messages w
             WHERE w.seen_at < $1 AND NOT EXISTS (
                 SELECT FROM alphapy.reminders r
                 WHERE r.guild_id = w.guild_id AND r.origin_message_id = w.message_id
             )
             ORDER BY w.seen_at LIMIT $2
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
    use crate::retention::tests::waits_for_a_lock;
    use crate::testing::{TestDatabase, fresh_database};

    /// A guild with a reminder of an event long ago, completed then.
    async fn stage() -> TestDatabase {
        let database = fresh_database().await;
        run(
            &database,
            "INSERT INTO alphapy.guilds (guild_id, name) VALUES (1, 'Here')",
        )
        .await;
        reminder(&database, 1, "2026-01-01").await;
        database
    }

    async fn run(database: &TestDatabase, sql: &'static str) {
        sqlx::query(sql).execute(database.pool()).await.unwrap();
    }

    /// A completed reminder of an event on `day`, with this number.
    async fn reminder(database: &TestDatabase, id: i64, day: &str) {
        sqlx::query(
            "INSERT INTO alphapy.reminders
                 (id, guild_id, name, channel_id, event_time, completed, completed_at, origin_channel_id, origin_message_id)
             OVERRIDING SYSTEM VALUE VALUES ($1, 1, 'Raid', 5, $2::timestamptz, true, $2::timestamptz, 5, $1)",
        )
        .bind(id)
        .bind(moment(day))
        .execute(database.pool())
        .await
        .unwrap();
    }

    /// A send of the first reminder.
    async fn send(database: &TestDatabase, event: &str, state: &str, told: bool) {
        let ended = (state != "claimed").then(|| moment("2026-01-01"));
        sqlx::query(
            "INSERT INTO alphapy.reminder_occurrences
                 (guild_id, reminder_id, fires_at, kind, event_at, state, claimed_at, finished_at, lease_until, told_at)
             VALUES (1, 1, $1, 't0', $1, $2, '2026-01-01', $3, $4, $5)",
        )
        .bind(moment(event))
        .bind(state)
        .bind(ended)
        .bind((state == "claimed").then(|| moment("2026-01-01")))
        .bind(told.then(|| moment("2026-01-01")))
        .execute(database.pool())
        .await
        .unwrap();
    }

    async fn count(database: &TestDatabase, sql: &'static str) -> i64 {
        sqlx::query_scalar(sql)
            .fetch_one(database.pool())
            .await
            .unwrap()
    }

    fn moment(day: &str) -> DateTime<Utc> {
        format!("{day}T00:00:00Z").parse().unwrap()
    }

    const SENDS: &str = "SELECT count(*) FROM alphapy.reminder_occurrences";

    #[tokio::test]
    async fn a_send_is_forgotten_once_nothing_depends_on_it() {
        let database = stage().await;
        for (event, state, told) in [
            ("2026-01-01", "sent", false),
            ("2026-01-02", "skipped", false),
            ("2026-01-03", "failed", true),
            // These stay: yet to be told, under way, of an event to come, and too young.
            ("2026-01-04", "failed", false),
            ("2026-01-05", "claimed", false),
            ("2026-06-01", "skipped", false),
        ] {
            send(&database, event, state, told).await;
        }
        let before = moment("2026-02-01");
        let forget = async |most| occurrences(database.pool(), before, most).await.unwrap();
        assert_eq!(
            occurrences(database.pool(), moment("2026-01-01"), 9)
                .await
                .unwrap(),
            0
        );
        assert_eq!(
            (forget(2).await, forget(9).await, forget(9).await),
            (2, 1, 0)
        );
        assert_eq!(count(&database, SENDS).await, 3);
    }

    #[tokio::test]
    async fn what_a_resting_reminder_owes_is_kept() {
        let database = stage().await;
        send(&database, "2026-01-01", "sent", false).await;
        run(
            &database,
            "UPDATE alphapy.reminders SET completed = false, completed_at = NULL,
                 paused_reason = 'forbidden', paused_at = '2026-01-01'",
        )
        .await;
        let before = moment("2026-02-01");
        assert_eq!(occurrences(database.pool(), before, 9).await.unwrap(), 0);
    }

    #[tokio::test]
    async fn a_reminder_that_is_over_goes_with_its_sends_and_no_other_does() {
        let database = stage().await;
        send(&database, "2026-01-01", "sent", false).await;
        for (id, day) in [(2, "2026-01-20"), (3, "2026-02-02")] {
            reminder(&database, id, day).await;
        }
        run(
            &database,
            "UPDATE alphapy.reminders SET completed = false, completed_at = NULL WHERE id = 2",
        )
        .await;
        let before = moment("2026-02-01");
        assert_eq!(completed(database.pool(), before, 9).await.unwrap(), 1);
        let left = count(&database, "SELECT sum(id)::bigint FROM alphapy.reminders").await;
        assert_eq!(left, 2 + 3);
        assert_eq!(count(&database, SENDS).await, 0);
    }

    #[tokio::test]
    async fn a_reminder_of_which_people_are_yet_to_be_told_stays() {
        let database = stage().await;
        send(&database, "2026-01-01", "missed", false).await;
        let before = moment("2026-02-01");
        assert_eq!(completed(database.pool(), before, 9).await.unwrap(), 0);
    }

    #[tokio::test]
    async fn an_announcement_is_remembered_as_long_as_it_has_a_reminder() {
        let database = stage().await;
        run(
            &database,
            "INSERT INTO alphapy.watched_messages (guild_id, channel_id, message_id, content, title, place, body, seen_at)
             SELECT 1, 5, id, 0, 0, 0, 0, seen FROM (VALUES
                 (1, timestamptz '2026-01-01'), (2, '2026-01-01'), (3, '2026-01-02'), (4, '2026-03-01')) m (id, seen)",
        )
        .await;
        let forget = async |most| {
            let before = moment("2026-02-01");
            watched_messages(database.pool(), before, most)
                .await
                .unwrap()
        };
        assert_eq!(
            (forget(1).await, forget(9).await, forget(9).await),
            (1, 1, 0)
        );
        let left = "SELECT sum(message_id)::bigint FROM alphapy.watched_messages";
        assert_eq!(count(&database, left).await, 1 + 4);
    }

    #[tokio::test]
    async fn a_reminder_that_somebody_gives_another_day_at_this_very_moment_stays() {
        let database = stage().await;
        let mut editing = database.pool().begin().await.unwrap();
        sqlx::query(
            "UPDATE alphapy.reminders SET completed = false, completed_at = NULL, event_time = '2027-01-01' WHERE id = 1",
        )
        .execute(&mut *editing)
        .await
        .unwrap();
        let forgetting = completed(database.pool(), moment("2026-06-01"), 10);
        let edited = async {
            waits_for_a_lock(&database).await;
            editing.commit().await.unwrap();
        };
        let (forgotten, ()) = tokio::join!(forgetting, edited);
        assert_eq!(forgotten.unwrap(), 0);
        assert!(database.dump(1).await.contains("2027"));
    }
}
