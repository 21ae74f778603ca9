//! Fresh databases for tests: one throw-away server per test process, a migrated template, a copy per test.
//!
//! Every test has a runtime of its own, and connections belong to the runtime that opened them; so only the server is
//! shared, never a pool. It ends with the test process, however that ends (see `private_server::Durability`).
#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot have its database should fail, loudly and here"
)]

use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering};

use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, PgConnection, PgPool};
use tokio::sync::OnceCell;

use crate::migrations;
use crate::private_server::{PrivateServer, ServerConfig};

const TEMPLATE: &str = "template_migrated";

static CLUSTER: OnceCell<PrivateServer> = OnceCell::const_new();
static NUMBER: AtomicU32 = AtomicU32::new(1);
/// Databases whose tests have ended. They are dropped when the next one is asked for, because `Drop` cannot wait.
static FINISHED: Mutex<Vec<String>> = Mutex::new(Vec::new());

/// A migrated, empty database that no other test sees. It goes away some time after this value.
#[derive(Debug)]
pub struct TestDatabase {
    name: String,
    options: PgConnectOptions,
    pool: PgPool,
}

impl TestDatabase {
    /// A pool in the runtime of the test that asked for the database. It connects when it is first used.
    #[must_use]
    pub fn pool(&self) -> &PgPool {
        &self.pool
    }

    /// How to connect to it, for what wants connections of its own.
    #[must_use]
    pub fn options(&self) -> PgConnectOptions {
        self.options.clone()
    }

    /// Takes no new connections and breaks every one there is, as a server does that is stopped. Returns once none is left:
    /// whoever still holds one meets its end at the next statement.
    pub async fn refuse_connections(&self) {
        self.administer("ALLOW_CONNECTIONS false").await;
        let mut connection = self.maintenance().await;
        while self.terminate(&mut connection).await > 0 {
            tokio::task::yield_now().await;
        }
        connection.close().await.unwrap();
        // A pool trusts what was in use a moment ago, by the machine's time, which nothing else can move: from here on it
        // asks first whether a connection still works.
        tokio::time::sleep(crate::database::TRUSTED * 2).await;
    }

    /// Takes connections again.
    pub async fn accept_connections(&self) {
        self.administer("ALLOW_CONNECTIONS true").await;
    }

    async fn administer(&self, option: &str) {
        let mut connection = self.maintenance().await;
        run(
            &mut connection,
            format!("ALTER DATABASE {} WITH {option}", self.name),
        )
        .await;
        connection.close().await.unwrap();
    }

    async fn maintenance(&self) -> PgConnection {
        self.options
            .clone()
            .database("postgres")
            .connect()
            .await
            .unwrap()
    }

    /// Breaks every connection to it, as a restart of the server does.
    pub async fn terminate_connections(&self) {
        let mut connection = self.maintenance().await;
        self.terminate(&mut connection).await;
        connection.close().await.unwrap();
    }

    /// Has every connection to it end, and says how many there were; each takes a moment.
    async fn terminate(&self, connection: &mut PgConnection) -> i64 {
        let ending = sqlx::query_scalar(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = $1",
        );
        ending.bind(&self.name).fetch_one(connection).await.unwrap()
    }

    /// Every row that belongs to a guild, as text, in every table that names guilds; without the record of what was used
    /// there, since that grows up to half a minute after each use, whatever came of it.
    pub async fn dump(&self, guild_id: u64) -> String {
        let tables: Vec<String> = sqlx::query_scalar(
            "SELECT table_name::text FROM information_schema.columns
             WHERE table_schema = 'alphapy' AND column_name = 'guild_id' AND table_name <> 'audit_logs' ORDER BY 1",
        )
        .fetch_all(&self.pool)
        .await
        .unwrap();
        let mut dump = String::new();
        for table in tables {
            let rows: Vec<String> = sqlx::query_scalar(AssertSqlSafe(format!(
                "SELECT found::text FROM alphapy.{table} AS found WHERE guild_id = $1 ORDER BY 1"
            )))
            .bind(i64::try_from(guild_id).unwrap())
            .fetch_all(&self.pool)
            .await
            .unwrap();
            for row in rows {
                dump.extend([table.as_str(), ": ", row.as_str(), "\n"]);
            }
        }
        dump
    }

