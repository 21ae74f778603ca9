//! The program as an operator meets it: started, asked, killed, stopped; its schema and its demo.

use std::fs::{self, File, Permissions};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{ExitStatus, Stdio};
use std::time::Duration;

use discord_simulator::{Options, Simulator};
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use serde_json::Value;
use tempfile::TempDir;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::process::{Child, Command};

/// How long anything may take on a busy machine.
const PATIENCE: Duration = Duration::from_mins(2);

/// A folder with room for the data, which the account of the private Postgres can reach.
fn home() -> TempDir {
    let home = tempfile::Builder::new().prefix("alphapy-").tempdir();
    let home = home.expect("a temporary folder");
    fs::set_permissions(home.path(), Permissions::from_mode(0o755)).expect("the folder is ours");
    home
}

/// The program in this folder, with nothing else in its environment.
fn alphapy(home: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_alphapy"));
    command
        .args(arguments)
        .current_dir(home)
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap_or_default())
        .env("APP_ENV", "production")
        .env("API_KEY", "0123456789abcdef0123456789abcdef")
        .env("ALPHAPY_DATA_DIR", home.join("pg"))
        .env("BIND", "127.0.0.1")
        .env("PORT", "0");
    command
}

/// What the program says, and how it ended.
async fn said(home: &Path, arguments: &[&str]) -> (Option<i32>, String) {
    let running = alphapy(home, arguments).output();
    let output = tokio::time::timeout(PATIENCE, running).await;
    let output = output.expect("it ends").expect("it starts");
    let text = [output.stdout, output.stderr].map(|it| String::from_utf8_lossy(&it).into_owned());
    (output.status.code(), text.concat())
}

