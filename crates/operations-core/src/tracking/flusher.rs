//! Writing what was noted: batch by batch, in order, again after a failure, and around rows that cannot be written.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use kernel::PortFailure;

use super::queue::Queue;
use crate::{CommandLog, Execution, WriteFailure};

/// Writes what a [`Tracker`](crate::Tracker) noted. There is one for each queue, and it cannot be cloned, so that two
/// writes never overtake each other.
pub struct Flusher {
    queue: Arc<Mutex<Queue>>,
    log: Arc<dyn CommandLog>,
    failures: u32,
}

/// What came of a flush.
#[derive(Debug, Default)]
pub struct Flushed {
    /// So many are written.
    pub written: usize,
    /// So many cannot be written by anybody, and are gone.
    pub poison: usize,
    /// Why the last of those cannot be written.
    pub poisoned_by: Option<PortFailure>,
    /// Why the flush ended before its time; what was left waits for the next.
    pub failure: Option<PortFailure>,
}

/// A batch that is being written. What is left of it when it is dropped goes back to the front of the queue, also when
/// the flush was cancelled in the middle.
struct InHand {
    rows: VecDeque<Execution>,
    queue: Arc<Mutex<Queue>>,
}

impl Flusher {
    /// How long what is noted waits at most, while writing works.
    pub const EVERY: Duration = Duration::from_secs(30);
    /// The wait after a failure; twice as long after each further one …
    const FIRST_PAUSE: Duration = Duration::from_secs(1);
    /// … up to this.
    pub const LONGEST_PAUSE: Duration = Duration::from_mins(5);
    /// More batches than the queue has room for are not written at once, so that a flush comes to an end.
    const MOST_BATCHES: usize = Queue::MOST / Queue::BATCH;

    pub(super) fn new(queue: Arc<Mutex<Queue>>, log: Arc<dyn CommandLog>) -> Self {
        Self {
            queue,
            log,
            failures: 0,
        }
    }

    /// Writes everything that waits. Cancel-safe: what was not written stays in the queue; what was just being written
    /// may then be written twice.
    pub async fn flush(&mut self) -> Flushed {
        let mut flushed = Flushed::default();
        for _ in 0..Self::MOST_BATCHES {
            let rows = lock(&self.queue).take();
            if rows.is_empty() {
                break;
            }
            let mut batch = InHand {
                rows,
                queue: self.queue.clone(),
            };
            if let Err(failure) = self.write(&mut batch, &mut flushed).await {
                self.failures = self.failures.saturating_add(1);
                flushed.failure = Some(failure);
                return flushed;
            }
        }
        self.failures = 0;
        flushed
    }

    /// How long to wait before the next flush. Only after one that worked does a full batch end the wait early.
    pub fn pause(&self) -> Duration {
        match self.failures {
            0 => Self::EVERY,
            failures => {
                let doublings = (failures - 1).min(16);
                (Self::FIRST_PAUSE * 2_u32.pow(doublings)).min(Self::LONGEST_PAUSE)
            }
        }
    }

    /// Whether the last flush failed.
    pub fn is_failing(&self) -> bool {
        self.failures > 0
    }

    /// Writes a batch in one piece. When the log does not take one of its rows, smaller and smaller pieces lead to it;
    /// the pieces grow again once it is out of the way.
    async fn write(&self, batch: &mut InHand, flushed: &mut Flushed) -> Result<(), PortFailure> {
        let mut size = batch.rows.len();
        while !batch.rows.is_empty() {
            size = size.clamp(1, batch.rows.len());
            let piece = &batch.rows.make_contiguous()[..size];
            match self.log.write(piece).await {
                Ok(()) => {
                    batch.written(size);
                    flushed.written += size;
                    size *= 2;
                }
                Err(WriteFailure::Rows(_)) if size > 1 => size /= 2,
                Err(WriteFailure::Rows(failure)) => {
                    batch.poison();
                    flushed.poison += 1;
                    flushed.poisoned_by = Some(failure);
                }
                Err(WriteFailure::Away(failure)) => return Err(failure),
            }
        }
        Ok(())
    }
}

impl InHand {
    fn written(&mut self, count: usize) {
        self.rows.drain(..count);
        lock(&self.queue).done(count);
    }

