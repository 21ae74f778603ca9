//! The reminder stores on a real Postgres.

use std::collections::HashSet;
use std::sync::Arc;

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc, Weekday::Fri};
use chrono_tz::Tz;
use futures_util::future::join_all;
use kernel::GuildId;
use reminders_core::testing::contract::Fixture;
use reminders_core::testing::{a_reminder, guild, instant, message, occurrence_of};
use reminders_core::{
    AddOutcome, Claimed, ImageStore, NewReminder, NoticeStore, OccurrenceResult, OccurrenceStore,
    PauseStore, Punctuality, Reminder, ReminderStore, SnoozeStore, StatusStore,
};
use sqlx::{AssertSqlSafe, Execute as _, PgPool};

use super::PgReminderStore;
use super::due::{Reach, due_reminders, expired_leases};
use crate::testing::{TestDatabase, fresh_database};

/// A store and the database it needs for as long as the test lasts.
struct OwnDatabase {
    store: PgReminderStore,
    database: TestDatabase,
}

#[async_trait]
impl Fixture for OwnDatabase {
    fn watching(&self) -> Arc<dyn reminders_core::WatchStore> {
        Arc::new(self.store.clone())
    }

    fn reminders(&self) -> Arc<dyn ReminderStore> {
        Arc::new(self.store.clone())
    }

    fn occurrences(&self) -> Arc<dyn OccurrenceStore> {
        Arc::new(self.store.clone())
    }

    fn snoozes(&self) -> Arc<dyn SnoozeStore> {
        Arc::new(self.store.clone())
    }

    fn images(&self) -> Arc<dyn ImageStore> {
        Arc::new(self.store.clone())
    }

    fn pauses(&self) -> Arc<dyn PauseStore> {
        Arc::new(self.store.clone())
    }

    fn notices(&self) -> Arc<dyn NoticeStore> {
        Arc::new(self.store.clone())
    }

    fn status(&self) -> Arc<dyn StatusStore> {
        Arc::new(self.store.clone())
    }

    async fn set_left(&self, guild: GuildId, left: bool) {
        let left = if left { "now()" } else { "NULL" };
        self.run(&format!(
            "UPDATE alphapy.guilds SET left_at = {left}, purge_after = {left} WHERE guild_id = {guild}"
        ))
        .await;
    }

    async fn set_zone(&self, guild: GuildId, zone: Tz) {
        self.write_zone(guild, &format!("\"{zone}\"")).await;
    }
}

impl OwnDatabase {
    async fn new() -> Self {
        let database = fresh_database().await;
        let store = PgReminderStore::new(database.pool().clone());
        Self { store, database }
    }

    fn pool(&self) -> &PgPool {
        self.database.pool()
    }

    async fn run(&self, sql: &str) -> u64 {
        let done = sqlx::query(AssertSqlSafe(sql.to_owned()))
            .execute(self.pool())
            .await;
        done.unwrap().rows_affected()
    }

    async fn text(&self, sql: &str) -> String {
        let query = sqlx::query_scalar(AssertSqlSafe(sql.to_owned()));
        query.fetch_one(self.pool()).await.unwrap()
    }

    async fn write_zone(&self, guild: GuildId, json: &str) {
        self.run(&format!(
            "INSERT INTO alphapy.guilds (guild_id) VALUES ({guild}) ON CONFLICT DO NOTHING"
        ))
        .await;
        self.run(&format!(
            "INSERT INTO alphapy.bot_settings (guild_id, scope, key, value, value_type)
             VALUES ({guild}, 'system', 'timezone', '{json}', 'text')"
        ))
        .await;
    }

    async fn add(&self, what: &NewReminder) -> Reminder {
        let next = occurrence_of(what, Tz::Europe__Brussels, stored_at());
        match self.store.add(what, next, None, stored_at()).await.unwrap() {
            AddOutcome::Stored(reminder) => *reminder,
            other => panic!("not stored: {other:?}"),
        }
    }

    async fn claim(&self, now: DateTime<Utc>, limit: u32) -> Vec<Claimed> {
        self.store.claim_due(now, LEASE, limit).await.unwrap()
    }

