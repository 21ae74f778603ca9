//! The FAQ on a real Postgres.

use std::ops::Deref;
use std::sync::Arc;

use kernel::{GuildId, ManualClock, UserId};
use settings_core::testing::InMemorySettings;
use sqlx::{AssertSqlSafe, Row as _};
use tickets_core::faq::testing::{RecordingFaqLog, a_draft, entry, instant};
use tickets_core::faq::{AddOutcome, Faq, FaqEntry, FaqPorts, FaqStore as _};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::{FaqListener, PgFaqStore};
use crate::testing::{TestDatabase, fresh_database};

/// A store and the database it needs for as long as the test lasts.
struct OwnDatabase {
    store: PgFaqStore,
    database: TestDatabase,
}

impl Deref for OwnDatabase {
    type Target = PgFaqStore;

    fn deref(&self) -> &PgFaqStore {
        &self.store
    }
}

impl OwnDatabase {
    async fn new() -> Self {
        let database = fresh_database().await;
        let store = PgFaqStore::new(database.pool().clone());
        Self { store, database }
    }

    async fn run(&self, sql: &str) {
        let done = sqlx::raw_sql(AssertSqlSafe(sql.to_owned()))
            .execute(self.database.pool())
            .await;
        done.unwrap();
    }

    async fn plan_of(&self, sql: &str) -> String {
        let rows = sqlx::query(AssertSqlSafe(format!("EXPLAIN {sql}")))
            .fetch_all(self.database.pool())
            .await
            .unwrap();
        let lines = rows.iter().map(|it| it.get::<String, _>(0));
        lines.collect::<Vec<_>>().join("\n")
    }

    /// The FAQ as one more process has it; its clock stands still.
    fn faq(&self) -> Faq {
        Faq::new(FaqPorts {
            store: Arc::new(self.store.clone()),
            searches: Arc::new(self.store.clone()),
            settings: settings_core::testing::settings(&InMemorySettings::default()),
            log: Arc::new(RecordingFaqLog::default()),
            clock: Arc::new(ManualClock::at(instant("2026-02-04 12:00"))),
        })
    }

    async fn added(&self, title: &str) -> FaqEntry {
        let now = instant("2026-02-04 12:00");
        let by = UserId::new(7).unwrap();
        match self.add(home(), &a_draft(title), by, now).await.unwrap() {
            AddOutcome::Stored(entry) => *entry,
            other => panic!("not stored: {other:?}"),
        }
    }
}

fn home() -> GuildId {
    GuildId::new(1).unwrap()
}

