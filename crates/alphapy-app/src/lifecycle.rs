//! Starting and stopping: this module alone hears signals.

use std::process;
use std::time::Duration;

use tokio::signal::unix::{SignalKind, signal};
use tokio_util::sync::CancellationToken;

/// Everything has to be over by then, whatever is under way.
pub(crate) const SHUTDOWN_BUDGET: Duration = Duration::from_secs(25);

/// Waits for the first SIGTERM or SIGINT. From then on a second one ends the process at once.
pub(crate) async fn told_to_stop() -> anyhow::Result<()> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    tokio::select! {
        _ = terminate.recv() => tracing::info!("SIGTERM: stopping"),
        _ = interrupt.recv() => tracing::info!("SIGINT: stopping; once more stops at once"),
    }
    let impatience = async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        tracing::warn!("stopped at once: work under way is repeated at the next start");
        process::exit(130);
    };
    #[expect(clippy::disallowed_methods, reason = "nobody waits for impatience")]
    tokio::spawn(impatience);
    Ok(())
}

/// Waits until `stop` or until `work` is over, whichever comes first.
pub(crate) async fn unless_stopped<T>(
    stop: &CancellationToken,
    work: impl Future<Output = T>,
) -> Option<T> {
    stop.run_until_cancelled(work).await
}
