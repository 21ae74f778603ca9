//! Remembering what members did, without ever making them wait for it.

use std::future::poll_fn;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::Poll;

use chrono::{DateTime, Utc};
use kernel::{Clock, GuildId, UserId};

use super::flusher::Flusher;
use super::queue::Queue;
use crate::{CommandLog, Ending, ErrorText, Execution, ExecutionKind, QualifiedName};

/// Takes note of what members do, in memory; a [`Flusher`] writes it. Taking note is a push into a bounded queue: it
/// waits for nobody and cannot fail. Cheap to clone.
#[derive(Clone)]
pub struct Tracker {
    queue: Arc<Mutex<Queue>>,
    clock: Arc<dyn Clock>,
}

/// Something that is being done. It is noted when this is dropped: as a failure if nobody has said how it ended, since its
/// task panicked then, or was broken off.
#[must_use = "it is noted when it is dropped"]
pub struct Tracked {
    tracker: Tracker,
    execution: Option<Execution>,
    ended: bool,
}

/// A tracker, and the only flusher of its queue, which writes to `log`. What is noted bears the time of `clock`.
pub fn tracking(log: Arc<dyn CommandLog>, clock: Arc<dyn Clock>) -> (Tracker, Flusher) {
    let queue = Arc::<Mutex<Queue>>::default();
    let flusher = Flusher::new(queue.clone(), log);
    (Tracker { queue, clock }, flusher)
}

impl Tracker {
    /// So many wait at most; then the oldest give way.
    pub const MOST_QUEUED: usize = Queue::MOST;
    /// As soon as so many wait they are written, and so many are written at once.
    pub const BATCH: usize = Queue::BATCH;

    /// Somebody begins something now.
    pub fn begin(
        &self,
        guild: Option<GuildId>,
        user: UserId,
        kind: ExecutionKind,
        name: QualifiedName,
    ) -> Tracked {
        let unfinished = ErrorText::new("it was broken off");
        let execution = Execution {
            guild,
            user,
            name,
            kind,
            ending: Ending::Failed(unfinished),
            at: self.clock.now(),
        };
        Tracked {
            tracker: self.clone(),
            execution: Some(execution),
            ended: false,
        }
    }

    /// Notes something that has ended. Its `at` is when it began. What has to give way for it is counted.
    pub fn record(&self, execution: Execution) {
        self.queue().put(execution);
    }

    /// Takes nothing any more: what ends later counts as dropped. What waits can still be written.
    pub fn close(&self) {
        self.queue().close();
    }

    /// How many are not written yet.
    pub fn len(&self) -> usize {
        self.queue().len()
    }

    /// Whether everything is written.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many were never written: there was no room for them, they came after the end, or the log did not take them.
    /// It only grows.
    pub fn dropped(&self) -> u64 {
        self.queue().dropped()
    }

    /// Returns as soon as a whole batch waits. For one waiter; of several only the last is woken.
    pub async fn batch_is_full(&self) {
        poll_fn(|context| {
            let mut queue = self.queue();
            if queue.is_batch_full() {
                return Poll::Ready(());
            }
            queue.wake_when_full(context.waker());
            Poll::Pending
        })
        .await;
    }

    /// The present moment, by which executions are noted.
    pub fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Tracked {
    /// It has ended like this. Said twice, the first failure stays: it is the reason for what came after.
    pub fn ends(&mut self, ending: Ending) {
        if let Some(execution) = &mut self.execution
            && (!self.ended || execution.ending.is_success())
        {
            execution.ending = ending;
            self.ended = true;
        }
    }
}

impl Drop for Tracked {
    fn drop(&mut self) {
        if let Some(execution) = self.execution.take() {
            self.tracker.record(execution);
        }
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use futures_util::FutureExt as _;
    use kernel::ManualClock;

    use super::*;
    use crate::testing::{InMemoryCommandLog, executions};

    fn stage() -> (Tracker, Flusher, Arc<InMemoryCommandLog>, ManualClock) {
        let log = Arc::new(InMemoryCommandLog::default());
        let clock = ManualClock::at(DateTime::UNIX_EPOCH);
        let (tracker, flusher) = tracking(log.clone(), Arc::new(clock.clone()));
        (tracker, flusher, log, clock)
    }

    fn begin(tracker: &Tracker) -> Tracked {
        let user = UserId::new(7).unwrap();
        let name = QualifiedName::new("reminder_list");
        tracker.begin(None, user, ExecutionKind::Slash, name)
    }

    #[tokio::test]
    async fn what_is_noted_bears_the_time_at_which_it_began() {
        let (tracker, mut flusher, log, clock) = stage();
        let began = tracker.now();
        let mut command = begin(&tracker);
        clock.advance(TimeDelta::seconds(20));
        command.ends(Ending::Succeeded);
        drop(command);
        clock.advance(TimeDelta::seconds(30));
        flusher.flush().await;
        let written = log.written();
        assert_eq!(written.len(), 1);
        assert_eq!(
            (written[0].at, written[0].ending.is_success()),
            (began, true)
        );
    }

    #[tokio::test]
    async fn what_is_broken_off_counts_as_failed() {
        let (tracker, mut flusher, log, _) = stage();
        drop(begin(&tracker));
        flusher.flush().await;
        assert_eq!(log.written()[0].ending.error(), Some("it was broken off"));
    }

    #[test]
    fn the_thousandth_wakes_whoever_waits_for_a_full_batch() {
        let (tracker, ..) = stage();
        for execution in executions(Tracker::BATCH - 1) {
            tracker.record(execution);
        }
        assert!(tracker.batch_is_full().now_or_never().is_none());
        begin(&tracker).ends(Ending::Succeeded);
        assert!(tracker.batch_is_full().now_or_never().is_some());
    }

    #[test]
    fn what_ends_after_the_close_is_counted_as_dropped() {
        let (tracker, ..) = stage();
        let late = begin(&tracker);
        tracker.close();
        drop(late);
        assert_eq!((tracker.len(), tracker.dropped()), (0, 1));
    }

    #[tokio::test]
    async fn the_first_failure_is_the_one_that_is_noted() {
        let (tracker, mut flusher, log, _) = stage();
        let mut command = begin(&tracker);
        let failed = |it| Ending::Failed(ErrorText::new(it));
        command.ends(Ending::Succeeded);
        command.ends(failed("could not answer"));
        command.ends(failed("something else"));
        command.ends(Ending::Succeeded);
        drop(command);
        flusher.flush().await;
        assert_eq!(log.written()[0].ending.error(), Some("could not answer"));
    }
}
