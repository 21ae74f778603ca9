//! A Postgres that a test stops and starts, as an operator does.

use std::env;
use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use adapter_postgres::ConnectOptions;
use adapter_postgres::private_server::{PrivateServer, ServerConfig};
use tempfile::TempDir;

const DATABASE: &str = "alphapy";

/// A server with a database for the bot, whose data outlives it.
pub struct OwnServer {
    home: TempDir,
    server: Option<PrivateServer>,
}

/// A folder that the server's account can reach, also when we are root.
pub fn reachable_folder() -> TempDir {
    // In memory where there is such a place: making and deleting a server's thousand files takes seconds elsewhere.
    let memory = Path::new("/dev/shm");
    let place = if memory.is_dir() {
        memory.to_owned()
    } else {
        env::temp_dir()
    };
    let home = tempfile::Builder::new()
        .prefix("alphapy-")
        .tempdir_in(place);
    let home = home.expect("a temporary folder");
    fs::set_permissions(home.path(), Permissions::from_mode(0o755)).expect("the folder is ours");
    home
}

impl OwnServer {
    /// A new one, running.
    pub async fn start() -> Self {
        let mut server = Self {
            home: reachable_folder(),
            server: None,
        };
        server.start_again().await;
        server
    }

    /// How to connect to the database, whether the server runs or not.
    pub fn options(&self) -> ConnectOptions {
        let server = self.server.as_ref().expect("it runs");
        server.connect_options(DATABASE)
    }

    /// Stops it, connections and all, as `pg_ctl stop` does.
    pub async fn stop(&mut self) {
        if let Some(server) = self.server.take() {
            server.stop().await;
        }
    }

    /// Starts it with the data that it had.
    pub async fn start_again(&mut self) {
        let config = ServerConfig::durable(self.home.path().join("pg"));
        let server = PrivateServer::start(config).await.expect("it starts");
        let made = server.ensure_database(DATABASE).await;
        made.expect("it makes a database");
        self.server = Some(server);
    }
}
