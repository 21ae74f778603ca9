//! The work that follows from changes of tickets, and tickets that a process left half open or half archived.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};

use adapter_postgres::WakeSignal;
use chrono::TimeDelta;
use kernel::Clock;
use tickets_core::{Lane, TicketId, Tickets};
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
/// How often half-archived tickets are looked for.
const ARCHIVES: Periodic = Periodic {
    name: "ticket_archives",
    ..REPAIR
};
/// More than a round of them takes, see [`Tickets::resume_archives`]: whoever outlasts this hangs.
const ARCHIVES_LIMIT: TimeDelta = TimeDelta::hours(2);

/// How often silent tickets are looked for.
const IDLE: Periodic = Periodic {
    name: "ticket_idle",
    interval: TimeDelta::hours(1),
    jitter: TimeDelta::zero(),
    rhythm: Rhythm::AtOnce,
    alone: true,
};

/// What a job has said of tickets: what goes wrong with one in the same way each time is said once.
#[derive(Debug, Default)]
struct Known(Mutex<HashSet<(TicketId, String)>>);

impl Known {
    /// Of more than this nothing is remembered, rather than everything for ever.
    const MOST: usize = 1000;

    fn is_new(&self, said: &(TicketId, String)) -> bool {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.contains(said) {
            return false;
        }
        if known.len() >= Self::MOST {
            known.clear();
        }
        known.insert(said.clone())
    }
}

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
    let known = Known::default();
    let work = || async {
        let repaired = tickets.repair().await?;
        if repaired.finished + repaired.taken_back > 0 {
            tracing::info!(
                finished = repaired.finished,
                taken_back = repaired.taken_back,
                "looked after tickets that were half open"
            );
        }
        let taken = tickets.take_left_rooms().await?;
        if taken.gone > 0 {
            tracing::info!(
                channels = taken.gone,
                "took away channels of erased tickets"
            );
        }
        for (guild, channel, error) in &taken.left {
            tracing::warn!(
                guild.id = guild.get(),
                channel.id = channel.get(),
                error,
                "the channel of an erased ticket could not be taken away"
            );
        }
        for (ticket, error) in repaired.left.iter().filter(|it| known.is_new(it)) {
            tracing::warn!(
                ticket.id = ticket.get(),
                error,
                "a half-open ticket stays so until the next round"
            );
        }
        Ok(())
    };
    runner.run(REPAIR, work).await;
}

