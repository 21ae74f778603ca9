//! The ticket stores on a real Postgres.

use std::sync::Arc;

use kernel::{GuildId, UserId};
use sqlx::postgres::PgPoolOptions;
use sqlx::{AssertSqlSafe, Row as _};
use tickets_core::export::TicketArchive;
use tickets_core::stats::StatsStore;
use tickets_core::testing::contract::Fixture;
use tickets_core::testing::{a_ticket, at_most, instant};
use tickets_core::{
    ArchiveStore, IdleSince, Lane, Line, OpenOutcome, Statuses, TicketSearch, TicketStore, Work,
    WorkStore,
};

use super::PgTicketStore;
use crate::heard_log::HeardLog;
use crate::testing::{TestDatabase, fresh_database};

/// A store and the database it needs for as long as the test lasts.
struct OwnDatabase {
    store: PgTicketStore,
    database: TestDatabase,
}

impl Fixture for OwnDatabase {
    fn tickets(&self) -> Arc<dyn TicketStore> {
        Arc::new(self.store.clone())
    }

    fn work(&self) -> Arc<dyn WorkStore> {
        Arc::new(self.store.clone())
    }

    fn archive(&self) -> Arc<dyn ArchiveStore> {
        Arc::new(self.store.clone())
    }

    fn stats(&self) -> Arc<dyn StatsStore> {
        Arc::new(self.store.clone())
    }

    fn exported(&self) -> Arc<dyn TicketArchive> {
        Arc::new(self.store.clone())
    }

    async fn kept_figures(&self, guild: GuildId) -> usize {
        let count: i64 =
            sqlx::query_scalar("SELECT count(*) FROM alphapy.ticket_metrics WHERE guild_id = $1")
                .bind(guild.as_i64())
                .fetch_one(self.database.pool())
                .await
                .unwrap();
        usize::try_from(count).unwrap()
    }
}

impl OwnDatabase {
    async fn new() -> Self {
        let database = fresh_database().await;
        let store = PgTicketStore::new(database.pool().clone());
        Self { store, database }
    }

    async fn run(&self, sql: &str) {
        let done = sqlx::raw_sql(AssertSqlSafe(sql.to_owned()))
            .execute(self.database.pool())
            .await;
        done.unwrap();
    }

    /// The plan of the very statement that the store has prepared and this is a part of.
    async fn plan_of_prepared(&self, part: &str, arguments: &str) -> String {
        let one = PgPoolOptions::new().max_connections(1);
        let pool = one.connect_lazy_with(self.database.options());
        let store = PgTicketStore::new(pool.clone());
        let search = TicketSearch {
            statuses: Statuses::Live,
            claimable_only: true,
            requester: None,
            fragment: "x",
            limit: 25,
        };
        let guild = GuildId::new(7).unwrap();
        let claim = store.claim(Lane::Quick, instant(0), instant(1), 0);
        assert!(claim.await.unwrap().is_empty());
        store.idle(instant(0), None, 100).await.unwrap();
        store.suggest(guild, search).await.unwrap();
        store.interrupted(instant(0)).await.unwrap();
        let what = a_ticket(guild, UserId::new(11).unwrap());
        store.open(&what, at_most(5), instant(0)).await.unwrap();
        let name: String = sqlx::query_scalar(
            "SELECT name FROM pg_prepared_statements WHERE strpos(statement, $1) > 0",
        )
        .bind(part)
        .fetch_one(&pool)
        .await
        .unwrap();
        let explain = format!("EXPLAIN EXECUTE {name}({arguments})");
        let lines: Vec<String> = sqlx::raw_sql(AssertSqlSafe(explain))
            .fetch_all(&pool)
            .await
            .unwrap()
            .iter()
            .map(|it| it.get(0))
            .collect();
        lines.join("\n")
    }

    async fn plan_of(&self, sql: &str) -> String {
        let rows = sqlx::query(AssertSqlSafe(format!("EXPLAIN {sql}")))
            .fetch_all(self.database.pool())
            .await
            .unwrap();
        let lines = rows.iter().map(|it| it.get::<String, _>(0));
        lines.collect::<Vec<_>>().join("\n")
    }
}

