//! Writing down what members did with commands, and all of it before the process ends.

use std::time::Duration;

use operations_core::{Flushed, Flusher, Tracker};
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;

use crate::lifecycle::unless_stopped;
use crate::measures;

/// How long the last flush may take once nothing is noted any more.
const LAST_FLUSH: Duration = Duration::from_secs(5);
/// The pause between tries of the last flush.
const TRY_AGAIN: Duration = Duration::from_millis(250);

/// Writes what the tracker notes: every 30 seconds, sooner when a whole batch waits. At the stop it takes nothing more,
/// writes what is left within five seconds, and says how much was lost. It comes round by itself and not by the runner of
/// periodic jobs, because a full batch wakes it, it has the longer pauses of its own after failures, and it ends last.
pub(crate) async fn write(mut flusher: Flusher, tracker: Tracker, stop: CancellationToken) {
    let time_is_up = async {
        stop.cancelled().await;
        sleep(LAST_FLUSH).await;
    };
    tokio::select! {
        () = keep_writing(&mut flusher, &tracker, &stop) => {}
        () = time_is_up => {}
    }
    measures::commands_dropped(tracker.dropped());
    let lost = tracker.len();
    if lost > 0 {
        tracing::error!(
            lost,
            "uses of commands were lost: the database took too long"
        );
    }
}

async fn keep_writing(flusher: &mut Flusher, tracker: &Tracker, stop: &CancellationToken) {
    let mut told = 0;
    while unless_stopped(stop, due(flusher, tracker)).await.is_some() {
        report(&flusher.flush().await);
        let dropped = tracker.dropped();
        if dropped > told {
            let since = dropped - told;
            tracing::warn!(since, dropped, "uses of commands were not written down");
            told = dropped;
        }
    }
    tracker.close();
    loop {
        report(&flusher.flush().await);
        if tracker.is_empty() {
            return;
        }
        sleep(TRY_AGAIN).await;
    }
}

/// Returns when it is time to write.
async fn due(flusher: &Flusher, tracker: &Tracker) {
    let pause = sleep(flusher.pause());
    if flusher.is_failing() {
        pause.await;
    } else {
        tokio::select! {
            () = pause => {}
            () = tracker.batch_is_full() => {}
        }
    }
}

fn report(flushed: &Flushed) {
    if let Some(failure) = &flushed.poisoned_by {
        tracing::warn!(
            error = failure as &dyn std::error::Error,
            rows = flushed.poison,
            "the database refuses uses of commands, and they are left out"
        );
    }
    if let Some(failure) = &flushed.failure {
        tracing::warn!(
            error = failure as &dyn std::error::Error,
            "uses of commands are written down later"
        );
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use kernel::ManualClock;
    use operations_core::testing::{InMemoryCommandLog, executions};
    use operations_core::tracking;
    use tokio::task::JoinHandle;
    use tokio::time::Instant;
    use tokio_util::task::TaskTracker;

    use super::*;

    struct Stage {
        tracker: Tracker,
        log: Arc<InMemoryCommandLog>,
        stop: CancellationToken,
        job: JoinHandle<()>,
        began: Instant,
    }

    /// The job, with so many executions noted before it began. Time passes as soon as nothing else happens.
    fn stage(count: usize) -> Stage {
        let log = Arc::new(InMemoryCommandLog::default());
        let clock = ManualClock::at(chrono::DateTime::UNIX_EPOCH);
        let (tracker, flusher) = tracking(log.clone(), Arc::new(clock));
        let stop = CancellationToken::new();
        for it in executions(count) {
            tracker.record(it);
        }
        let job = TaskTracker::new().spawn(write(flusher, tracker.clone(), stop.clone()));
        Stage {
            tracker,
            log,
            stop,
            job,
            began: Instant::now(),
        }
    }

    impl Stage {
        /// Waits until so much is written, and says how long that took.
        async fn written(&self, count: usize) -> Duration {
            while self.log.written().len() < count {
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
            self.began.elapsed()
        }

        /// Stops the job, and says how long it took to end.
        async fn stops(self) -> (Tracker, Arc<InMemoryCommandLog>, Duration) {
            let asked = Instant::now();
            self.stop.cancel();
            self.job.await.unwrap();
            (self.tracker, self.log, asked.elapsed())
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_few_are_written_after_30_seconds_and_a_thousand_at_once() {
        let few = stage(999);
        let after = few.written(999).await.as_secs();
        assert_eq!(after, 30);
        let many = stage(1000);
        assert!(many.written(1000).await < Duration::from_secs(1));
    }

    #[tokio::test(start_paused = true)]
    async fn at_the_stop_everything_is_written_at_once_and_what_comes_later_is_counted() {
        let stage = stage(9999);
        let (tracker, log, took) = stage.stops().await;
        assert_eq!(log.written().len(), 9999);
        assert!(took < Duration::from_secs(1), "{took:?}");
        for it in executions(2) {
            tracker.record(it);
        }
        assert_eq!((tracker.len(), tracker.dropped()), (0, 2));
    }

    #[tokio::test(start_paused = true)]
    async fn at_the_stop_a_log_that_does_not_answer_is_given_5_seconds() {
        for break_it in [InMemoryCommandLog::hang, InMemoryCommandLog::go_away] {
            let stage = stage(10);
            break_it(&stage.log, true);
            let (tracker, log, took) = stage.stops().await;
            assert_eq!((took.as_secs(), tracker.len()), (5, 10));
            assert_eq!(log.written(), []);
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_log_that_comes_back_during_the_last_seconds_gets_everything() {
        let stage = stage(1500);
        stage.log.go_away(true);
        let log = stage.log.clone();
        let back = TaskTracker::new().spawn(async move {
            tokio::time::sleep(Duration::from_secs(3)).await;
            log.go_away(false);
        });
        let (tracker, log, took) = stage.stops().await;
        assert_eq!((log.written().len(), tracker.len()), (1500, 0));
        assert!(took < Duration::from_secs(4), "{took:?}");
        back.await.unwrap();
    }

    #[tokio::test(start_paused = true)]
    async fn after_a_failure_it_waits_longer_and_longer_and_a_full_batch_does_not_hurry_it() {
        let stage = stage(2000);
        stage.log.go_away(true);
        // At once, and then after 1, 2, 4 and 8 seconds.
        tokio::time::sleep(Duration::from_secs(16)).await;
        assert_eq!(stage.log.attempts(), 5);
        stage.log.go_away(false);
        assert_eq!(stage.written(2000).await.as_secs(), 31);
    }
}
