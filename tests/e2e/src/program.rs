//! The program as it is installed, in a process of its own.

use std::fs::{self, File};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};

use adapter_postgres::ConnectOptions;
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use serde_json::Value;

use crate::{API_KEY, PATIENCE, Town, eventually};

/// The program while it runs. It is killed when this is dropped.
#[derive(Debug)]
pub struct Program {
    child: Child,
    log: PathBuf,
}

impl Program {
    /// Starts it from its file with these arguments, and nothing but this in its environment. All that it says goes to a
    /// file in `folder`.
    pub fn start(
        file: &str,
        folder: &Path,
        arguments: &[&str],
        environment: impl IntoIterator<Item = (String, String)>,
    ) -> Self {
        let log = folder.join(format!("{}.log", arguments.join("-")));
        let out = File::create(&log).expect("a file");
        let both = out.try_clone().expect("the same file");
        let child = Command::new(file)
            .args(arguments)
            .current_dir(folder)
            .env_clear()
            .envs(environment)
            .stdin(Stdio::null())
            .stdout(out)
            .stderr(both)
            .spawn();
        let child = child.expect("the program starts");
        Self { child, log }
    }

    /// What it has said so far.
    pub fn said(&self) -> String {
        fs::read_to_string(&self.log).expect("what it said")
    }

    /// The address of its API, once it runs.
    pub async fn api(&self) -> SocketAddr {
        let mut api = None;
        let runs = eventually(PATIENCE, async || {
            api = address(&self.said());
            api.is_some()
        });
        assert!(runs.await, "it does not run:\n{}", self.said());
        api.expect("just found")
    }

    /// How much memory it has, in bytes.
    pub fn resident_bytes(&self) -> u64 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id()));
        let status = status.expect("it runs on Linux");
        let line = status.lines().find_map(|it| it.strip_prefix("VmRSS:"));
        let kilobytes = line.and_then(|it| it.trim().strip_suffix(" kB"));
        kilobytes
            .and_then(|it| it.parse::<u64>().ok())
            .expect("a number")
            * 1024
    }

    /// Asks it to stop, as whoever runs it would.
    pub fn terminate(&self) {
        let pid = i32::try_from(self.child.id()).expect("process ids fit");
        kill(Pid::from_raw(pid), Signal::SIGTERM).expect("our own child takes signals");
    }

    /// Waits until it has ended.
    pub async fn ends(&mut self) -> ExitStatus {
        let mut status = None;
        let ended = eventually(PATIENCE * 3, async || {
            status = self.child.try_wait().ok().flatten();
            status.is_some()
        });
        let ended = ended.await;
        assert!(ended, "it does not end:\n{}", self.said());
        status.expect("just found")
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // One that has ended already cannot be killed again, which is what we want.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn address(said: &str) -> Option<SocketAddr> {
    let mut lines = said.lines().filter_map(|it| serde_json::from_str(it).ok());
    let running = lines.find(|it: &Value| it["message"] == "running")?;
    running["api"].as_str()?.parse().ok()
}

/// The address of a database on a private server, as `DATABASE_URL` takes it, with a password that nobody asks for.
pub fn database_url(options: &ConnectOptions, password: &str) -> String {
    let socket = options.get_socket().expect("a private server has a socket");
    format!(
        "postgres://{}:{password}@localhost:{}/{}?host={}",
        options.get_username(),
        options.get_port(),
        options.get_database().expect("it has a name"),
        socket.display()
    )
}

impl Town {
    /// What the program has to be told to be the town's bot.
    pub fn environment(&self) -> Vec<(String, String)> {
        let pairs = [
            ("BOT_TOKEN", self.simulator.token()),
            (
                "DATABASE_URL",
                database_url(&self.database.options(), "none"),
            ),
            ("DISCORD_PROXY", self.simulator.http_addr()),
            ("DISCORD_GATEWAY_URL", self.simulator.gateway_url()),
            ("API_KEY", API_KEY.to_owned()),
            ("BIND", "127.0.0.1".to_owned()),
            ("PORT", "0".to_owned()),
            ("AUTO_MIGRATE", "1".to_owned()),
            ("LOG_FORMAT", "json".to_owned()),
        ];
        pairs.map(|(name, value)| (name.to_owned(), value)).into()
    }
}
