//! The private server against everything that kills it or its owner.
#![expect(
    clippy::unwrap_used,
    reason = "what fails in a helper of a test fails the test"
)]

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use adapter_postgres::private_server::{
    BinaryFolder, PrivateServer, PrivateServerError, ServerConfig,
};
use nix::sys::signal::{Signal, kill};
use nix::unistd::{Pid, Uid};
use sqlx::{ConnectOptions, Connection, PgConnection};
use tempfile::TempDir;
use tokio_util::sync::CancellationToken;

const DATABASE: &str = "alphapy";
const DIRECTORY: &str = "ALPHAPY_TEST_OWNER_DIRECTORY";
const KIND: &str = "ALPHAPY_TEST_OWNER_KIND";

/// A folder whose subfolder `pg` may be used by any account, also when we are root.
fn home() -> TempDir {
    let home = tempfile::Builder::new()
        .prefix("alphapy-")
        .tempdir()
        .unwrap();
    fs::set_permissions(home.path(), fs::Permissions::from_mode(0o755)).unwrap();
    home
}

fn durable(home: &TempDir) -> ServerConfig {
    ServerConfig::durable(home.path().join("pg"))
}

async fn connect(server: &PrivateServer) -> PgConnection {
    server.ensure_database(DATABASE).await.unwrap();
    server.connect_options(DATABASE).connect().await.unwrap()
}

async fn remember(server: &PrivateServer, number: i32) {
    let mut connection = connect(server).await;
    sqlx::query("CREATE TABLE IF NOT EXISTS remembered (number integer)")
        .execute(&mut connection)
        .await
        .unwrap();
    sqlx::query("INSERT INTO remembered VALUES ($1)")
        .bind(number)
        .execute(&mut connection)
        .await
        .unwrap();
    connection.close().await.unwrap();
}

async fn remembered(server: &PrivateServer) -> Vec<i32> {
    let mut connection = connect(server).await;
    sqlx::query_scalar("SELECT number FROM remembered ORDER BY number")
        .fetch_all(&mut connection)
        .await
        .unwrap()
}

fn send(signal: Signal, pid: u32) {
    kill(Pid::from_raw(i32::try_from(pid).unwrap()), signal).unwrap();
}

fn is_alive(pid: u32) -> bool {
    kill(Pid::from_raw(i32::try_from(pid).unwrap()), None).is_ok()
}

