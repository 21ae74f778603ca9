//! Notes which settings were changed, by whom and in whatever process, among the operational events of this one.

use adapter_discord::SettingsEvents;
use adapter_postgres::SettingsSignal;
use tokio::sync::broadcast;
use tokio::sync::broadcast::error::RecvError;
use tokio_util::sync::CancellationToken;

use crate::lifecycle::unless_stopped;

/// Notes each change as it is heard of. Whoever lags behind misses what would have left the events by then.
pub(crate) async fn note_changes(
    events: SettingsEvents,
    mut signals: broadcast::Receiver<SettingsSignal>,
    stop: CancellationToken,
) {
    while let Some(heard) = unless_stopped(&stop, signals.recv()).await {
        match heard {
            Ok(SettingsSignal::Changed { guild, change }) => events.note(guild, &change),
            Ok(_) | Err(RecvError::Lagged(_)) => {}
            Err(RecvError::Closed) => return,
        }
    }
}