/// Asks until there is an answer.
async fn eventually<T>(what: &str, mut ask: impl FnMut() -> Option<T>) -> T {
    let asking = async {
        loop {
            if let Some(answer) = ask() {
                return answer;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    let answer = tokio::time::timeout(PATIENCE, asking).await;
    answer.unwrap_or_else(|_| panic!("{what} did not come"))
}

/// The bot as a process. Its Postgres ends with it, also when a test fails.
struct Bot {
    child: Child,
    log: PathBuf,
}

impl Bot {
    fn start(home: &Path, simulator: &Simulator, log: &str) -> Self {
        let log = home.join(log);
        let file = File::create(&log).expect("a file for the log");
        let child = alphapy(home, &["run"])
            .env("BOT_TOKEN", simulator.token())
            .env("DISCORD_PROXY", simulator.http_addr())
            .env("DISCORD_GATEWAY_URL", simulator.gateway_url())
            .env("LOG_FORMAT", "json")
            .stdout(Stdio::null())
            .stderr(file)
            .spawn();
        let child = child.expect("the program starts");
        Self { child, log }
    }

    /// Waits until it says where its API is.
    async fn address(&self) -> String {
        let told = || {
            let log = fs::read_to_string(&self.log).ok()?;
            let mut lines = log.lines().filter_map(|it| serde_json::from_str(it).ok());
            let running = lines.find(|it: &Value| it["message"] == "running")?;
            running["api"].as_str().map(str::to_owned)
        };
        eventually("the address of the API", told).await
    }

    fn signal(&self, signal: Signal) {
        if let Some(pid) = self.child.id().and_then(|it| i32::try_from(it).ok()) {
            kill(Pid::from_raw(pid), signal).expect("the process is ours");
        }
    }

    async fn ends(&mut self, signal: Signal, within: Duration) -> ExitStatus {
        self.signal(signal);
        let ended = tokio::time::timeout(within, self.child.wait()).await;
        ended.expect("it ends in time").expect("it is our child")
    }
}

impl Drop for Bot {
    fn drop(&mut self) {
        self.signal(Signal::SIGTERM);
    }
}

async fn get(address: &str, path: &str) -> String {
    let request = format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
    let mut stream = TcpStream::connect(address).await.expect("it listens");
    stream
        .write_all(request.as_bytes())
        .await
        .expect("it reads");
    let mut answer = String::new();
    stream
        .read_to_string(&mut answer)
        .await
        .expect("it answers");
    answer
}

/// Waits for a session beyond those that earlier processes left behind, and for good health.
async fn is_ready(bot: &Bot, simulator: &Simulator) {
    let address = bot.address().await;
    assert!(simulator.wait_for_sessions(1).await, "no session came");
    let health = get(&address, "/health").await;
    assert!(health.starts_with("HTTP/1.1 200"), "{health}");
    assert!(health.contains(r#""status":"ok""#), "{health}");
}

#[tokio::test]
async fn it_runs_outlives_being_killed_and_stops_so_that_it_can_go_on() {
    let home = home();
    let options = Options {
        patience: PATIENCE,
        ..Options::default()
    };
    let simulator = Simulator::start(options).await.expect("a simulator");
    let guild = simulator
        .guild("Town")
        .owner("sara")
        .channel("general")
        .create();
    simulator.install_bot(&guild);

    let mut first = Bot::start(home.path(), &simulator, "first.log");
    is_ready(&first, &simulator).await;
    first.ends(Signal::SIGKILL, PATIENCE).await;
    eventually("the end of the connection", || {
        (simulator.connected_sessions() == 0).then_some(())
    })
    .await;

    let mut second = Bot::start(home.path(), &simulator, "second.log");
    is_ready(&second, &simulator).await;
    let sessions = simulator.kept_sessions();
    let status = second.ends(Signal::SIGTERM, Duration::from_secs(25)).await;
    let log = fs::read_to_string(&second.log).expect("its log");
    assert_eq!(status.code(), Some(0), "{log}");
    assert_eq!(simulator.connected_sessions(), 0);
    assert_eq!(simulator.kept_sessions(), sessions, "its session is lost");
    assert!(
        !home.path().join("pg/data/postmaster.pid").exists(),
        "{log}"
    );
    simulator.stop().await;
}

#[tokio::test]
async fn the_demo_tells_its_story_and_counts_it() {
    let home = home();
    let (code, text) = said(home.path(), &["demo", "--once"]).await;
    assert_eq!(code, Some(0), "{text}");
    let last = text.lines().rfind(|it| it.starts_with('{'));
    let last = last.expect("a line of JSON");
    let counts: Value = serde_json::from_str(last).expect("JSON on the last line");
    for count in [
        "announcements_read",
        "reminders_created",
        "occurrences_sent",
        "tickets_closed",
        "answers_found",
        "newcomers_welcomed",
    ] {
        assert!(
            counts[count].as_u64().is_some_and(|it| it > 0),
            "{count} in {last}"
        );
    }
    assert_eq!(
        (&counts["duplicates"], &counts["lost"]),
        (&0.into(), &0.into())
    );
    assert!(
        counts["seconds"].as_f64().is_some_and(|it| it > 0.0),
        "{last}"
    );
}

#[tokio::test]
async fn the_schema_goes_up_and_down_and_the_doctor_looks_at_it() {
    let home = home();
    let step = async |arguments: &[&str]| {
        let (code, text) = said(home.path(), &[&["migrate"], arguments].concat()).await;
        assert_eq!(code, Some(0), "{arguments:?}: {text}");
        text
    };
    let pending = step(&["status"]).await;
    assert!(
        pending.contains("pending") && !pending.contains("applied"),
        "{pending}"
    );
    let applied = step(&["up"]).await;
    let last = applied
        .lines()
        .rev()
        .find_map(|it| it.strip_prefix("applied ")?.split_whitespace().next());
    let last = last.expect("a step was applied").to_owned();
    assert!(!step(&["status"]).await.contains("pending"));

    let (code, found) = said(home.path(), &["doctor"]).await;
    assert_eq!(code, Some(1), "{found}");
    let mended: Vec<_> = found.lines().filter(|it| it.starts_with("MEND")).collect();
    assert!(
        mended.len() == 1 && mended[0].contains("BOT_TOKEN"),
        "{found}"
    );
    assert!(found.contains("up to date"), "{found}");

    assert!(step(&["history"]).await.contains(&last));
    assert!(step(&["down", &last]).await.contains(&last));
    let (code, refused) = said(home.path(), &["migrate", "down", &last]).await;
    assert_eq!(code, Some(1), "{refused}");
    let status = step(&["status"]).await;
    assert_eq!(status.matches("pending").count(), 1, "{status}");
}

/// What `alphapy doctor --json` found beside this simulator, and how it ended.
async fn examined(home: &Path, simulator: &Simulator) -> (Option<i32>, Value) {
    let running = alphapy(home, &["doctor", "--json"])
        .env("BOT_TOKEN", simulator.token())
        .env("DISCORD_PROXY", simulator.http_addr())
        .output();
    let output = tokio::time::timeout(PATIENCE, running).await;
    let output = output.expect("it ends").expect("it starts");
    let found = serde_json::from_slice(&output.stdout).expect("one JSON document");
    (output.status.code(), found)
}

/// The findings of one check, as `verdict: found`.
fn of_check(found: &Value, check: &str) -> Vec<String> {
    let findings = found["findings"].as_array().expect("a list of findings");
    let of_check = findings.iter().filter(|it| it["check"] == check);
    let line = |it: &Value| format!("{}: {}", it["verdict"], it["found"]).replace('"', "");
    of_check.map(line).collect()
}

#[tokio::test]
async fn the_doctor_finds_a_sound_bot_sound_and_names_an_intent_that_is_off() {
    let home = home();
    let simulator = Simulator::start(Options::default())
        .await
        .expect("a simulator");
    let (code, found) = examined(home.path(), &simulator).await;
    assert_eq!((code, &found["ok"]), (Some(0), &true.into()), "{found:#}");
    for check in [
        "environment",
        "token",
        "application",
        "intents",
        "gateway",
        "clock",
        "database",
        "role",
        "schema",
        "port",
        "disk",
        "zones",
    ] {
        let lines = of_check(&found, check);
        assert!(!lines.is_empty(), "{check} is not looked at: {found:#}");
    }
    simulator.stop().await;

    let without = Options {
        allowed_intents: 0,
        ..Options::default()
    };
    let simulator = Simulator::start(without).await.expect("a simulator");
    let (code, found) = examined(home.path(), &simulator).await;
    assert_eq!((code, &found["ok"]), (Some(1), &false.into()), "{found:#}");
    let intents = of_check(&found, "intents");
    assert!(
        intents[0].starts_with("mend: Message Content Intent is off"),
        "{found:#}"
    );
    assert!(
        intents[1].starts_with("note: Server Members Intent is off"),
        "{found:#}"
    );
    simulator.stop().await;
}

#[tokio::test]
async fn the_doctor_says_what_is_wrong_with_the_environment_and_never_a_value() {
    let home = home();
    let running = alphapy(home.path(), &["doctor", "--json"])
        .env("OWNER_IDS", "secret")
        .output();
    let output = running.await.expect("it starts");
    assert_eq!(output.status.code(), Some(2));
    let found: Value = serde_json::from_slice(&output.stdout).expect("one JSON document");
    let lines = of_check(&found, "environment");
    assert!(
        lines.len() == 1 && lines[0].contains("OWNER_IDS"),
        "{found:#}"
    );
    assert!(!found.to_string().contains("secret"), "{found:#}");
}
