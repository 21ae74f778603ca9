//! Waiting for what another task, thread or process brings about.

use std::time::{Duration, Instant};

/// How often a condition is looked at.
const LOOK: Duration = Duration::from_millis(5);
/// How long something that is sure to come may take on a busy machine.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// Waits for a condition; `false` when it does not come true in time.
///
/// Nothing tells when the state of a process or a database changes, so it is asked again and again, in real time: the
/// clock of the bot does not move meanwhile.
pub async fn eventually(timeout: Duration, mut holds: impl AsyncFnMut() -> bool) -> bool {
    let deadline = Instant::now() + timeout;
    loop {
        if holds().await {
            return true;
        }
        if Instant::now() > deadline {
            return false;
        }
        tokio::time::sleep(LOOK).await;
    }
}