    /// `count` one-offs of guild 1, the first due at `stored_at` and each further one a minute later.
    async fn fill(&self, count: u32) {
        self.run("INSERT INTO alphapy.guilds (guild_id) VALUES (1) ON CONFLICT DO NOTHING")
            .await;
        self.run(&format!(
            "INSERT INTO alphapy.reminders
                 (guild_id, name, channel_id, event_time, offset_minutes, next_fire_at, next_kind, next_event_at)
             SELECT 1, 'Raid ' || n, 10, at, 60, at - interval '1 hour', 'pre', at
             FROM generate_series(0, {count} - 1) AS n,
                  LATERAL (SELECT timestamptz '2026-02-04 13:00Z' + n * interval '1 minute' AS at) AS event"
        ))
        .await;
        self.run("ANALYZE alphapy.reminders").await;
    }
}

const LEASE: TimeDelta = TimeDelta::seconds(30);

fn reach() -> Reach {
    Reach {
        window: 1000,
        per_guild: 100,
        candidates: 300,
        limit: 100,
    }
}

fn stored_at() -> DateTime<Utc> {
    instant("2026-02-04 12:00")
}

reminders_core::reminder_store_contract!(#[tokio::test] fn() => OwnDatabase::new().await);

#[tokio::test]
async fn two_claimers_of_500_due_reminders_get_500_distinct_occurrences() {
    let it = OwnDatabase::new().await;
    it.fill(500).await;
    let now = stored_at() + TimeDelta::days(1) - TimeDelta::hours(2);
    let drain = || async {
        let mut mine = Vec::new();
        loop {
            let claimed = it.claim(now, 25).await;
            if claimed.is_empty() {
                return mine;
            }
            mine.extend(claimed);
        }
    };
    let (one, other) = tokio::join!(drain(), drain());
    assert!(
        !one.is_empty() && !other.is_empty(),
        "{} and {}",
        one.len(),
        other.len()
    );
    let notices = one.iter().chain(&other);
    let distinct: HashSet<_> = notices.clone().map(|it| it.id).collect();
    let keys: HashSet<_> = notices
        .clone()
        .map(|it| (it.reminder.id, it.occurrence))
        .collect();
    assert_eq!(distinct.len(), one.len() + other.len());
    assert_eq!(keys.len(), distinct.len());
    let reminders: HashSet<_> = notices.map(|it| it.reminder.id).collect();
    assert_eq!(reminders.len(), 500);
    let recorded = it
        .text("SELECT count(*)::text FROM alphapy.reminder_occurrences")
        .await;
    assert_eq!(recorded, distinct.len().to_string());
}

#[tokio::test]
async fn what_is_due_is_found_by_its_index() {
    let it = OwnDatabase::new().await;
    it.fill(5000).await;
    let now = stored_at() + TimeDelta::minutes(10);
    let reach = reach();
    let sql = due_reminders!(now, "pre", &[], reach).sql();
    let plan: Vec<String> = sqlx::query_scalar(AssertSqlSafe(format!("EXPLAIN {}", sql.as_str())))
        .bind(now)
        .bind("pre")
        .bind(Vec::<i64>::new())
        .bind(reach.window)
        .bind(reach.per_guild)
        .bind(reach.candidates)
        .bind(reach.limit)
        .fetch_all(it.pool())
        .await
        .unwrap();
    let plan = plan.join("\n");
    assert!(
        plan.contains("Index Scan using idx_reminders_due"),
        "{plan}"
    );
    assert!(!plan.contains("Seq Scan"), "{plan}");
    // What is locked is found one by one, in the order of the turns.
    assert!(
        plan.contains("Index Scan using reminders_pkey")
            || plan.contains("Index Scan using uq_reminders_guild_id"),
        "{plan}"
    );
    assert!(!plan.contains("Hash"), "{plan}");
}

#[tokio::test]
async fn leases_that_ran_out_are_found_by_their_index() {
    let it = OwnDatabase::new().await;
    it.fill(5000).await;
    it.run(
        "INSERT INTO alphapy.reminder_occurrences
             (guild_id, reminder_id, fires_at, kind, event_at, state, claimed_at, lease_until, finished_at)
         SELECT guild_id, id, next_fire_at, next_kind, next_event_at, CASE WHEN due THEN 'claimed' ELSE 'sent' END,
                next_fire_at, CASE WHEN due THEN next_fire_at END, CASE WHEN NOT due THEN next_fire_at END
         FROM alphapy.reminders, LATERAL (SELECT id % 100 = 0 AS due) AS d",
    )
    .await;
    it.run("ANALYZE alphapy.reminder_occurrences").await;
    let (now, until) = (stored_at(), stored_at() + LEASE);
    let reach = reach();
    let sql = expired_leases!(now, until, true, &[], reach).sql();
    let plan: Vec<String> = sqlx::query_scalar(AssertSqlSafe(format!("EXPLAIN {}", sql.as_str())))
        .bind(now)
        .bind(until)
        .bind(true)
        .bind(Vec::<i64>::new())
        .bind(reach.window)
        .bind(reach.per_guild)
        .bind(reach.candidates)
        .bind(reach.limit)
        .fetch_all(it.pool())
        .await
        .unwrap();
    let plan = plan.join("\n");
    assert!(
        plan.contains("using idx_reminder_occurrences_lease"),
        "{plan}"
    );
    assert!(!plan.contains("Seq Scan"), "{plan}");
}

#[tokio::test]
async fn readers_of_the_earlier_schema_find_clocks_days_and_the_minute_of_the_send() {
    let it = OwnDatabase::new().await;
    it.add(&a_reminder().weekly([Fri], 0, 15).lead(60).build())
        .await;
    it.add(&a_reminder().lead(60).build()).await;
    let columns = r#"SELECT string_agg(concat_ws(' ', "time", call_time, days, event_time AT TIME ZONE 'UTC',
                     last_sent_at AT TIME ZONE 'UTC'), E'\n' ORDER BY id) FROM alphapy.reminders"#;
    let weekly = "23:15:00 00:15:00 {4}";
    let once = "20:00:00 21:00:00 {} 2026-02-06 20:00:00";
    assert_eq!(it.text(columns).await, format!("{weekly}\n{once}"));
    let claimed = it.claim(instant("2026-02-06 19:00"), 10).await;
    let result = OccurrenceResult::Sent {
        message: message(5),
        punctuality: Punctuality::Late,
    };
    for one in &claimed {
        it.store
            .finish(one, &result, instant("2026-02-06 19:05"))
            .await
            .unwrap();
    }
    it.store
        .rezone(guild(1), Tz::Europe__London, instant("2026-02-06 19:06"))
        .await
        .unwrap();
    let weekly = format!("{weekly} 2026-02-05 22:15:00");
    let once = "19:00:00 20:00:00 {} 2026-02-06 20:00:00 2026-02-06 19:00:00";
    assert_eq!(it.text(columns).await, format!("{weekly}\n{once}"));
    let late = "SELECT string_agg(late::text, ' ') FROM alphapy.reminder_occurrences";
    assert_eq!(it.text(late).await, "true true");
}

