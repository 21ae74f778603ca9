//! Asking on a real Postgres whether a claim is still held.

use chrono::TimeDelta;
use chrono_tz::Tz;
use reminders_core::testing::{a_reminder, instant, occurrence_of};
use reminders_core::{OccurrenceStore as _, ReminderStore as _};

use super::PgReminderStore;
use crate::testing::fresh_database;

const LEASE: TimeDelta = TimeDelta::seconds(30);

#[tokio::test]
async fn who_asks_whether_it_still_holds_one_claim_waits_for_the_row() {
    const WAITING: &str = "SELECT count(*) FROM pg_stat_activity
        WHERE datname = current_database() AND wait_event_type = 'Lock'";
    let database = fresh_database().await;
    let store = PgReminderStore::new(database.pool().clone());
    let what = a_reminder().build();
    let stored_at = instant("2026-02-04 12:00");
    let next = occurrence_of(&what, Tz::Europe__Brussels, stored_at);
    store.add(&what, next, None, stored_at).await.unwrap();
    let due = instant("2026-02-06 19:00");
    let claimed = store.claim_due(due, LEASE, 1).await.unwrap().remove(0);
    let mut other = database.pool().begin().await.unwrap();
    sqlx::query("SELECT id FROM alphapy.reminder_occurrences FOR NO KEY UPDATE")
        .execute(&mut *other)
        .await
        .unwrap();
    let held = [claimed.holding()];
    let mut renewal = std::pin::pin!(store.renew(&held, due + LEASE));
    loop {
        tokio::select! {
            ended = &mut renewal => panic!("it did not wait: {ended:?}"),
            waiting = sqlx::query_scalar::<_, i64>(WAITING).fetch_one(database.pool()) => {
                if waiting.unwrap() > 0 { break }
            },
        }
    }
    other.rollback().await.unwrap();
    assert_eq!(renewal.await.unwrap(), [claimed.id].into());
}
