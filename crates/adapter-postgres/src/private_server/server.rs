//! The private server itself: start, connect, stop.

use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgSslMode};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection};
use tokio::sync::Mutex;
use tokio::time::{Instant, sleep};
use tokio_util::sync::CancellationToken;

use super::account::Account;
use super::binaries::{self, Binaries};
use super::cluster;
use super::config::{Durability, ServerConfig};
use super::error::PrivateServerError;
use super::layout::{Layout, PORT};
use super::leftover;
use super::owner_lock::OwnerLock;
use super::postmaster::Postmaster;
use super::watchdog::Watchdog;

/// The role that owns everything. The socket's folder is closed to others, so it needs no password.
pub(super) const SUPERUSER: &str = "alphapy";

/// For how long a start is repeated: the backends of a killed server take a moment to notice, and Postgres rightly
/// refuses to start as long as one of them may still write.
const STUBBORNNESS: Duration = Duration::from_secs(20);

/// A Postgres that belongs to this process.
///
/// Dropping it asks the server to end and does not wait; [`stop`](Self::stop) waits.
#[derive(Debug)]
pub struct PrivateServer {
    plan: Plan,
    /// Zero while there is none. Beside `running`, which the supervisor holds for as long as the server lives.
    pid: AtomicU32,
    pub(super) running: Mutex<Option<Running>>,
    pub(super) stopping: CancellationToken,
}

/// Everything that is needed to start the server once more.
#[derive(Debug)]
pub(super) struct Plan {
    layout: Layout,
    account: Account,
    binaries: Binaries,
    durability: Durability,
}

/// What exists only while the server belongs to us. Fields are dropped in this order: the lock goes last.
#[derive(Debug)]
pub(super) struct Running {
    pub(super) postmaster: Postmaster,
    watchdog: Option<Watchdog>,
    _lock: OwnerLock,
}

impl PrivateServer {
    /// Finds the programs, makes the cluster when there is none, clears up after an earlier run, starts the server and
    /// waits until it answers.
    pub async fn start(config: ServerConfig) -> Result<Self, PrivateServerError> {
        let (layout, account) = Layout::choose(&config.data_dir)?;
        let installed = binaries::installed(&config.binaries, &account).await?;
        layout.refuse_foreign_files(config.durability)?;
        layout.prepare(&account)?;
        let lock = OwnerLock::take(&layout).await?;
        let watchdog = match config.durability {
            Durability::Throwaway => Some(Watchdog::start(&layout)?),
            Durability::Durable => None,
        };
        let binaries = cluster::ensure(&layout, &account, &installed, config.durability).await?;
        let plan = Plan {
            layout,
            account,
            binaries,
            durability: config.durability,
        };
        let postmaster = plan.launch().await?;
        Ok(Self {
            plan,
            pid: AtomicU32::new(postmaster.pid().unwrap_or_default()),
            running: Mutex::new(Some(Running {
                postmaster,
                watchdog,
                _lock: lock,
            })),
            stopping: CancellationToken::new(),
        })
    }

    /// How to connect to one of its databases.
    #[must_use]
    pub fn connect_options(&self, database: &str) -> PgConnectOptions {
        self.plan.connect_options(database)
    }

    /// Creates the database unless it is there.
    pub async fn ensure_database(&self, name: &str) -> Result<(), PrivateServerError> {
        let mut connection = self
            .connect_options("postgres")
            .connect()
            .await
            .map_err(PrivateServerError::query("accept a connection"))?;
        let exists: bool =
            sqlx::query_scalar("SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)")
                .bind(name)
                .fetch_one(&mut connection)
                .await
                .map_err(PrivateServerError::query("look for a database"))?;
        if !exists {
            let statement = format!("CREATE DATABASE {}", quoted(name));
            sqlx::query(AssertSqlSafe(statement))
                .execute(&mut connection)
                .await
                .map_err(PrivateServerError::query("create a database"))?;
        }
        connection
            .close()
            .await
            .map_err(PrivateServerError::query("close a connection"))
    }

    /// Stops the server and gives its directory free; that of a throw-away server is deleted. A second call does nothing.
    pub async fn stop(&self) {
        self.stopping.cancel();
        let Some(mut running) = self.running.lock().await.take() else {
            return;
        };
        running.postmaster.stop().await;
        self.pid.store(0, Ordering::Relaxed);
        if let Some(watchdog) = running.watchdog.take()
            && let Err(error) = watchdog.finish().await
        {
            tracing::warn!(
                error = &error as &dyn std::error::Error,
                "could not wait for the private server's watchdog"
            );
        }
    }

    /// The folder that is really used, which is not the one asked for when the server's account could not reach that.
    #[must_use]
    pub fn directory(&self) -> &Path {
        self.plan.layout.root()
    }

    /// The server's process, for diagnosis; nothing while it is down.
    pub fn pid(&self) -> Option<u32> {
        Some(self.pid.load(Ordering::Relaxed)).filter(|pid| *pid != 0)
    }

    /// Clears up after the last server and starts a new one in its place.
    pub(super) async fn relaunch(&self) -> Result<Postmaster, PrivateServerError> {
        self.pid.store(0, Ordering::Relaxed);
        let postmaster = self.plan.launch().await?;
        self.pid
            .store(postmaster.pid().unwrap_or_default(), Ordering::Relaxed);
        Ok(postmaster)
    }
}

impl Plan {
    async fn launch(&self) -> Result<Postmaster, PrivateServerError> {
        Layout::make_private(&self.layout.run(), &self.account)?;
        let options = self.connect_options("postgres");
        let deadline = Instant::now() + STUBBORNNESS;
        loop {
            leftover::clear(&self.layout).await?;
            let mut postmaster =
                Postmaster::spawn(&self.binaries, &self.layout, &self.account, self.durability)?;
            match postmaster.ready(&options, &self.layout).await {
                Ok(()) => {
                    tracing::info!(
                        pid = postmaster.pid(),
                        directory = %self.layout.root().display(),
                        version = self.binaries.major,
                        "the private postgres is ready"
                    );
                    return Ok(postmaster);
                }
                Err(PrivateServerError::Exited { .. }) if Instant::now() < deadline => {
                    sleep(Duration::from_millis(250)).await;
                }
                Err(error) => return Err(error),
            }
        }
    }

    /// The library fills in `PG*` variables of the environment by itself; those that would lead elsewhere are overwritten.
    fn connect_options(&self, database: &str) -> PgConnectOptions {
        PgConnectOptions::new_without_pgpass()
            .socket(self.layout.run())
            .port(PORT)
            .username(SUPERUSER)
            .database(database)
            .ssl_mode(PgSslMode::Disable)
    }
}

/// A name as SQL wants it.
pub(crate) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