/// Asks again and again, because the answer depends on another process; fails when it never comes.
async fn eventually<T>(what: &str, mut ask: impl AsyncFnMut() -> Option<T>) -> T {
    let patience = Duration::from_mins(1);
    let asking = async {
        loop {
            if let Some(answer) = ask().await {
                return answer;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(patience, asking)
        .await
        .unwrap_or_else(|_| panic!("never happened: {what}"))
}

/// The test by which the child enters this program.
const ENTRANCE: &str = "the_server_of_a_killed_owner_is_replaced_and_its_data_is_there";

/// This test program once more, owning a server until it is killed.
struct OwnerProcess {
    process: Child,
    postgres: u32,
}

impl OwnerProcess {
    fn start(directory: &Path, kind: &str) -> Self {
        let mut process = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", ENTRANCE])
            .env(DIRECTORY, directory)
            .env(KIND, kind)
            // A shell's settings for some other server; none of them may lead anywhere.
            .envs([
                ("PGHOST", "db.example"),
                ("PGPORT", "1"),
                ("PGUSER", "mallory"),
                ("PGDATABASE", "elsewhere"),
                ("PGDATA", "/nonexistent"),
                ("PGSSLMODE", "require"),
            ])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let postgres = lines
            .map_while(Result::ok)
            .find_map(|line| line.strip_prefix("postgres ").map(str::to_owned))
            .expect("the owner process should have started a server");
        Self {
            process,
            postgres: postgres.parse().unwrap(),
        }
    }

    fn kill(mut self) -> u32 {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
        self.postgres
    }
}

/// What the child does: owns the server that its environment names, and tells its process id.
async fn own_until_killed(directory: PathBuf) {
    let config = match std::env::var_os(KIND).unwrap().to_str().unwrap() {
        "durable" => ServerConfig::durable(directory),
        _ => ServerConfig::throwaway(directory),
    };
    let server = PrivateServer::start(config).await.unwrap();
    remember(&server, 1).await;
    // Not by the print macros: the test harness would keep it to itself.
    let mut out = std::io::stdout();
    writeln!(out, "\npostgres {}", server.pid().unwrap()).unwrap();
    std::future::pending::<()>().await;
}

#[tokio::test]
async fn a_restart_keeps_the_data_and_a_second_owner_is_refused() {
    let home = home();
    let server = PrivateServer::start(durable(&home)).await.unwrap();
    remember(&server, 1).await;

    let refusal = PrivateServer::start(durable(&home)).await.unwrap_err();
    assert!(
        matches!(refusal, PrivateServerError::OwnedByAnother { pid, .. } if pid == Some(std::process::id())),
        "{refusal}"
    );

    server.stop().await;
    assert_eq!(server.pid(), None);
    let server = PrivateServer::start(durable(&home)).await.unwrap();
    remember(&server, 2).await;
    assert_eq!(remembered(&server).await, [1, 2]);
    server.stop().await;
}

#[tokio::test]
async fn nobody_else_can_reach_it_and_it_never_runs_as_root() {
    let home = home();
    let server = PrivateServer::start(durable(&home)).await.unwrap();
    let run = fs::metadata(home.path().join("pg/run")).unwrap();
    let data = fs::metadata(home.path().join("pg/data")).unwrap();
    assert_eq!((run.mode() & 0o777, data.mode() & 0o777), (0o700, 0o700));
    assert_ne!(data.uid(), 0);
    let mut connection = connect(&server).await;
    let addresses: String = sqlx::query_scalar("SHOW listen_addresses")
        .fetch_one(&mut connection)
        .await
        .unwrap();
    assert_eq!(addresses, "");
    server.stop().await;
}

#[tokio::test]
async fn the_supervisor_brings_a_killed_postgres_back_with_its_data() {
    let home = home();
    let server = PrivateServer::start(durable(&home)).await.unwrap();
    remember(&server, 1).await;
    let token = CancellationToken::new();
    let supervising = server.supervise(token.clone());
    let killing = async {
        for round in 0..2 {
            let killed = server.pid().unwrap();
            send(Signal::SIGKILL, killed);
            eventually("a new postgres", async || {
                server.pid().filter(|pid| *pid != killed)
            })
            .await;
            remember(&server, 2 + round).await;
        }
        assert_eq!(remembered(&server).await, [1, 2, 3]);
        token.cancel();
    };
    tokio::join!(supervising, killing);
    server.stop().await;
}

#[tokio::test]
async fn stopping_ends_the_supervisor_too() {
    let home = home();
    let server = PrivateServer::start(durable(&home)).await.unwrap();
    let never = CancellationToken::new();
    tokio::join!(server.supervise(never), server.stop());
    assert_eq!(server.pid(), None);
}

#[tokio::test]
async fn the_server_of_a_killed_owner_is_replaced_and_its_data_is_there() {
    // The child enters by this test too, and is told apart by its environment.
    if let Some(directory) = std::env::var_os(DIRECTORY) {
        return own_until_killed(directory.into()).await;
    }
    let home = home();
    let orphan = OwnerProcess::start(&home.path().join("pg"), "durable").kill();
    assert!(is_alive(orphan), "nothing was left behind");

    let server = PrivateServer::start(durable(&home)).await.unwrap();
    assert_ne!(server.pid(), Some(orphan));
    assert_eq!(remembered(&server).await, [1]);
    server.stop().await;
}

#[tokio::test]
async fn recovers_after_owner_and_postgres_were_both_killed() {
    let home = home();
    let owner = OwnerProcess::start(&home.path().join("pg"), "durable");
    send(Signal::SIGKILL, owner.postgres);
    owner.kill();
    assert!(home.path().join("pg/data/postmaster.pid").exists());

    let server = PrivateServer::start(durable(&home)).await.unwrap();
    assert_eq!(remembered(&server).await, [1]);
    server.stop().await;
}

#[tokio::test]
async fn a_pid_file_that_names_a_living_stranger_harms_neither() {
    let home = home();
    let owner = OwnerProcess::start(&home.path().join("pg"), "durable");
    send(Signal::SIGKILL, owner.postgres);
    owner.kill();
    let mut stranger = Command::new("sleep").arg("600").spawn().unwrap();
    for file in ["pg/data/postmaster.pid", "pg/run/.s.PGSQL.5432.lock"] {
        let path = home.path().join(file);
        let text = fs::read_to_string(&path).unwrap();
        let rest = text.split_once('\n').unwrap().1;
        fs::write(&path, format!("{}\n{rest}", stranger.id())).unwrap();
    }

    let server = PrivateServer::start(durable(&home)).await.unwrap();
    assert_eq!(remembered(&server).await, [1]);
    assert!(stranger.try_wait().unwrap().is_none(), "it was killed");
    stranger.kill().unwrap();
    stranger.wait().unwrap();
    server.stop().await;
}

#[tokio::test]
async fn a_throwaway_server_vanishes_with_its_killed_owner() {
    let home = home();
    let directory = home.path().join("pg");
    let postgres = OwnerProcess::start(&directory, "throwaway").kill();
    eventually("the directory is gone", async || {
        (!directory.exists()).then_some(())
    })
    .await;
    let socket_is_gone = !directory.join("run").exists();
    assert!(socket_is_gone, "postgres {postgres} still has its socket");
}

#[tokio::test]
async fn a_stopped_throwaway_server_leaves_nothing_behind() {
    let home = home();
    let directory = home.path().join("pg");
    let server = PrivateServer::start(ServerConfig::throwaway(&directory))
        .await
        .unwrap();
    server.stop().await;
    assert!(!directory.exists());
}

#[tokio::test]
async fn a_throwaway_server_refuses_a_folder_with_files() {
    let home = home();
    fs::write(home.path().join("thesis.txt"), "years of work").unwrap();
    let error = PrivateServer::start(ServerConfig::throwaway(home.path()))
        .await
        .unwrap_err();
    assert!(matches!(error, PrivateServerError::NotEmpty { .. }));
    assert!(home.path().join("thesis.txt").exists());
}

#[tokio::test]
async fn data_of_another_major_version_is_refused_with_both_versions() {
    let home = home();
    let server = PrivateServer::start(durable(&home)).await.unwrap();
    server.stop().await;
    let version_file = home.path().join("pg/data/PG_VERSION");
    let installed = fs::read_to_string(&version_file).unwrap();
    fs::write(&version_file, "9\n").unwrap();

    let error = PrivateServer::start(durable(&home)).await.unwrap_err();
    let message = error.to_string();
    assert!(
        message.contains("written by PostgreSQL 9") && message.contains(installed.trim()),
        "{message}"
    );
    assert!(home.path().join("pg/data/global").exists());
}

#[tokio::test]
async fn a_half_made_cluster_is_thrown_away_and_made_anew() {
    let home = home();
    let half = home.path().join("pg/data.incomplete");
    fs::create_dir_all(half.join("base")).unwrap();
    fs::write(half.join("PG_VERSION"), "15\n").unwrap();

    let server = PrivateServer::start(durable(&home)).await.unwrap();
    remember(&server, 1).await;
    assert!(!half.exists());
    server.stop().await;
}

#[tokio::test]
async fn without_programs_nothing_is_created() {
    let home = home();
    let mut config = durable(&home);
    config.binaries = BinaryFolder::Given(home.path().to_path_buf());
    let error = PrivateServer::start(config).await.unwrap_err();
    assert!(matches!(error, PrivateServerError::NotABinaryFolder { .. }));
    assert!(!home.path().join("pg").exists());
}

#[tokio::test]
async fn as_root_a_directory_that_the_account_cannot_reach_is_replaced() {
    if !Uid::effective().is_root() {
        return;
    }
    let home = home();
    fs::set_permissions(home.path(), fs::Permissions::from_mode(0o700)).unwrap();
    let server = PrivateServer::start(ServerConfig::throwaway(home.path().join("pg")))
        .await
        .unwrap();
    let replacement = server.directory().to_path_buf();
    assert!(replacement.starts_with("/var/lib/alphapy"));
    server.stop().await;
    assert!(!replacement.exists());
}
