//! The log of commands on a real Postgres.

use std::ops::Deref;
use std::sync::Arc;

use kernel::ManualClock;
use operations_core::testing::executions;
use operations_core::{Flusher, Tracker, tracking};
use sqlx::{AssertSqlSafe, Execute as _};

use super::*;
use crate::testing::{TestDatabase, fresh_database};

struct OwnDatabase {
    log: PgCommandLog,
    database: TestDatabase,
}

impl Deref for OwnDatabase {
    type Target = PgCommandLog;

    fn deref(&self) -> &PgCommandLog {
        &self.log
    }
}

impl OwnDatabase {
    async fn new() -> Self {
        let database = fresh_database().await;
        let log = PgCommandLog::new(database.pool().clone());
        Self { log, database }
    }

    async fn run(&self, sql: &str) {
        let done = sqlx::query(AssertSqlSafe(sql.to_owned()));
        done.execute(self.database.pool()).await.unwrap();
    }

    /// The names, in the order in which they were written.
    async fn names(&self) -> Vec<String> {
        let names = sqlx::query_scalar("SELECT command_name FROM alphapy.audit_logs ORDER BY id");
        names.fetch_all(self.database.pool()).await.unwrap()
    }

    /// A queue of so many commands in front of it.
    fn noted(&self, count: usize) -> (Tracker, Flusher) {
        let clock = ManualClock::at(DateTime::UNIX_EPOCH);
        let (tracker, flusher) = tracking(Arc::new(self.log.clone()), Arc::new(clock));
        for it in executions(count) {
            tracker.record(it);
        }
        (tracker, flusher)
    }

    /// A hundred thousand rows of 500 guilds over 90 days, of every kind.
    async fn fill(&self) {
        self.run(
            "INSERT INTO alphapy.audit_logs (guild_id, user_id, command_name, command_type, created_at)
             SELECT 1 + n % 500, 7, 'command ' || n % 30, (ARRAY['slash', 'autocomplete', 'component'])[1 + n % 3],
                    timestamptz '2026-02-04 12:00+00' - n * interval '77 seconds'
             FROM generate_series(1, 100000) AS n",
        )
        .await;
        self.run("VACUUM ANALYZE alphapy.audit_logs").await;
    }
}

operations_core::command_log_contract!(#[tokio::test] fn() => OwnDatabase::new().await);

/// The plan of a query with these parameters, by a connection.
macro_rules! plan {
    ($it:expr, $query:expr, $($bound:expr),+) => {{
        let explained = format!("EXPLAIN {}", $query.sql().as_str());
        let lines: Vec<String> = sqlx::query_scalar(AssertSqlSafe(explained))
            $(.bind($bound))+
            .fetch_all(&mut *$it)
            .await
            .unwrap();
        lines.join("\n")
    }};
}

#[tokio::test]
async fn rankings_and_counts_are_read_from_their_indexes() {
    let it = OwnDatabase::new().await;
    it.fill().await;
    let mut like_ours = it.database.pool().acquire().await.unwrap();
    sqlx::query("SET random_page_cost = 1.1")
        .execute(&mut *like_ours)
        .await
        .unwrap();
    let (guild, limit) = (7_i64, 10_i64);
    let newest: DateTime<Utc> = "2026-02-04T12:00:00Z".parse().unwrap();
    let week = newest - chrono::TimeDelta::days(7);
    let day = newest - chrono::TimeDelta::days(1);
    let of_guild = "using idx_audit_logs_guild_id_created_at";
    let of_all = "using idx_audit_logs_created_at";
    for (plan, index) in [
        (
            plan!(
                like_ours,
                ranking_of!(guild, week, limit),
                guild,
                week,
                limit
            ),
            of_guild,
        ),
        (
            plan!(like_ours, count_of!(guild, day), guild, day),
            of_guild,
        ),
        (plan!(like_ours, count_of_all!(day), day), of_all),
    ] {
        assert!(plan.contains("Index Only Scan"), "{plan}");
        assert!(plan.contains(index) && !plan.contains("Seq Scan"), "{plan}");
    }
    let plan = plan!(like_ours, ranking_of_all!(day, limit), day, limit);
    assert!(plan.contains("idx_audit_logs_created_at"), "{plan}");
}

#[tokio::test]
async fn a_row_keeps_what_was_noted() {
    let it = OwnDatabase::new().await;
    let mut rows = executions(2);
    rows[0].guild = Some(GuildId::new(11).unwrap());
    rows[0].ending = operations_core::Ending::refused(operations_core::Refusal::Permission);
    it.write(&rows).await.unwrap();
    let stored: Vec<String> = sqlx::query_scalar(
        "SELECT concat_ws(' | ', guild_id, user_id, command_name, command_type, success, error_message,
                extract(epoch FROM created_at)::int)
         FROM alphapy.audit_logs ORDER BY id",
    )
    .fetch_all(it.database.pool())
    .await
    .unwrap();
    let expected = [
        "11 | 7 | command 0 | slash | f | refused: permission | 0",
        "7 | command 1 | slash | t | 0",
    ];
    assert_eq!(stored, expected);
}

#[tokio::test]
async fn a_row_that_the_table_refuses_is_left_out_and_the_others_are_written_in_order() {
    let it = OwnDatabase::new().await;
    it.run("ALTER TABLE alphapy.audit_logs ADD CONSTRAINT ck_poison CHECK (command_name <> 'command 700')")
        .await;
    let (tracker, mut flusher) = it.noted(1001);
    let outcome = flusher.flush().await;
    assert_eq!((outcome.written, outcome.poison), (1000, 1));
    assert_eq!((tracker.len(), tracker.dropped()), (0, 1));
    let all = (0..1001).filter(|it| *it != 700);
    let expected: Vec<_> = all.map(|it| format!("command {it}")).collect();
    assert_eq!(it.names().await, expected);
}

#[tokio::test]
async fn while_the_table_is_away_nothing_is_thrown_away() {
    let it = OwnDatabase::new().await;
    it.run("ALTER TABLE alphapy.audit_logs RENAME TO elsewhere")
        .await;
    let (tracker, mut flusher) = it.noted(3);
    let outcome = flusher.flush().await;
    assert!(outcome.failure.is_some());
    assert_eq!((outcome.poison, tracker.len()), (0, 3));
    it.run("ALTER TABLE alphapy.elsewhere RENAME TO audit_logs")
        .await;
    assert_eq!(flusher.flush().await.written, 3);
    assert_eq!(it.names().await, ["command 0", "command 1", "command 2"]);
}
