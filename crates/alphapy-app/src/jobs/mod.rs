//! What runs beside the gateway: a function for each job, each until it is stopped. What comes round by the clock does so
//! by the [`periodic`] runner; the loops of their own here are those of jobs that something else wakes.

pub(crate) mod command_tracking;
mod edges;
pub(crate) mod health;
pub(crate) mod invites;
pub(crate) mod model;
pub(crate) mod newcomers;
pub(crate) mod periodic;
pub(crate) mod privacy;
mod settings_events;
pub(crate) mod sizes;
pub(crate) mod telemetry;
pub(crate) mod tickets;
pub(crate) mod upkeep;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use adapter_discord::Owners;
use adapter_discord::rest::Rest;
use adapter_postgres::{SettingsSignal, WakeSignal};
use chrono::{DateTime, TimeDelta, Utc};
use kernel::{Clock, PortFailure};
use reminders_core::{Note, Reminders};
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::{Notify, broadcast};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

pub(crate) use self::edges::sweep_edges;
use self::periodic::{Periodic, Rhythm, Runner};
pub(crate) use self::settings_events::note_changes;
use crate::lifecycle::unless_stopped;
use crate::measures;

/// The dispatcher looks at least this often, should a wake-up be lost.
const POLL: TimeDelta = TimeDelta::seconds(15);
/// Whoever tells people looks at least this often.
const TELLING_POLL: Duration = Duration::from_secs(15);
/// The wait after a failed round; twice as long after each further one …
const FIRST_PAUSE: Duration = Duration::from_millis(500);
/// … up to this.
const LONGEST_PAUSE: Duration = Duration::from_secs(15);
/// For how long whoever owned the application is believed to own it.
const OWNERS: Periodic = Periodic {
    name: "owners",
    interval: TimeDelta::minutes(1),
    jitter: TimeDelta::zero(),
    rhythm: Rhythm::Later,
    alone: false,
};
/// How often what is due is counted.
const BACKLOG: Periodic = Periodic {
    name: "backlog",
    interval: TimeDelta::seconds(5),
    jitter: TimeDelta::zero(),
    rhythm: Rhythm::AtOnce,
    alone: false,
};

/// Changes of zone that went unheard are searched for once within this time: the search reads every active reminder.
const ZONE_SEARCH_EVERY: Duration = Duration::from_mins(1);

/// What whoever follows guilds into other zones hears of.
enum Heard {
    Signal(Result<SettingsSignal, RecvError>),
    SearchDue,
}

/// When to search for changes of zone that went unheard: at once, and not again for a while, however often it is asked.
/// What is asked meanwhile is done at the end of it.
#[derive(Debug, Default)]
struct ZoneSearch {
    asked: bool,
    last: Option<Instant>,
}