    /// How much work of a guild's tickets is not done.
    #[must_use]
    pub async fn ticket_work_left(&self, guild_id: u64) -> i64 {
        sqlx::query_scalar(
            "SELECT count(*) FROM alphapy.ticket_jobs WHERE guild_id = $1 AND done_at IS NULL",
        )
        .bind(i64::try_from(guild_id).unwrap())
        .fetch_one(&self.pool)
        .await
        .unwrap()
    }

    /// Its name on the server.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        if let Ok(mut finished) = FINISHED.lock() {
            finished.push(std::mem::take(&mut self.name));
        }
    }
}

/// A copy of the migrated template.
pub async fn fresh_database() -> TestDatabase {
    copy_of(TEMPLATE).await
}

/// A database without any of our tables, for testing the migrations themselves.
pub async fn empty_database() -> TestDatabase {
    copy_of("template0").await
}

async fn copy_of(template: &str) -> TestDatabase {
    let server = CLUSTER.get_or_init(start_cluster).await;
    let name = format!("test_{}", NUMBER.fetch_add(1, Ordering::Relaxed));
    let mut connection = server.connect_options("postgres").connect().await.unwrap();
    drop_finished(&mut connection).await;
    run(
        &mut connection,
        format!("CREATE DATABASE {name} TEMPLATE {template}"),
    )
    .await;
    connection.close().await.unwrap();
    let options = server.connect_options(&name);
    let pool = PgPoolOptions::new()
        .max_connections(10)
        .connect_lazy_with(options.clone());
    TestDatabase {
        name,
        options,
        pool,
    }
}

async fn start_cluster() -> PrivateServer {
    let folder = tempfile::Builder::new()
        .prefix("alphapy-test-")
        .tempdir()
        .unwrap();
    // The server's watchdog deletes the folder, which also happens when this process is killed.
    let server = PrivateServer::start(ServerConfig::throwaway(folder.keep()))
        .await
        .unwrap();
    server.ensure_database(TEMPLATE).await.unwrap();
    // Closed at once: a template can be copied only while nobody is connected to it.
    let pool = PgPoolOptions::new().connect_lazy_with(server.connect_options(TEMPLATE));
    migrations::up(&pool, None).await.unwrap();
    pool.close().await;
    server
}

async fn drop_finished(connection: &mut PgConnection) {
    let finished = std::mem::take(&mut *FINISHED.lock().unwrap());
    for name in finished {
        run(
            connection,
            format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"),
        )
        .await;
    }
}

async fn run(connection: &mut PgConnection, statement: String) {
    sqlx::query(AssertSqlSafe(statement))
        .execute(connection)
        .await
        .unwrap();
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::MIGRATOR;

    #[tokio::test]
    async fn two_tests_never_see_each_others_rows() {
        let (one, other) = (fresh_database().await, fresh_database().await);
        sqlx::query("CREATE TABLE scribbles (id integer)")
            .execute(one.pool())
            .await
            .unwrap();
        let seen: bool = sqlx::query_scalar("SELECT to_regclass('scribbles') IS NOT NULL")
            .fetch_one(other.pool())
            .await
            .unwrap();
        assert!(!seen);
    }

    #[tokio::test]
    async fn a_fresh_database_is_migrated() {
        let database = fresh_database().await;
        let applied: i64 = sqlx::query_scalar("SELECT count(*) FROM public._sqlx_migrations")
            .fetch_one(database.pool())
            .await
            .unwrap();
        let known = MIGRATOR
            .iter()
            .filter(|it| it.migration_type.is_up_migration())
            .count();
        assert_eq!(usize::try_from(applied).unwrap(), known);
    }
}
