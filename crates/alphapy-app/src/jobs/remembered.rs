//! Shows how much the status commands and the secrets keep in memory.

use adapter_discord::Status;
use operations_core::{Cooldowns, MOST_SECRETS, Secrets};
use tokio_util::sync::CancellationToken;

use super::BACKLOG_PAUSE;
use crate::lifecycle::unless_stopped;
use crate::measures;

/// Shows it every few seconds.
pub(crate) async fn measure_remembered(
    status: Status,
    secrets: Option<Secrets>,
    stop: CancellationToken,
) {
    loop {
        let secrets = secrets.as_ref().map_or(0, Secrets::remembered);
        measures::memory("secrets", secrets, MOST_SECRETS);
        let people = status.releases.remembered();
        measures::memory("command_cooldowns", people, Cooldowns::MOST);
        let pause = tokio::time::sleep(BACKLOG_PAUSE);
        if unless_stopped(&stop, pause).await.is_none() {
            return;
        }
    }
}