/// Work of one ticket that a newer release stored, and of others that this one knows.
const OF_A_NEWER_RELEASE: &str =
    "INSERT INTO alphapy.guilds (guild_id) VALUES (1);
     INSERT INTO alphapy.support_tickets (guild_id, ticket_no, user_id, username, description, last_activity_at, created_at, updated_at)
     SELECT 1, n, 11, 'alice', 'a question', now(), now(), now() FROM generate_series(1, 3) n;
     INSERT INTO alphapy.ticket_jobs (guild_id, ticket_id, kind, payload, run_after, created_at)
     SELECT 1, id, 'notify', CASE ticket_no WHEN 2 THEN '{\"line\": \"sung\"}' ELSE '{\"line\": \"waiting\"}' END::jsonb,
            to_timestamp(1935835200), to_timestamp(1935835200)
     FROM alphapy.support_tickets ORDER BY ticket_no;
     INSERT INTO alphapy.ticket_jobs (guild_id, ticket_id, kind, run_after, created_at)
     SELECT 1, id, 'lock', to_timestamp(1935835200), to_timestamp(1935835200)
     FROM alphapy.support_tickets WHERE ticket_no = 2";

#[tokio::test]
async fn work_of_a_newer_release_is_left_to_it_and_holds_nothing_up() {
    let own = OwnDatabase::new().await;
    own.run(OF_A_NEWER_RELEASE).await;
    let claimed = async |minute| {
        let claim = (own.store).claim(Lane::Quick, instant(minute), instant(minute + 2), 20);
        let work = claim.await.unwrap().into_iter();
        work.map(|it| it.work).collect::<Vec<_>>()
    };
    let waiting = Work::Tell(Line::Waiting);
    assert_eq!(claimed(0).await, [waiting.clone(), waiting]);
    assert_eq!(claimed(0).await, [Work::Lock], "what is behind it");
    let left = async || -> (i32, bool, Option<String>) {
        let sql = "SELECT attempts, done_at IS NOT NULL, last_error FROM alphapy.ticket_jobs WHERE payload ->> 'line' = 'sung'";
        let left = sqlx::query_as(sql).fetch_one(own.database.pool());
        left.await.unwrap()
    };
    let unknown = Some("this release does not know it".to_owned());
    for minute in 1..5 {
        claimed(minute).await;
        assert_eq!(
            left().await,
            (0, false, unknown.clone()),
            "no try is counted"
        );
    }
    claimed(24 * 60).await;
    assert_eq!(left().await, (0, true, unknown), "nobody knows it");
}

/// A row that no ticket can be, before two that are fine.
const UNREADABLE: &str = "ALTER TABLE alphapy.support_tickets DROP CONSTRAINT ck_support_tickets_room;
     INSERT INTO alphapy.guilds (guild_id) VALUES (1), (2);
     INSERT INTO alphapy.support_tickets
         (guild_id, ticket_no, user_id, username, description, room, last_activity_at, created_at, updated_at)
     SELECT n % 2 + 1, n, 11, 'alice', 'a question', CASE WHEN n < 3 THEN 'balcony' ELSE 'channel' END,
            to_timestamp(1000 + n), to_timestamp(1000 + n), to_timestamp(1000 + n)
     FROM generate_series(1, 4) n";

#[tokio::test]
async fn a_row_that_cannot_be_read_keeps_no_other_ticket_from_repair_or_sweep() {
    let own = OwnDatabase::new().await;
    own.run(UNREADABLE).await;
    let numbers = |found: Vec<tickets_core::Ticket>| -> Vec<u32> {
        found.iter().map(|it| it.number.get()).collect()
    };
    // Also where a whole page of them is unreadable.
    for limit in [1, 2, 100] {
        let (mut half_open, mut after) = (Vec::new(), None);
        let (mut idle, mut since) = (Vec::new(), None);
        loop {
            let page = own.store.half_open(instant(0), after, limit).await.unwrap();
            let silent = own.store.idle(instant(0), since, limit).await.unwrap();
            after = page.last().map(|it| it.id).or(after);
            since = silent.last().map(IdleSince::of).or(since);
            if page.is_empty() && silent.is_empty() {
                break;
            }
            half_open.extend(numbers(page));
            idle.extend(numbers(silent));
        }
        assert_eq!((half_open, idle), (vec![3, 4], vec![3, 4]), "{limit}");
    }
}

