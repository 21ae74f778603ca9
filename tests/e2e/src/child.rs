//! Alphapy in a process of its own, for tests that end it without warning.

use std::fs::OpenOptions;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use adapter_discord::Shards;
use adapter_postgres::ConnectOptions;
use alphapy_app::{AppOptions, Storage};
use discord_simulator::Simulator;
use nix::sys::signal::{Signal, kill};
use nix::sys::wait::{WaitPidFlag, WaitStatus, waitpid};
use nix::unistd::Pid;
use serde_json::{Value, json};

use crate::SharedClock;
use crate::model_server::asks;

/// What a child is told about where it lives.
#[derive(Debug, Clone)]
pub struct ChildPlan {
    json: Value,
    log: PathBuf,
}

impl ChildPlan {
    /// A child on this simulator, database and clock, that runs one of so many shards. Its log lines go to a file.
    pub fn new(
        simulator: &Simulator,
        database: &ConnectOptions,
        clock: &SharedClock,
        (shard, shards): (u32, u32),
        log: &Path,
    ) -> Self {
        let socket = database
            .get_socket()
            .expect("a private server has a socket");
        let json = json!({
            "proxy": simulator.http_addr(), "gateway": simulator.gateway_url(), "token": simulator.token(),
            "socket": socket, "port": database.get_port(), "user": database.get_username(),
            "database": database.get_database(), "clock": clock.path(), "shard": shard, "shards": shards,
        });
        Self {
            json,
            log: log.to_owned(),
        }
    }

    /// The same with a service with a language model, which listens there.
    pub fn asking(mut self, model: &str) -> Self {
        self.json["model"] = json!(model);
        self
    }

    /// Starts the child from its program.
    pub fn start(&self, program: &str) -> io::Result<ChildProcess> {
        let log = OpenOptions::new()
            .create(true)
            .append(true)
            .open(&self.log)?;
        let child = Command::new(program)
            .arg(self.json.to_string())
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()?;
        Ok(ChildProcess {
            child,
            frozen: AtomicBool::new(false),
        })
    }
}

/// A running child. It is killed when this is dropped, and ends by itself when the test's process does.
#[derive(Debug)]
pub struct ChildProcess {
    child: Child,
    frozen: AtomicBool,
}

impl ChildProcess {
    /// Ends it without warning, and waits until it is gone.
    pub fn kill(mut self) {
        self.end();
    }

    /// Has it stand still, in the middle of whatever it does, and waits until the last of its threads does.
    pub fn freeze(&self) {
        if !self.frozen.swap(true, Ordering::Relaxed) {
            self.signal(Signal::SIGSTOP);
            // The kernel tells once all threads have stopped; until then one may be in the middle of a write.
            let stopped = waitpid(self.pid(), Some(WaitPidFlag::WUNTRACED));
            assert!(
                matches!(stopped, Ok(WaitStatus::Stopped(..))),
                "{stopped:?}"
            );
        }
    }

    /// Has it go on.
    pub fn thaw(&self) {
        if self.frozen.swap(false, Ordering::Relaxed) {
            self.signal(Signal::SIGCONT);
        }
    }

    /// Asks it to end, as whoever runs it would.
    pub fn terminate(&self) {
        self.signal(Signal::SIGTERM);
    }

    /// Whether it still runs.
    pub fn runs(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(None))
    }

    fn signal(&self, signal: Signal) {
        kill(self.pid(), signal).expect("our own child takes signals");
    }

    fn pid(&self) -> Pid {
        Pid::from_raw(i32::try_from(self.child.id()).expect("process ids fit"))
    }

    fn end(&mut self) {
        // One that has ended already cannot be killed again, which is what we want.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for ChildProcess {
    fn drop(&mut self) {
        self.end();
    }
}

/// How the app is started in a child, by what it was told.
pub fn child_options(told: &str) -> AppOptions {
    let told: Value = serde_json::from_str(told).expect("the parent writes JSON");
    let text = |key: &str| told[key].as_str().expect("the parent tells it").to_owned();
    let number = |key: &str| told[key].as_u64().and_then(|it| u32::try_from(it).ok());
    let number = |key: &str| number(key).expect("the parent tells it");
    let clock = SharedClock::open(Path::new(&text("clock")), number("shard"));
    let clock = clock.expect("the parent made the clock");
    let port = u16::try_from(number("port")).expect("a port");
    let database = ConnectOptions::new_without_pgpass()
        .socket(text("socket"))
        .port(port)
        .username(&text("user"))
        .database(&text("database"));
    let mut options = AppOptions {
        storage: Storage::Given(Box::new(database)),
        bind: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
        shards: Shards {
            ids: vec![number("shard")],
            total: number("shards"),
        },
        discord_proxy: Some(text("proxy")),
        discord_gateway: Some(text("gateway")),
        ..AppOptions::new(text("token").into(), Arc::new(clock))
    };
    if let Some(model) = told["model"].as_str() {
        asks(&mut options, model);
    }
    options
}
