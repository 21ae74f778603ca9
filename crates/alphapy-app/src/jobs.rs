//! What runs beside the gateway: a function for each job, each until it is stopped.

use std::sync::Arc;
use std::time::Duration;

use adapter_postgres::{ReminderSignal, SettingsSignal};
use chrono::TimeDelta;
use kernel::{Clock, PortFailure};
use reminders_core::Reminders;
use tokio::sync::broadcast;
use tokio::sync::broadcast::error::RecvError;
use tokio_util::sync::CancellationToken;

use crate::lifecycle::unless_stopped;
use crate::measures::{self, Measures};

/// The dispatcher looks at least this often, should a wake-up be lost.
const POLL: TimeDelta = TimeDelta::seconds(15);
/// The wait after a failed round; twice as long after each further one …
const FIRST_PAUSE: Duration = Duration::from_millis(500);
/// … up to this.
const LONGEST_PAUSE: Duration = Duration::from_secs(15);

/// Sends what is due, then sleeps until the next moment; woken when something becomes due earlier.
pub(crate) async fn dispatch_reminders(
    reminders: Reminders,
    signal: ReminderSignal,
    clock: Arc<dyn Clock>,
    stop: CancellationToken,
) {
    let mut pause = FIRST_PAUSE;
    while !stop.is_cancelled() {
        match round(&reminders).await {
            Ok(Some(next)) if next <= clock.now() => {
                // Another process has it in its hands; look again soon, and not at once.
                pause = FIRST_PAUSE;
                unless_stopped(&stop, tokio::time::sleep(FIRST_PAUSE)).await;
            }
            Ok(next) => {
                pause = FIRST_PAUSE;
                let latest = clock.now() + POLL;
                let until = next.map_or(latest, |it| it.min(latest));
                let wait = async {
                    tokio::select! {
                        // A wake-up during the round is kept, and ends this wait at once.
                        () = signal.changed() => {}
                        () = clock.sleep_until(until) => {}
                    }
                };
                unless_stopped(&stop, wait).await;
            }
            Err(failure) => {
                tracing::warn!(
                    error = &failure as &dyn std::error::Error,
                    "the dispatcher will try again"
                );
                unless_stopped(&stop, tokio::time::sleep(pause)).await;
                pause = (pause * 2).min(LONGEST_PAUSE);
            }
        }
    }
}

async fn round(
    reminders: &Reminders,
) -> Result<Option<chrono::DateTime<chrono::Utc>>, PortFailure> {
    let report = reminders.deliver_due().await?;
    measures::delivered(&report.delivered);
    for failure in &report.failures {
        tracing::warn!(
            error = failure as &dyn std::error::Error,
            "a send met a failure"
        );
    }
    reminders.next_due().await
}

/// Follows guilds into other zones.
pub(crate) async fn follow_zones(
    reminders: Reminders,
    mut signals: broadcast::Receiver<SettingsSignal>,
    stop: CancellationToken,
) {
    while let Some(signal) = unless_stopped(&stop, signals.recv()).await {
        let guild = match signal {
            Ok(SettingsSignal::Changed { guild, scopes }) if touches_system(&scopes) => guild,
            // After a gap nobody knows which guild changed its zone. Each claim computes with the zone of that moment,
            // so that a weekly reminder is at most once off, by the difference.
            Ok(_) | Err(RecvError::Lagged(_)) => continue,
            Err(RecvError::Closed) => return,
        };
        if let Err(failure) = reminders.rezone(guild).await {
            tracing::error!(
                error = &failure as &dyn std::error::Error,
                guild.id = guild.get(),
                "could not follow a zone"
            );
        }
    }
}

fn touches_system(scopes: &[String]) -> bool {
    scopes.is_empty() || scopes.iter().any(|it| it == "system")
}

/// Keeps the histograms small.
pub(crate) async fn keep_measures(measures: Arc<Measures>, stop: CancellationToken) {
    while unless_stopped(&stop, tokio::time::sleep(Duration::from_secs(5)))
        .await
        .is_some()
    {
        measures.upkeep();
    }
}