#[tokio::test]
async fn a_row_that_cannot_be_read_is_named_in_the_log_once_and_keeps_its_requester_from_nothing() {
    let own = OwnDatabase::new().await;
    own.run(UNREADABLE).await;
    own.run("INSERT INTO alphapy.ticket_numbers (guild_id, last_no) VALUES (2, 4)")
        .await;
    let log = HeardLog::default();
    let listening = tracing::subscriber::set_default(log.clone());
    tracing::callsite::rebuild_interest_cache();
    for _ in 0..3 {
        own.store.half_open(instant(0), None, 100).await.unwrap();
        own.store.idle(instant(0), None, 100).await.unwrap();
        let what = a_ticket(GuildId::new(2).unwrap(), UserId::new(11).unwrap());
        let opened = own.store.open(&what, at_most(5), instant(0)).await;
        assert!(matches!(opened.unwrap(), OpenOutcome::Opened(_)));
    }
    drop(listening);
    let named = log.with(&["ERROR", "cannot be read"]);
    assert_eq!(named.len(), 2, "each of the two rows once: {named:?}");
}

tickets_core::ticket_store_contract!(#[tokio::test] fn() => OwnDatabase::new().await);

#[tokio::test]
async fn many_tickets_are_asked_by_their_indexes() {
    let own = OwnDatabase::new().await;
    own.run(
        "INSERT INTO alphapy.guilds (guild_id) SELECT generate_series(1, 100);
         INSERT INTO alphapy.support_tickets (guild_id, ticket_no, user_id, username, description, status, channel_id,
             control_message_id, closed_at, archived_at, last_activity_at, created_at, updated_at)
         SELECT n % 100 + 1, n, n % 5000 + 1, 'somebody', 'something', s, n, n,
             CASE WHEN s IN ('closed', 'archived') THEN now() END, CASE WHEN s = 'archived' THEN now() END,
             now(), now(), now()
         FROM generate_series(1, 20000) n,
              LATERAL (SELECT CASE WHEN n % 50 = 0 THEN 'open' WHEN n % 2 = 0 THEN 'closed' ELSE 'archived' END s) _;
         INSERT INTO alphapy.ticket_jobs (guild_id, ticket_id, kind, run_after, done_at, created_at)
         SELECT guild_id, id, 'log', now(), CASE WHEN id % 100 = 0 THEN NULL ELSE now() END, now()
         FROM alphapy.support_tickets;
         ANALYZE alphapy.support_tickets; ANALYZE alphapy.ticket_jobs",
    )
    .await;
    for (sql, index) in [
        (
            "SELECT * FROM alphapy.support_tickets WHERE guild_id = 7 AND user_id = 6
             AND status IN ('open', 'claimed', 'waiting_for_user', 'escalated')",
            "idx_support_tickets_live",
        ),
        (
            "SELECT * FROM alphapy.support_tickets WHERE guild_id = 7 AND status = ANY ('{closed}')
             ORDER BY last_activity_at, id LIMIT 10",
            "idx_support_tickets_guild_id_status",
        ),
        (
            "SELECT * FROM alphapy.support_tickets WHERE (channel_id IS NULL OR control_message_id IS NULL)
             AND created_at < now() AND status IN ('open', 'claimed', 'waiting_for_user', 'escalated')",
            "idx_support_tickets_half_open",
        ),
        (
            "SELECT * FROM alphapy.support_tickets WHERE guild_id = 7 AND channel_id = 99",
            "uq_support_tickets_channel_id",
        ),
    ] {
        let plan = own.plan_of(sql).await;
        assert!(plan.contains(index), "{index} is not used:\n{plan}");
        assert!(!plan.contains("Seq Scan"), "{plan}");
    }
    let claim = own.store.claim(Lane::Quick, instant(0), instant(1), 20);
    assert_eq!(claim.await.unwrap().len(), 20);
    let sweeps = [
        // What is due, and what of the same ticket is before it.
        (
            "SKIP LOCKED",
            "now(), now(), 20, false",
            "idx_ticket_jobs_due",
        ),
        (
            "SKIP LOCKED",
            "now(), now(), 20, false",
            "idx_ticket_jobs_ticket",
        ),
        (
            "last_activity_at, id) >",
            "now(), '1970-01-01', 0, 100",
            "idx_support_tickets_idle",
        ),
        (
            "strpos(ticket_no",
            "7, '{open,claimed,waiting_for_user,escalated}', NULL, 'x', 25, true",
            "guild_id",
        ),
        (
            "archive_started_by",
            "now()",
            "idx_support_tickets_archiving",
        ),
        (
            "NOT turn_given_back",
            "7, 6, now()",
            "idx_support_tickets_guild_id_created_at",
        ),
    ];
    for (part, arguments, index) in sweeps {
        let plan = own.plan_of_prepared(part, arguments).await;
        assert!(plan.contains(index), "{index} is not used:\n{plan}");
        assert!(!plan.contains("Seq Scan"), "{plan}");
    }
}
