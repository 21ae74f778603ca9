//! Shows how much is kept for the pickers of dashboards.

use adapter_discord::DiscordPickers;
use tokio_util::sync::CancellationToken;

use super::BACKLOG_PAUSE;
use crate::lifecycle::unless_stopped;
use crate::measures;

/// Shows it every few seconds.
pub(crate) async fn measure_pickers(pickers: DiscordPickers, stop: CancellationToken) {
    loop {
        measures::memory(
            "discord_pickers",
            pickers.guilds(),
            DiscordPickers::MOST_GUILDS,
        );
        let pause = tokio::time::sleep(BACKLOG_PAUSE);
        if unless_stopped(&stop, pause).await.is_none() {
            return;
        }
    }
}
