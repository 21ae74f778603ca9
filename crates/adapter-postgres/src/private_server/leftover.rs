//! What an earlier run left behind: a server that outlived its owner, or pid files that name the dead.
//!
//! Only called by the holder of the owner lock, so whatever runs on this cluster is an orphan.

use std::fs;
use std::io;
use std::time::Duration;

use nix::errno::Errno;
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

use super::error::PrivateServerError;
use super::layout::Layout;
use super::postmaster::STOP_ORDER;

/// Stops an orphaned server and makes stale files harmless, so that a new server can start.
pub(super) async fn clear(layout: &Layout) -> Result<(), PrivateServerError> {
    let Some(recorded) = RecordedServer::read(layout)? else {
        return Ok(());
    };
    if recorded.is_running() {
        tracing::warn!(
            pid = recorded.pid.as_raw(),
            "stopping the postgres of an earlier run"
        );
        stop(recorded.pid).await?;
    }
    disarm_pid_file(layout, recorded.pid)?;
    for stale in [layout.socket(), layout.socket_lock()] {
        match fs::remove_file(&stale) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(PrivateServerError::io("remove", &stale)(error));
            }
            _ => {}
        }
    }
    Ok(())
}

/// What `postmaster.pid` says.
struct RecordedServer {
    pid: Pid,
    data: String,
}

impl RecordedServer {
    fn read(layout: &Layout) -> Result<Option<Self>, PrivateServerError> {
        let path = layout.pid_file();
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(PrivateServerError::io("read", &path)(error)),
        };
        let mut lines = text.lines();
        let pid = lines.next().and_then(|line| line.trim().parse().ok());
        let data = lines.next().unwrap_or_default().to_owned();
        Ok(pid.filter(|pid| *pid > 0).map(|pid| Self {
            pid: Pid::from_raw(pid),
            data,
        }))
    }

    /// A number alone proves nothing: it may be a zombie's, or have gone to another program since. So the process
    /// must also have been started with this cluster as an argument.
    fn is_running(&self) -> bool {
        !self.data.is_empty()
            && exists(self.pid)
            && process::arguments(self.pid).is_some_and(|it| it.contains(&self.data))
    }
}

async fn stop(pid: Pid) -> Result<(), PrivateServerError> {
    for (signal, patience) in STOP_ORDER {
        match kill(pid, signal) {
            Err(Errno::ESRCH) => return Ok(()),
            Err(error) => {
                tracing::warn!(%signal, %error, "could not signal the postgres of an earlier run");
            }
            Ok(()) => {}
        }
        let deadline = tokio::time::Instant::now() + patience;
        while tokio::time::Instant::now() < deadline {
            if !exists(pid) || process::arguments(pid).is_none() {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }
    Err(PrivateServerError::LeftoverWillNotStop { pid: pid.as_raw() })
}

/// Postgres refuses to start while its pid file names a living process, be it a zombie that nobody reaps or a stranger.
/// The file is not deleted, because it also names the shared memory by which Postgres finds out whether old backends
/// still write to the cluster. It accepts its own parent's number, which is ours.
fn disarm_pid_file(layout: &Layout, recorded: Pid) -> Result<(), PrivateServerError> {
    let path = layout.pid_file();
    if !exists(recorded) {
        return Ok(());
    }
    let text = match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(PrivateServerError::io("read", &path)(error)),
    };
    let rest = text.split_once('\n').map_or("", |(_, rest)| rest);
    fs::write(&path, format!("{}\n{rest}", std::process::id()))
        .map_err(PrivateServerError::io("write", &path))
}

/// Also true of a zombie, and of a process that we may not signal.
fn exists(pid: Pid) -> bool {
    kill(pid, None::<Signal>) != Err(Errno::ESRCH)
}

#[cfg(target_os = "linux")]
mod process {
    //! Reads `/proc`, because slim images have no `ps`.

    use nix::unistd::Pid;

    /// The command line, separated by spaces; a zombie has none.
    pub(super) fn arguments(pid: Pid) -> Option<String> {
        let raw = std::fs::read(format!("/proc/{pid}/cmdline")).ok()?;
        let text = String::from_utf8_lossy(&raw).replace('\0', " ");
        (!text.trim().is_empty()).then_some(text)
    }
}

#[cfg(not(target_os = "linux"))]
mod process {
    //! Asks `ps`, which every other Unix has.

    use nix::unistd::Pid;

    /// The command line, separated by spaces; a zombie's has no arguments.
    pub(super) fn arguments(pid: Pid) -> Option<String> {
        let output = std::process::Command::new("ps")
            .args(["-ww", "-o", "command=", "-p", &pid.to_string()])
            .output()
            .ok()?;
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        (output.status.success() && !text.contains("<defunct>")).then_some(text)
    }
}