    fn poison(&mut self) {
        self.rows.pop_front();
        lock(&self.queue).discard();
    }
}

impl Drop for InHand {
    fn drop(&mut self) {
        lock(&self.queue).give_back(std::mem::take(&mut self.rows));
    }
}

fn lock(queue: &Mutex<Queue>) -> MutexGuard<'_, Queue> {
    queue.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use futures_util::FutureExt as _;
    use kernel::ManualClock;

    use super::*;
    use crate::testing::{InMemoryCommandLog, executions};
    use crate::{Tracker, tracking};

    fn stage(count: usize) -> (Tracker, Flusher, Arc<InMemoryCommandLog>) {
        let log = Arc::new(InMemoryCommandLog::default());
        let clock = ManualClock::at(DateTime::UNIX_EPOCH);
        let (tracker, flusher) = tracking(log.clone(), Arc::new(clock));
        for execution in executions(count) {
            tracker.record(execution);
        }
        (tracker, flusher, log)
    }

    fn names(log: &InMemoryCommandLog) -> Vec<String> {
        let written = log.written();
        written.iter().map(|it| it.name.to_string()).collect()
    }

    fn expected(count: usize) -> Vec<String> {
        (0..count).map(|it| format!("command {it}")).collect()
    }

    #[tokio::test]
    async fn everything_is_written_in_order_in_batches_of_at_most_a_thousand() {
        let (tracker, mut flusher, log) = stage(2500);
        let outcome = flusher.flush().await;
        assert_eq!((outcome.written, outcome.poison), (2500, 0));
        assert_eq!(log.batches(), [1000, 1000, 500]);
        assert_eq!(names(&log), expected(2500));
        assert!(tracker.is_empty());
    }

    #[tokio::test]
    async fn what_failed_comes_first_the_next_time_and_nothing_is_lost() {
        let (tracker, mut flusher, log) = stage(1500);
        log.go_away(true);
        let outcome = flusher.flush().await;
        assert!(outcome.failure.is_some() && flusher.is_failing());
        assert_eq!((outcome.written, tracker.len()), (0, 1500));
        log.go_away(false);
        assert_eq!(flusher.flush().await.written, 1500);
        assert_eq!(names(&log), expected(1500));
        assert_eq!(tracker.dropped(), 0);
    }

    #[tokio::test]
    async fn rows_that_cannot_be_written_are_left_out_and_all_others_are_written_in_order() {
        let (tracker, mut flusher, log) = stage(1000);
        let poison = ["command 0", "command 500", "command 501", "command 999"];
        log.refuse(&poison);
        let outcome = flusher.flush().await;
        assert_eq!((outcome.written, outcome.poison), (996, 4));
        assert!(outcome.poisoned_by.is_some() && outcome.failure.is_none());
        let mut left = expected(1000);
        left.retain(|it| !poison.contains(&it.as_str()));
        assert_eq!(names(&log), left);
        assert_eq!((tracker.len(), tracker.dropped()), (0, 4));
        assert!(!flusher.is_failing());
        assert!(log.attempts() < 100, "{} attempts", log.attempts());
    }

    #[tokio::test]
    async fn pauses_grow_from_a_second_to_five_minutes_and_start_again_after_a_success() {
        let (_tracker, mut flusher, log) = stage(1);
        assert_eq!(flusher.pause(), Duration::from_secs(30));
        log.go_away(true);
        let mut pauses = Vec::new();
        for _ in 0..40 {
            flusher.flush().await;
            pauses.push(flusher.pause().as_secs());
        }
        assert_eq!(pauses[..10], [1, 2, 4, 8, 16, 32, 64, 128, 256, 300]);
        assert!(pauses[10..].iter().all(|it| *it == 300));
        log.go_away(false);
        flusher.flush().await;
        assert_eq!(flusher.pause(), Duration::from_secs(30));
    }

    #[tokio::test]
    async fn a_flush_that_is_cancelled_puts_back_what_it_has_not_written() {
        let (tracker, mut flusher, log) = stage(1200);
        log.hang(true);
        assert!(flusher.flush().now_or_never().is_none());
        assert_eq!(tracker.len(), 1200);
        log.hang(false);
        assert_eq!(flusher.flush().await.written, 1200);
        assert_eq!(names(&log), expected(1200));
    }
}
