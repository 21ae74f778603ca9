//! A connection to a database, whoever runs it.

use std::time::Duration;

pub use sqlx::postgres::PgConnectOptions as ConnectOptions;
use sqlx::postgres::PgPoolOptions;
use sqlx::{ConnectOptions as _, Connection as _, PgPool};

use crate::private_server::PrivateServer;

/// Connections for requests and jobs. Two listeners hold one each.
const CONNECTIONS: u32 = 12;
/// How long a request waits for a connection.
const ACQUIRE: Duration = Duration::from_secs(5);
/// For how long a connection that was in use is not asked whether it still works. Short, because whoever gets one that
/// broke meanwhile fails; long enough that under load nobody asks.
pub(crate) const TRUSTED: Duration = Duration::from_millis(50);
/// How long a probe waits for an answer.
const PING: Duration = Duration::from_secs(1);
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
            ("statement_timeout", "10s"),
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

    /// Whether the server answers within a second.
    pub async fn answers(&self) -> bool {
        let ask = sqlx::query("SELECT 1").execute(&self.pool);
        matches!(tokio::time::timeout(PING, ask).await, Ok(Ok(_)))
    }

    /// Closes all connections, once what is under way has ended.
    pub async fn close(&self) {
        self.pool.close().await;
    }
}
