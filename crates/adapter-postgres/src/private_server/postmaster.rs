//! One running server process: started, waited for, stopped.

use std::process::Stdio;
use std::time::Duration;

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use sqlx::postgres::PgConnectOptions;
use sqlx::{ConnectOptions, Connection};
use tokio::process::{Child, Command};
use tokio::time::{Instant, sleep, timeout};

use super::account::Account;
use super::binaries::Binaries;
use super::config::Durability;
use super::error::PrivateServerError;
use super::layout::{Layout, PORT};

/// From asking the server to finish (open transactions are rolled back), over letting everything fall, to the end. Together
/// well below the time in which an orchestrator expects us to be gone.
pub(super) const STOP_ORDER: [(Signal, Duration); 3] = [
    (Signal::SIGINT, Duration::from_secs(8)),
    (Signal::SIGQUIT, Duration::from_secs(4)),
    (Signal::SIGKILL, Duration::from_secs(4)),
];

/// Sorting by code point, the same on every machine; macOS has no locale of that name.
pub(super) const LOCALE: &str = if cfg!(target_os = "macos") {
    "en_US.UTF-8"
} else {
    "C.UTF-8"
};

/// Recovery after a crash replays the log, which takes its time on a slow disk.
const LONGEST_START: Duration = Duration::from_mins(2);

const ALWAYS: &[&str] = &[
    "listen_addresses=",
    "unix_socket_permissions=0700",
    "timezone=UTC",
    "log_timezone=UTC",
    "log_checkpoints=off",
    "max_connections=200",
];

const FORGETFUL: &[&str] = &[
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "wal_level=minimal",
    "max_wal_senders=0",
    // Its workers would stand in the way of copying a template database.
    "autovacuum=off",
];

/// A server process. Dropping it asks it to end, without waiting.
#[derive(Debug)]
pub(super) struct Postmaster {
    child: Child,
}

impl Postmaster {
    /// In a process group of its own, because a ctrl-c in a terminal goes to the whole group and would stop the
    /// database before us.
    pub(super) fn spawn(
        binaries: &Binaries,
        layout: &Layout,
        account: &Account,
        durability: Durability,
    ) -> Result<Self, PrivateServerError> {
        let log = layout.open_log()?;
        let also_log = log
            .try_clone()
            .map_err(PrivateServerError::io("open", layout.log()))?;
        let mut command = Command::new(binaries.postgres());
        command
            .arg("-D")
            .arg(layout.data())
            .arg("-k")
            .arg(layout.run())
            .args(["-p", &PORT.to_string()])
            .stdin(Stdio::null())
            .stdout(log)
            .stderr(also_log)
            .process_group(0);
        let forgetful = match durability {
            Durability::Durable => &[],
            Durability::Throwaway => FORGETFUL,
        };
        for setting in ALWAYS.iter().chain(forgetful) {
            command.args(["-c", setting]);
        }
        account.run_as(&mut command);
        forget_surroundings(&mut command);
        let child = command
            .spawn()
            .map_err(PrivateServerError::io("run", binaries.postgres()))?;
        Ok(Self { child })
    }

    /// Waits until the server answers a connection.
    pub(super) async fn ready(
        &mut self,
        options: &PgConnectOptions,
        layout: &Layout,
    ) -> Result<(), PrivateServerError> {
        let deadline = Instant::now() + LONGEST_START;
        loop {
            if self.has_ended() {
                return Err(PrivateServerError::Exited {
                    log: layout.log(),
                    tail: layout.log_tail(),
                });
            }
            // A refusal only means that it is not there yet; a real one ends the process or the deadline.
            if let Ok(Ok(connection)) = timeout(Duration::from_secs(2), options.connect()).await {
                if let Err(error) = connection.close().await {
                    tracing::debug!(
                        error = &error as &dyn std::error::Error,
                        "closing the first connection failed"
                    );
                }
                return Ok(());
            }
            if Instant::now() > deadline {
                return Err(PrivateServerError::NoAnswer {
                    seconds: LONGEST_START.as_secs(),
                    log: layout.log(),
                    tail: layout.log_tail(),
                });
            }
            sleep(Duration::from_millis(25)).await;
        }
    }

    /// Waits until the server ends by itself, and says how it ended.
    pub(super) async fn ended(&mut self) -> String {
        match self.child.wait().await {
            Ok(status) => status.to_string(),
            Err(error) => error.to_string(),
        }
    }

    /// Stops the server, ever less politely.
    pub(super) async fn stop(&mut self) {
        for (signal, patience) in STOP_ORDER {
            self.signal(signal);
            if timeout(patience, self.child.wait()).await.is_ok() {
                return;
            }
            tracing::warn!(%signal, seconds = patience.as_secs(), "postgres did not stop in time");
        }
    }

    /// The process, unless it has ended.
    pub(super) fn pid(&self) -> Option<u32> {
        self.child.id()
    }

    fn has_ended(&mut self) -> bool {
        !matches!(self.child.try_wait(), Ok(None))
    }

    /// The number is certainly still the server's, because only waiting for a child frees it for another process, and
    /// `id` is empty from then on.
    fn signal(&self, signal: Signal) {
        let pid = self.child.id().and_then(|pid| i32::try_from(pid).ok());
        if let Some(Err(error)) = pid.map(|pid| kill(Pid::from_raw(pid), signal)) {
            tracing::debug!(%signal, %error, "could not signal postgres");
        }
    }
}

impl Drop for Postmaster {
    fn drop(&mut self) {
        self.signal(Signal::SIGINT);
    }
}

/// Keeps settings that the caller's shell has for another Postgres away from ours.
pub(super) fn forget_surroundings(command: &mut Command) {
    for name in [
        "PGDATA",
        "PGPORT",
        "PGHOST",
        "PGUSER",
        "PGDATABASE",
        "PGOPTIONS",
        "PGDATESTYLE",
        "PGTZ",
    ] {
        command.env_remove(name);
    }
    command.env("LC_ALL", LOCALE);
}