#[tokio::test]
async fn an_imported_row_has_the_lead_that_lies_between_its_clocks() {
    let it = OwnDatabase::new().await;
    let stored = it
        .add(&a_reminder().weekly([Fri], 0, 15).lead(90).build())
        .await;
    it.run("UPDATE alphapy.reminders SET offset_minutes = NULL, location = repeat('x', 1000)")
        .await;
    let read = it.store.find(guild(1), stored.id).await.unwrap().unwrap();
    assert_eq!(read.what.lead.as_minutes(), 90);
    assert_eq!(read.what.location.unwrap().as_str().len(), 1000);
}

#[tokio::test]
async fn a_zone_that_cannot_be_read_counts_as_the_default() {
    let it = OwnDatabase::new().await;
    it.write_zone(guild(1), "\"Middle-earth/Shire\"").await;
    it.write_zone(guild(2), "{\"odd\": [1]}").await;
    for number in [1, 2] {
        it.add(
            &a_reminder()
                .weekly([Fri], 20, 0)
                .in_guild(guild(number))
                .build(),
        )
        .await;
    }
    let claimed = it.claim(instant("2026-02-06 18:00"), 10).await;
    let zones: Vec<_> = claimed.iter().map(|it| it.zone).collect();
    assert_eq!(zones, [Tz::Europe__Brussels; 2]);
}

