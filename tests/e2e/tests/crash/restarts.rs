//! The database's server is killed as well.

use std::path::PathBuf;

use adapter_postgres::private_server::{PrivateServer, ServerConfig};
use adapter_postgres::{Database, migrations};
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

use crate::scene::{Scene, day, past_the_lease};
use crate::settling::sends;
use crate::steps::OUTSIDE_THE_DATABASE;
use crate::tally;

const DATABASE: &str = "alphapy";

/// A server whose data is kept, and whoever starts it again.
struct Server {
    home: PathBuf,
    running: Option<PrivateServer>,
}

impl Server {
    async fn start(home: PathBuf) -> Self {
        let mut server = Self {
            home,
            running: None,
        };
        server.launch().await;
        server
    }

    async fn launch(&mut self) {
        let started = PrivateServer::start(ServerConfig::durable(&self.home)).await;
        self.running = Some(started.unwrap());
    }

    /// Kills the server, and starts it again on what is left.
    async fn die_and_return(&mut self) {
        let running = self.running.take().expect("it runs");
        let number = i32::try_from(running.pid().expect("it runs")).unwrap();
        kill(Pid::from_raw(number), Signal::SIGKILL).unwrap();
        tally::killed("the database's server");
        drop(running);
        self.launch().await;
    }
}

/// Who dies first.
#[derive(Clone, Copy, PartialEq)]
enum Order {
    ProcessThenServer,
    ServerThenProcess,
}

#[tokio::test]
async fn the_process_and_its_database_die_together() {
    let home = tempfile::Builder::new().prefix("alphapy-crash-").tempdir();
    let home = home.unwrap();
    open_to_the_server(home.path());
    let mut server = Server::start(home.path().join("pg")).await;
    let running = server.running.as_ref().expect("it runs");
    running.ensure_database(DATABASE).await.unwrap();
    let options = running.connect_options(DATABASE);
    let database = Database::connect(options.clone()).await.unwrap();
    migrations::up(database.pool(), None).await.unwrap();
    database.close().await;

    let mut scene = Scene::on(options, None, 1).await;
    let names = ["Tea", "Stretch"];
    scene.add_weekly(&names).await;
    let mut today = 0;
    for order in [Order::ProcessThenServer, Order::ServerThenProcess] {
        for step in OUTSIDE_THE_DATABASE {
            let due = day(today, 19);
            let trap = scene.bring_to(step, 0, due).await;
            if order == Order::ServerThenProcess {
                server.die_and_return().await;
            }
            scene.kill(0, step.name()).await;
            scene.let_go(trap, step).await;
            if order == Order::ProcessThenServer {
                server.die_and_return().await;
            }
            scene.revive().await;
            scene.rest().await;
            scene.clock.set(past_the_lease(due));
            scene.settle(due).await;
            scene.assert_seen_once(&sends(&names, due)).await;
            today += 1;
        }
    }
    scene.close("process and database").await;
    if let Some(running) = server.running {
        running.stop().await;
    }
}

/// As root, the server runs as somebody else, who must be able to reach its folder.
fn open_to_the_server(folder: &std::path::Path) {
    use std::os::unix::fs::PermissionsExt as _;
    let open = std::fs::Permissions::from_mode(0o755);
    std::fs::set_permissions(folder, open).unwrap();
}
