//! What scenarios stand on: one throw-away Postgres for the run, and migrated databases in it.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

use adapter_postgres::private_server::{PrivateServer, ServerConfig};
use adapter_postgres::{ConnectOptions, Database, migrations};
use anyhow::Context as _;

use crate::processes;

/// The ground of a run.
pub(crate) struct Ground {
    server: PrivateServer,
    databases: AtomicU32,
}

impl Ground {
    /// Starts the server. It syncs nothing to disk, so that a figure tells of the work and not of the disk, and it goes
    /// with this process.
    pub(crate) async fn prepare() -> anyhow::Result<Self> {
        let folder = tempfile::Builder::new().prefix("alphapy-load-").tempdir()?;
        let server = PrivateServer::start(ServerConfig::throwaway(folder.keep())).await?;
        Ok(Self {
            server,
            databases: AtomicU32::new(1),
        })
    }

    /// A migrated, empty database.
    pub(crate) async fn database(&self) -> anyhow::Result<GroundDatabase> {
        let number = self.databases.fetch_add(1, Ordering::Relaxed);
        let name = format!("load_{number}");
        self.server.ensure_database(&name).await?;
        let options = self.server.connect_options(&name);
        let opened = Database::connect(options.clone()).await?;
        migrations::up(opened.pool(), None).await?;
        Ok(GroundDatabase {
            opened,
            options,
            url: self.url(&name),
        })
    }

    /// Lets the server and the connections opened from now on run on these processors only.
    pub(crate) fn keep_to(&self, processors: &[usize]) -> anyhow::Result<()> {
        let pid = self.server.pid().context("the database server is away")?;
        processes::keep_to(pid, processors)
    }

    /// Stops the server.
    pub(crate) async fn leave(self) {
        self.server.stop().await;
    }

    /// The address of a database for another process: a socket's folder stands in the place of the host.
    fn url(&self, name: &str) -> String {
        let folder: PathBuf = self.server.directory().join("run");
        let folder = folder.display().to_string().replace('/', "%2F");
        format!("postgres://alphapy@{folder}:5432/{name}?sslmode=disable")
    }
}

/// A database of a scenario.
pub(crate) struct GroundDatabase {
    /// As the bot opens it.
    pub(crate) opened: Database,
    /// For connections that are not the bot's.
    pub(crate) options: ConnectOptions,
    /// For another process.
    pub(crate) url: String,
}
