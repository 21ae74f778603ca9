//! The work that follows from changes of tickets, and tickets that a process left half open.

use std::sync::Arc;

use adapter_postgres::WakeSignal;
use chrono::TimeDelta;
use kernel::Clock;
use tickets_core::{Lane, Tickets};
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use super::periodic::{Periodic, Rhythm, Runner};
use super::{FIRST_PAUSE, LONGEST_PAUSE};
use crate::lifecycle::unless_stopped;

/// Work that was put off is looked for at least this often.
const POLL: TimeDelta = TimeDelta::seconds(15);
/// How often half-open tickets are looked for.
const REPAIR: Periodic = Periodic {
    name: "ticket_repair",
    interval: TimeDelta::minutes(2),
    jitter: TimeDelta::zero(),
    rhythm: Rhythm::AtOnce,
    alone: true,
};

/// How often silent tickets are looked for.
const IDLE: Periodic = Periodic {
    name: "ticket_idle",
    interval: TimeDelta::hours(1),
    jitter: TimeDelta::zero(),
    rhythm: Rhythm::AtOnce,
    alone: true,
};

/// Does what is due, then waits: for a change, or until what was put off may have become due. What is slow is done beside
/// it, as soon as what comes before it is done.
pub(crate) async fn work_on_tickets(
    tickets: Tickets,
    signal: WakeSignal,
    clock: Arc<dyn Clock>,
    stop: CancellationToken,
) {
    let finished = Notify::new();
    let quick = Rounds {
        tickets: &tickets,
        lane: Lane::Quick,
        clock: &*clock,
        stop: &stop,
    };
    let slow = Rounds {
        lane: Lane::Slow,
        ..quick
    };
    tokio::join!(
        quick.run(|| signal.changed(), || finished.notify_one()),
        slow.run(|| finished.notified(), || {}),
    );
}

/// Work of one lane, round after round.
#[derive(Clone, Copy)]
struct Rounds<'a> {
    tickets: &'a Tickets,
    lane: Lane,
    clock: &'a dyn Clock,
    stop: &'a CancellationToken,
}

impl Rounds<'_> {
    /// Works until it is stopped; `woken` says that there may be more, and `worked` hears of each round that did something.
    async fn run<W: Future<Output = ()>>(self, woken: impl Fn() -> W, worked: impl Fn()) {
        let mut pause = FIRST_PAUSE;
        while !self.stop.is_cancelled() {
            match self.tickets.work(self.lane).await {
                Ok(round) if round.all() > 0 => {
                    pause = FIRST_PAUSE;
                    worked();
                }
                Ok(_) => {
                    pause = FIRST_PAUSE;
                    let latest = self.clock.now() + POLL;
                    let wait = async {
                        tokio::select! {
                            () = woken() => {}
                            () = self.clock.sleep_until(latest) => {}
                        }
                    };
                    unless_stopped(self.stop, wait).await;
                }
                Err(failure) => {
                    tracing::warn!(
                        error = &failure as &dyn std::error::Error,
                        "the work of tickets will be tried again"
                    );
                    unless_stopped(self.stop, tokio::time::sleep(pause)).await;
                    pause = (pause * 2).min(LONGEST_PAUSE);
                }
            }
        }
    }
}

/// Finishes or takes back what a process died over while it opened a ticket.
pub(crate) async fn repair_tickets(runner: Runner, tickets: Tickets) {
    let work = || async {
        let repaired = tickets.repair().await?;
        if repaired.finished + repaired.taken_back > 0 {
            tracing::info!(
                finished = repaired.finished,
                taken_back = repaired.taken_back,
                "looked after tickets that were half open"
            );
        }
        for (ticket, error) in &repaired.left {
            tracing::warn!(
                ticket.id = ticket.get(),
                error,
                "a half-open ticket stays so until the next round"
            );
        }
        let resumed = tickets.resume_archives().await?;
        if resumed.archived > 0 {
            tracing::info!(
                archived = resumed.archived,
                "looked after tickets that were half archived"
            );
        }
        for (ticket, error) in &resumed.left {
            tracing::warn!(
                ticket.id = ticket.get(),
                error,
                "a half-archived ticket is tried again later"
            );
        }
        for (ticket, error) in &resumed.given_up {
            tracing::error!(
                ticket.id = ticket.get(),
                error,
                "a half-archived ticket stays closed"
            );
        }
        Ok(())
    };
    // All that archiving takes is in it.
    Box::pin(runner.run(REPAIR, work)).await;
}

/// Asks about silent tickets, and closes those that stay so.
pub(crate) async fn sweep_idle_tickets(runner: Runner, tickets: Tickets) {
    let work = || async {
        let swept = tickets.sweep_idle().await?;
        if swept.asked + swept.closed > 0 {
            let (asked, closed) = (swept.asked, swept.closed);
            tracing::info!(asked, closed, "looked after silent tickets");
        }
        Ok(())
    };
    runner.run(IDLE, work).await;
}