#[tokio::test]
async fn a_row_that_cannot_be_read_is_set_aside_and_stops_nobody() {
    let it = OwnDatabase::new().await;
    let odd = it.add(&a_reminder().named("odd").build()).await;
    it.add(&a_reminder().named("sound").build()).await;
    it.run("ALTER TABLE alphapy.reminders DROP CONSTRAINT ck_reminders_announce")
        .await;
    it.run("UPDATE alphapy.reminders SET announce = 'by carrier pigeon' WHERE name = 'odd'")
        .await;
    let due = instant("2026-02-06 19:00");
    let claimed = it.claim(due, 10).await;
    let names: Vec<_> = claimed
        .iter()
        .map(|it| it.reminder.what.name.as_str())
        .collect();
    assert_eq!(names, ["sound"]);
    let aside =
        "SELECT concat_ws(' ', state, error, next_fire_at) FROM alphapy.reminder_occurrences o
                 JOIN alphapy.reminders r ON r.id = o.reminder_id WHERE r.name = 'odd'";
    assert_eq!(
        it.text(aside).await,
        "failed the stored reminder cannot be read"
    );
    assert!(it.store.find(guild(1), odd.id).await.is_err());
    assert_eq!(it.store.next_due().await.unwrap(), Some(due + LEASE));
}

#[tokio::test]
async fn a_claim_whose_reminder_became_unreadable_is_given_up() {
    let it = OwnDatabase::new().await;
    it.add(&a_reminder().build()).await;
    let due = instant("2026-02-06 19:00");
    it.claim(due, 10).await;
    it.run("ALTER TABLE alphapy.reminders DROP CONSTRAINT ck_reminders_announce")
        .await;
    it.run("UPDATE alphapy.reminders SET announce = 'by carrier pigeon'")
        .await;
    assert_eq!(it.claim(due + LEASE, 10).await, []);
    assert_eq!(
        it.text("SELECT state FROM alphapy.reminder_occurrences")
            .await,
        "failed"
    );
}

#[tokio::test]
async fn deleting_while_others_claim_and_finish_never_deadlocks() {
    let it = OwnDatabase::new().await;
    for _ in 0..30 {
        it.add(&a_reminder().build()).await;
    }
    let due = instant("2026-02-06 19:00");
    let claimed = it.claim(due, 30).await;
    let finish = join_all(
        claimed
            .iter()
            .map(|one| it.store.finish(one, &OccurrenceResult::Missed, due)),
    );
    let delete = join_all(claimed.iter().map(|one| {
        it.store
            .delete(guild(1), one.reminder.id, reminders_core::Scope::Guild)
    }));
    let again = join_all((0..10).map(|_| it.store.claim_due(due + LEASE, LEASE, 5)));
    let (finished, deleted, again) = tokio::join!(finish, delete, again);
    assert!(finished.iter().all(Result::is_ok), "{finished:?}");
    assert!(again.iter().all(Result::is_ok), "{again:?}");
    assert!(
        deleted.iter().all(|it| matches!(it, Ok(Some(_)))),
        "{deleted:?}"
    );
}

#[tokio::test]
async fn a_notice_that_is_recorded_while_its_announcement_is_undone_is_named() {
    use reminders_core::{Origin, Undone, WatchStore as _};
    let store = OwnDatabase::new().await;
    let (place, number) = (reminders_core::testing::channel(50), message(1));
    let origin = Origin {
        channel: place,
        message: number,
    };
    store.add(&a_reminder().watched(origin).build()).await;
    let mut poster = store.pool().begin().await.unwrap();
    sqlx::query("UPDATE alphapy.reminders SET sent_message_id = 5")
        .execute(&mut *poster)
        .await
        .unwrap();
    let scene = async {
        let mut waiting = 0_i64;
        while waiting == 0 {
            waiting = sqlx::query_scalar(
                "SELECT count(*) FROM pg_stat_activity
                 WHERE datname = current_database() AND wait_event_type = 'Lock'",
            )
            .fetch_one(store.pool())
            .await
            .unwrap();
        }
        poster.commit().await.unwrap();
    };
    let by = reminders_core::testing::user(8);
    let undoing = async {
        let undo = store.store.undo(guild(1), origin, by, stored_at());
        tokio::join!(undo, scene).0.unwrap()
    };
    let in_time = tokio::time::timeout(std::time::Duration::from_secs(20), undoing).await;
    let Undone::Removed(removed) = in_time.expect("undoing never waited for the notice") else {
        panic!("nothing was removed")
    };
    assert_eq!(removed[0].pre_message, Some(message(5)));
}