tickets_core::faq_store_contract!(#[tokio::test] fn() => OwnDatabase::new().await);

#[tokio::test]
async fn many_answers_and_searches_are_asked_by_their_indexes() {
    let own = OwnDatabase::new().await;
    own.run(
        "INSERT INTO alphapy.guilds (guild_id) SELECT generate_series(1, 200);
         INSERT INTO alphapy.faq_entries (guild_id, title, title_folded, summary, pinned, created_at, updated_at)
         SELECT n % 200 + 1, 'Entry ' || n, 'entry ' || n, 'So it is.', n % 500 = 0, now() - n * interval '1 minute', now()
         FROM generate_series(1, 40000) n;
         INSERT INTO alphapy.faq_search_logs (guild_id, query, match_count, matched_ids, created_at)
         SELECT n % 200 + 1, 'question ' || n % 900, CASE WHEN n % 10 = 0 THEN 0 ELSE 1 END,
                CASE WHEN n % 10 = 0 THEN '{}'::bigint[] ELSE '{1}' END, now() - n * interval '2 minutes'
         FROM generate_series(1, 60000) n;
         ANALYZE alphapy.faq_entries; ANALYZE alphapy.faq_search_logs; ANALYZE alphapy.faq_revisions",
    )
    .await;
    for (sql, index) in [
        (
            "SELECT * FROM alphapy.faq_entries WHERE guild_id = 7 ORDER BY pinned DESC, created_at DESC, id
             OFFSET 10 LIMIT 10",
            "idx_faq_entries_page",
        ),
        (
            "SELECT * FROM alphapy.faq_entries WHERE guild_id = 7 AND id = 206",
            "faq_entries",
        ),
        (
            "SELECT id FROM alphapy.faq_entries WHERE guild_id = 7 AND title_folded = 'entry 206'",
            "uq_faq_entries_title",
        ),
        (
            "SELECT lower(query), count(*) FROM alphapy.faq_search_logs
             WHERE guild_id = 10 AND match_count = 0 AND created_at >= now() - interval '30 days' GROUP BY 1",
            "idx_faq_search_logs_unanswered",
        ),
        (
            "SELECT ctid FROM alphapy.faq_search_logs WHERE created_at < now() - interval '80 days' ORDER BY created_at
             LIMIT 5000",
            "idx_faq_search_logs_created_at",
        ),
    ] {
        let plan = own.plan_of(sql).await;
        assert!(plan.contains(index), "{index} is not used:\n{plan}");
        assert!(!plan.contains("Seq Scan"), "{plan}");
    }
}

#[tokio::test]
async fn whatever_program_writes_an_entry_the_revision_moves_on() {
    let own = OwnDatabase::new().await;
    own.added("Entry").await;
    let mut seen = vec![own.revision(home()).await.unwrap()];
    for sql in [
        "UPDATE alphapy.faq_entries SET summary = 'Otherwise.'",
        "INSERT INTO alphapy.faq_entries (guild_id, title, title_folded, summary, created_at, updated_at)
         VALUES (1, 'Bar', 'bar', 'Around the corner.', now(), now())",
        "DELETE FROM alphapy.faq_entries WHERE title = 'Bar'",
    ] {
        own.run(sql).await;
        let revision = own.revision(home()).await.unwrap();
        assert!(!seen.contains(&revision), "{sql}");
        seen.push(revision);
    }
}

#[tokio::test]
async fn an_entry_outlives_the_ticket_that_it_came_from_and_not_its_guild() {
    let own = OwnDatabase::new().await;
    let entry = own.added("Entry").await;
    own.run(
        "INSERT INTO alphapy.support_tickets
             (guild_id, ticket_no, user_id, username, description, last_activity_at, created_at, updated_at)
         VALUES (1, 1, 11, 'alice', 'Where is the bar?', now(), now(), now());
         UPDATE alphapy.faq_entries SET source_ticket_id = (SELECT id FROM alphapy.support_tickets)",
    )
    .await;
    let stored = own.find(home(), entry.id).await.unwrap().unwrap();
    assert!(stored.source_ticket.is_some());
    own.run("DELETE FROM alphapy.support_tickets").await;
    let left = own.find(home(), entry.id).await.unwrap().unwrap();
    assert_eq!(left.source_ticket, None);
    own.run("DELETE FROM alphapy.guilds").await;
    assert_eq!(own.all(home()).await.unwrap(), []);
    assert_eq!(own.database.dump(1).await, "");
}

#[tokio::test]
async fn what_one_process_writes_another_finds_without_waiting() {
    let own = OwnDatabase::new().await;
    let (here, there) = (own.faq(), own.faq());
    let stop = CancellationToken::new();
    let listener = FaqListener::new(own.database.pool().clone(), here.clone());
    let tasks = TaskTracker::new();
    tasks.spawn(listener.run(stop.clone()));
    let mut number = 0;
    // What is written before anybody listens is heard of when listening begins; later, every time.
    for _ in 0..3 {
        number += 1;
        let known = here.suggest(home(), "").await.len();
        assert!(known < number);
        let title = format!("Muziek {number}");
        there.add(entry(&title, "Met /speel.", "")).await.unwrap();
        while here.suggest(home(), "").await.len() < number {
            tokio::task::yield_now().await;
        }
    }
    stop.cancel();
    tasks.close();
    tasks.wait().await;
}