/// Sends what is due, then sleeps until the next moment; woken when something becomes due earlier.
pub(crate) async fn dispatch_reminders(
    reminders: Reminders,
    signal: WakeSignal,
    untold: Arc<Notify>,
    clock: Arc<dyn Clock>,
    stop: CancellationToken,
) {
    let mut pause = FIRST_PAUSE;
    while !stop.is_cancelled() {
        let outcome = round(&reminders).await;
        // Something may have been missed, and a pause wakes the dispatcher, too.
        untold.notify_one();
        match outcome {
            // It became due while the round came to its end.
            Ok((Handled::Something, Some(next))) if next <= clock.now() => {}
            Ok((Handled::Nothing, Some(next))) if next <= clock.now() => {
                // Another process has it in its hands; look again soon, and not at once.
                pause = FIRST_PAUSE;
                unless_stopped(&stop, tokio::time::sleep(FIRST_PAUSE)).await;
            }
            Ok((_, next)) => {
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

/// Tells people what was not posted, and what rests: after each round of the dispatcher, and now and then in case that
/// something could not be told before.
pub(crate) async fn tell_people(
    reminders: Reminders,
    untold: Arc<Notify>,
    stop: CancellationToken,
) {
    loop {
        let woken = tokio::time::timeout(TELLING_POLL, untold.notified());
        if unless_stopped(&stop, woken).await.is_none() {
            return;
        }
        match reminders.tell_pending().await {
            Ok(report) => {
                if report.told > 0 {
                    let (told, unreachable) = (report.told, report.unreachable);
                    tracing::info!(told, unreachable, "people were told about reminders");
                }
                for failure in &report.failures {
                    tracing::warn!(
                        error = failure as &dyn std::error::Error,
                        "somebody has yet to be told about reminders"
                    );
                }
            }
            Err(failure) => tracing::warn!(
                error = &failure as &dyn std::error::Error,
                "nobody could be told about reminders; trying again"
            ),
        }
    }
}

/// Whether a round had anything to do.
enum Handled {
    Something,
    Nothing,
}

async fn round(reminders: &Reminders) -> Result<(Handled, Option<DateTime<Utc>>), PortFailure> {
    let busy = AtomicBool::new(false);
    let note = |note| match note {
        Note::Handled(delivered) => {
            busy.store(true, Ordering::Relaxed);
            measures::delivered(&delivered);
        }
        Note::Failed(failure) => tracing::warn!(
            error = &failure as &dyn std::error::Error,
            "a send met a failure"
        ),
    };
    reminders.deliver_due_noting(&note).await?;
    let handled = if busy.into_inner() {
        Handled::Something
    } else {
        Handled::Nothing
    };
    Ok((handled, reminders.next_due().await?))
}

/// Shows how much is due, every few seconds.
pub(crate) async fn measure_backlog(runner: Runner, reminders: Reminders) {
    let work = || async {
        // Not a failure of the job: the figures are wanted as soon as the database is back.
        match reminders.backlog().await {
            Ok(backlog) => measures::backlog(backlog, reminders.open_breakers()),
            Err(failure) => tracing::debug!(
                error = &failure as &dyn std::error::Error,
                "cannot count what is due"
            ),
        }
        Ok(())
    };
    runner.by_the_machine().run(BACKLOG, work).await;
}

/// Follows guilds into other zones.
pub(crate) async fn follow_zones(
    reminders: Reminders,
    mut signals: broadcast::Receiver<SettingsSignal>,
    stop: CancellationToken,
) {
    let mut search = ZoneSearch::default();
    loop {
        let heard = async {
            tokio::select! {
                signal = signals.recv() => Heard::Signal(signal),
                () = search.wait() => Heard::SearchDue,
            }
        };
        let Some(heard) = unless_stopped(&stop, heard).await else {
            return;
        };
        let followed = match heard {
            Heard::SearchDue => {
                search.begins(Instant::now());
                reminders.rezone_unheard().await.map(drop)
            }
            Heard::Signal(signal) => match signal {
                Ok(SettingsSignal::Written { guild, scopes }) if touches_system(&scopes) => {
                    reminders.rezone(guild).await
                }
                Ok(SettingsSignal::Written { .. } | SettingsSignal::Changed { .. }) => continue,
                // After a gap nobody knows which guild changed its zone: the reminders themselves tell.
                Ok(SettingsSignal::Resync) | Err(RecvError::Lagged(_)) => {
                    search.ask();
                    continue;
                }
                Err(RecvError::Closed) => return,
            },
        };
        if let Err(failure) = followed {
            tracing::error!(
                error = &failure as &dyn std::error::Error,
                "could not follow a zone"
            );
        }
    }
}

fn touches_system(scopes: &[String]) -> bool {
    scopes.is_empty() || scopes.iter().any(|it| it == "system")
}

/// Follows the application into other hands: a member of its team comes or goes. Until Discord has said who it is, those
/// who owned it before are believed to.
pub(crate) async fn follow_owners(runner: Runner, owners: Arc<Owners>, rest: Rest) {
    let work = || async { Ok(owners.follow(&rest).await?) };
    runner.by_the_machine().run(OWNERS, work).await;
}

impl ZoneSearch {
    fn ask(&mut self) {
        self.asked = true;
    }

    fn begins(&mut self, now: Instant) {
        self.asked = false;
        self.last = Some(now);
    }

    /// When the next search is due; none while nobody asks for one.
    fn due(&self, now: Instant) -> Option<Instant> {
        let next = self.last.map_or(now, |it| it + ZONE_SEARCH_EVERY);
        self.asked.then_some(next.max(now))
    }

    /// Returns when a search is due.
    async fn wait(&self) {
        match self.due(Instant::now()) {
            Some(due) => tokio::time::sleep_until(due).await,
            None => std::future::pending().await,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zones_are_searched_at_once_and_then_once_a_minute_however_often_it_is_asked() {
        let start = Instant::now();
        let second = Duration::from_secs(1);
        let mut search = ZoneSearch::default();
        assert_eq!(search.due(start), None);
        search.ask();
        assert_eq!(search.due(start), Some(start));
        search.begins(start);
        assert_eq!(search.due(start + second), None);
        search.ask();
        search.ask();
        assert_eq!(search.due(start + second), Some(start + 60 * second));
        search.begins(start + 60 * second);
        assert_eq!(search.due(start + 61 * second), None);
        search.ask();
        assert_eq!(search.due(start + 180 * second), Some(start + 180 * second));
    }
}
