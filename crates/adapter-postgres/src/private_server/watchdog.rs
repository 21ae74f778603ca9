//! Ends a throw-away server when its owner ends, in whatever way.
//!
//! A dying process can be relied on for one thing only: the system closes its files. So a small shell waits at the
//! other end of a pipe that is never written to, and clears up once it is closed.

use std::io;
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use super::error::PrivateServerError;
use super::layout::Layout;

/// Arguments: the directory. It only removes what the server made and the directory itself if nothing else is in it. Removing
/// is repeated because a server or an initdb that was cut short may still be writing.
const SCRIPT: &str = r#"
trap '' HUP INT TERM
while read -r _; do :; done
cd "$1" || exit 0
if read -r pid < data/postmaster.pid; then
    kill -QUIT "$pid"
    tries=0
    while kill -0 "$pid" && [ "$tries" -lt 50 ]; do sleep 0.1; tries=$((tries + 1)); done
    kill -KILL "$pid"
fi
for try in 1 2 3 4 5 6 7 8 9 10; do
    rm -rf data data.incomplete run && break
    sleep 0.5
done
rm -f server.log server.log.old owner.lock
cd / && rmdir "$1"
"#;

/// The shell at the other end of the pipe.
#[derive(Debug)]
pub(super) struct Watchdog {
    shell: Child,
}

impl Watchdog {
    pub(super) fn start(layout: &Layout) -> Result<Self, PrivateServerError> {
        // In a process group of its own, so that whatever kills us and ours does not kill it.
        let shell = Command::new("/bin/sh")
            .args(["-c", SCRIPT, "alphapy-watchdog"])
            .arg(layout.root())
            .current_dir("/")
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .process_group(0)
            .spawn()
            .map_err(PrivateServerError::io("run", "/bin/sh"))?;
        Ok(Self { shell })
    }

    /// Lets it clear up, and waits for it. The server must have stopped.
    pub(super) async fn finish(mut self) -> io::Result<()> {
        drop(self.shell.stdin.take());
        while self.shell.try_wait()?.is_none() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        Ok(())
    }
}
