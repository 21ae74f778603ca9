//! Brings the server back when it dies.

use std::time::Duration;

use tokio::time::{Instant, sleep};
use tokio_util::sync::CancellationToken;

use super::server::{PrivateServer, Running};

const FIRST_PAUSE: Duration = Duration::from_millis(250);
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

/// A server that ran this long was healthy, so its end is a new event and not one more of a series.
const HEALTHY: Duration = Duration::from_mins(1);

impl PrivateServer {
    /// Watches over the server and restarts it when it dies, waiting ever longer between attempts. Ends when the token is
    /// cancelled, which leaves the server running, or when [`stop`](Self::stop) is called.
    pub async fn supervise(&self, token: CancellationToken) {
        tokio::select! {
            () = token.cancelled() => {}
            () = self.stopping.cancelled() => {}
            () = self.keep_running() => {}
        }
    }

    async fn keep_running(&self) {
        let mut pause = FIRST_PAUSE;
        loop {
            let mut guard = self.running.lock().await;
            let Some(running) = guard.as_mut() else {
                return;
            };
            let since = Instant::now();
            let status = running.postmaster.ended().await;
            tracing::error!(%status, "the private postgres died; restarting it");
            if since.elapsed() > HEALTHY {
                pause = FIRST_PAUSE;
            }
            self.restart(running, &mut pause).await;
        }
    }

    async fn restart(&self, running: &mut Running, pause: &mut Duration) {
        loop {
            sleep(*pause).await;
            *pause = (*pause * 2).min(LONGEST_PAUSE);
            match self.relaunch().await {
                Ok(postmaster) => {
                    running.postmaster = postmaster;
                    return;
                }
                Err(error) => tracing::error!(
                    error = &error as &dyn std::error::Error,
                    seconds = pause.as_secs_f32(),
                    "the private postgres could not be restarted; trying again"
                ),
            }
        }
    }
}