/// Ends what a process died over while it archived a ticket.
pub(crate) async fn resume_archives(runner: Runner, tickets: Tickets) {
    let (stop, known) = (runner.stop.clone(), Known::default());
    let work = || async {
        let resumed = tickets.resume_archives(stop.cancelled()).await?;
        if resumed.archived > 0 {
            tracing::info!(
                archived = resumed.archived,
                "looked after tickets that were half archived"
            );
        }
        for (ticket, error) in resumed.left.iter().filter(|it| known.is_new(it)) {
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
    Box::pin(runner.run_at_length(ARCHIVES_LIMIT, ARCHIVES, work)).await;
}

/// Asks about silent tickets, and closes those that stay so.
pub(crate) async fn sweep_idle_tickets(runner: Runner, tickets: Tickets) {
    let known = Known::default();
    let work = || async {
        let swept = tickets.sweep_idle().await?;
        if swept.asked + swept.closed > 0 {
            let (asked, closed) = (swept.asked, swept.closed);
            tracing::info!(asked, closed, "looked after silent tickets");
        }
        for (ticket, error) in swept.left.iter().filter(|it| known.is_new(it)) {
            tracing::warn!(
                ticket.id = ticket.get(),
                error,
                "a silent ticket stays as it is until the next round"
            );
        }
        Ok(())
    };
    runner.run(IDLE, work).await;
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use kernel::{ChannelId, ManualClock};
    use operations_core::JobRuns as _;
    use operations_core::testing::InMemoryJobRuns;
    use settings_core::SettingValue;
    use settings_core::system::LOG_CHANNEL;
    use tickets_core::testing::{Refusing, World, a_message, user};
    use tickets_core::{
        Action, ArchiveMark, ArchiveStore as _, Interrupted, TicketStatus, TicketStore as _,
    };
    use tokio_util::task::TaskTracker;

    use super::*;

    fn runner(clock: &ManualClock, runs: &Arc<InMemoryJobRuns>) -> Runner {
        Runner {
            clock: Arc::new(clock.clone()),
            runs: runs.clone(),
            owner: "this".into(),
            is_open: Arc::new(|| true),
            stop: CancellationToken::new(),
        }
    }

    /// The same world with a closed ticket that somebody died over a while ago.
    async fn with_interrupted(world: &World) -> ArchiveMark {
        let log = ChannelId::new(700).unwrap();
        world.set(&LOG_CHANNEL, SettingValue::Channel(log));
        world.messages.write(log, a_message(1, 22, "hello"));
        let tickets = world.tickets();
        let ticket = tickets.open(World::wish(11)).await.unwrap();
        let room = ticket.channel.unwrap();
        world.messages.write(room, a_message(2, 11, "help"));
        let close = World::act(1, Action::Close(None), 21, &[World::staff_role()]);
        tickets.act(&close).await.unwrap();
        let mark = ArchiveMark {
            guild: ticket.guild,
            ticket: ticket.id,
            by: user(22),
            since: world.clock.now(),
        };
        world.store.begin(&mark, mark.since).await.unwrap();
        world.clock.advance(TimeDelta::minutes(5));
        mark
    }

    #[tokio::test(start_paused = true)]
    async fn an_archive_may_take_much_longer_than_the_pause_between_two_and_a_stop_is_no_try() {
        let (world, runs) = (World::default(), Arc::<InMemoryJobRuns>::default());
        let mark = with_interrupted(&world).await;
        world.shelf.refuses(Some(Refusing::Hangs));
        let (first, tasks) = (runner(&world.clock, &runs), TaskTracker::new());
        tasks.spawn(resume_archives(first.clone(), world.tickets()));
        tokio::time::sleep(Duration::from_mins(20)).await;
        let found = world.store.interrupted(world.clock.now()).await.unwrap();
        let [Interrupted { mark: begun, tries }] = found[..] else {
            panic!("{found:?}");
        };
        assert!(begun.since > mark.since, "a try is under way");
        assert_eq!(tries, 1);
        let last = runs.last(ARCHIVES.name).await.unwrap();
        assert!(last.is_none_or(|it| it.error.is_none()), "it was cut");
        first.stop.cancel();
        tasks.close();
        tasks.wait().await;
        let found = world.store.interrupted(world.clock.now()).await.unwrap();
        assert_eq!(found[0].tries, 0, "the stop is not the ticket's fault");

        world.shelf.refuses(None);
        world.clock.advance(TimeDelta::minutes(5));
        let second = runner(&world.clock, &runs);
        let tasks = TaskTracker::new();
        tasks.spawn(resume_archives(second.clone(), world.tickets()));
        tokio::time::sleep(Duration::from_secs(1)).await;
        let ticket = world.store.find(mark.guild, mark.ticket).await.unwrap();
        assert_eq!(ticket.unwrap().status, TicketStatus::Archived);
        second.stop.cancel();
        tasks.close();
        tasks.wait().await;
    }

    #[test]
    fn what_goes_wrong_with_a_ticket_each_time_is_said_once() {
        let known = Known::default();
        let said = |id, why: &str| (TicketId::new(id).unwrap(), why.to_owned());
        assert!(known.is_new(&said(1, "no answer")));
        assert!(!known.is_new(&said(1, "no answer")));
        assert!(known.is_new(&said(1, "it is gone")));
        assert!(known.is_new(&said(2, "no answer")));
    }
}
