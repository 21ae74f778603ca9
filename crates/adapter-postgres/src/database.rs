//! A connection to a database, whoever runs it.

use std::time::Duration;

use operations_core::DbStatus;
pub use sqlx::postgres::PgConnectOptions as ConnectOptions;
use sqlx::postgres::PgPoolOptions;
use sqlx::{ConnectOptions as _, Connection as _, PgPool};

use crate::private_server::PrivateServer;

/// Connections for requests and jobs. Four listeners hold one each.
const CONNECTIONS: u32 = 14;
/// How long a request waits for a connection.
const ACQUIRE: Duration = Duration::from_secs(5);
/// For how long a connection that was in use is not asked whether it still works. Short, because whoever gets one that
/// broke meanwhile fails; long enough that under load nobody asks.
pub(crate) const TRUSTED: Duration = Duration::from_millis(50);
/// How long a probe waits for an answer.
const PING: Duration = Duration::from_secs(2);
/// The oldest server that is known to work.
const MINIMUM_VERSION: i32 = 150_000;

/// Why there is no database to work with. The texts never show an address or a password.
#[derive(Debug, thiserror::Error)]
pub enum DatabaseError {
    /// The address cannot be read.
    #[error("DATABASE_URL cannot be read: it looks like postgres://user:password@host:5432/name")]
    Address(#[source] sqlx::Error),
    /// Nobody answers there, or not to us.
    #[error(
        "the database does not answer: start it, or correct DATABASE_URL, or leave it unset and Alphapy runs one itself"
    )]
    Unreachable(#[source] sqlx::Error),
    /// The server is too old.
    #[error(
        "the database server is older than PostgreSQL 15: update it, or leave DATABASE_URL unset"
    )]
    TooOld,
}

/// A pool of connections. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Database {
    pool: PgPool,
}

impl Database {
    /// Connects to the server at `url`.
    pub async fn at(url: &str) -> Result<Self, DatabaseError> {
        let options = url
            .parse::<ConnectOptions>()
            .map_err(DatabaseError::Address)?;
        Self::connect(options).await
    }

    /// Connects to the database `name` of a private server.
    pub async fn of(server: &PrivateServer, name: &str) -> Result<Self, DatabaseError> {
        Self::connect(server.connect_options(name)).await
    }

    /// Connects as `options` say.
    pub async fn connect(options: ConnectOptions) -> Result<Self, DatabaseError> {
        // Statements are not logged: their parameters may be people's words.
        let options = options
            .application_name("alphapy")
            .disable_statement_logging();
        let options = options.options([
            ("statement_timeout", "5s"),
            ("idle_in_transaction_session_timeout", "30s"),
            // Every query is after few rows that lie in memory: reading a table from end to end, or compiling a query, is
            // never the shorter way, although the defaults of a server with disks that turn think so.
            ("random_page_cost", "1.1"),
            ("jit", "off"),
        ]);
        let pool = PgPoolOptions::new()
            .min_connections(1)
            .max_connections(CONNECTIONS)
            .acquire_timeout(ACQUIRE)
            // A connection that was in use a moment ago works: asking it first would double the way of every short query.
            .test_before_acquire(false)
            .before_acquire(|connection, state| {
                Box::pin(async move {
                    if state.idle_for >= TRUSTED {
                        connection.ping().await?;
                    }
                    Ok(true)
                })
            })
            .connect_with(options)
            .await
            .map_err(DatabaseError::Unreachable)?;
        let version: i32 = sqlx::query_scalar("SELECT current_setting('server_version_num')::int")
            .fetch_one(&pool)
            .await
            .map_err(DatabaseError::Unreachable)?;
        if version < MINIMUM_VERSION {
            return Err(DatabaseError::TooOld);
        }
        Ok(Self { pool })
    }

    /// The connections, for the stores.
    pub fn pool(&self) -> &PgPool {
        &self.pool
    }

    /// How the server answers, within two seconds.
    pub async fn status(&self) -> DbStatus {
        let ask = sqlx::query("SELECT 1").execute(&self.pool);
        match tokio::time::timeout(PING, ask).await {
            Ok(Ok(_)) => DbStatus::Ok,
            Ok(Err(error)) => {
                let status = read_status(&error);
                tracing::debug!(error = &error as &dyn std::error::Error, %status, "the database was probed in vain");
                status
            }
            Err(_) => DbStatus::Timeout,
        }
    }

    /// How many connections there are, at work or not.
    pub fn connections(&self) -> u32 {
        self.pool.size()
    }

    /// Closes all connections, once what is under way has ended.
    pub async fn close(&self) {
        self.pool.close().await;
    }
}

/// What an error of a probe says about the server.
fn read_status(error: &sqlx::Error) -> DbStatus {
    match error {
        sqlx::Error::PoolClosed => DbStatus::NotInitialized,
        sqlx::Error::PoolTimedOut => DbStatus::Timeout,
        sqlx::Error::Database(refused) => {
            let code = refused.code().unwrap_or_default();
            // 08: connection; 28: not let in; 3D000: no such database; 53300: too many; 55000: takes none; 57P: going down
            let barred = ["08", "28", "3D000", "53300", "55000", "57P"];
            if barred.iter().any(|it| code.starts_with(it)) {
                DbStatus::Connection
            } else {
                DbStatus::Query
            }
        }
        sqlx::Error::Io(_) | sqlx::Error::Tls(_) | sqlx::Error::WorkerCrashed => {
            DbStatus::Connection
        }
        _ => DbStatus::Query,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::fresh_database;

    #[tokio::test]
    async fn a_probe_says_how_the_server_is() {
        let server = fresh_database().await;
        let database = Database::connect(server.options()).await.unwrap();
        assert_eq!(database.status().await, DbStatus::Ok);
        assert!(database.connections() > 0);
        server.refuse_connections().await;
        assert_eq!(database.status().await, DbStatus::Connection);
        server.accept_connections().await;
        assert_eq!(database.status().await, DbStatus::Ok);
        database.close().await;
        assert_eq!(database.status().await, DbStatus::NotInitialized);
    }

    #[test]
    fn a_server_that_is_slow_and_a_query_that_fails_are_told_apart() {
        let slow = read_status(&sqlx::Error::PoolTimedOut);
        assert_eq!(slow, DbStatus::Timeout);
        assert_eq!(read_status(&sqlx::Error::RowNotFound), DbStatus::Query);
    }
}
