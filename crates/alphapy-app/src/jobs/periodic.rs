//! Runs a job again and again, whatever becomes of one run of it.

use std::error::Error;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, DurationRound as _, TimeDelta, Utc};
use futures_util::FutureExt as _;
use kernel::{Clock, chance};
use operations_core::{Claim, JobRuns, Pace};
use tokio_util::sync::CancellationToken;

use crate::clock::SystemClock;
use crate::lifecycle::unless_stopped;

/// For how long a process has a job to itself before it says that it is still at it.
const LEASE: TimeDelta = TimeDelta::minutes(5);
/// How often it says so.
const RENEWAL: Duration = Duration::from_secs(100);

/// What went wrong.
pub(crate) type JobError = Box<dyn Error + Send + Sync>;

/// A job that comes round.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Periodic {
    /// Its name in the log and among the leases.
    pub(crate) name: &'static str,
    /// From the beginning of one run to the beginning of the next; a run that takes longer is broken off.
    pub(crate) interval: TimeDelta,
    /// How much later than that it may begin, so that processes do not all begin together.
    pub(crate) jitter: TimeDelta,
    /// When it begins.
    pub(crate) rhythm: Rhythm,
    /// Whether one process does it at a time, over all of them.
    pub(crate) alone: bool,
}

/// When a job begins, the first time and ever after.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rhythm {
    /// At the start, and each interval after that.
    AtOnce,
    /// An interval after the start, and each interval after that.
    Later,
    /// With each whole interval of the clock: every full minute, say.
    Whole,
}

/// What jobs are run with. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Runner {
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) runs: Arc<dyn JobRuns>,
    /// This process.
    pub(crate) owner: Arc<str>,
    /// Whether there is a database to work with; a run is left out while there is none.
    pub(crate) is_open: Arc<dyn Fn() -> bool + Send + Sync>,
    pub(crate) stop: CancellationToken,
}

/// How a run ended.
#[derive(Debug)]
enum Run {
    Done,
    /// Another process is at it.
    Elsewhere,
    Failed(JobError),
}

impl Runner {
    /// The same by the machine's time: for what is nobody's day, so that a story in fast-forward stops for none of it.
    pub(crate) fn by_the_machine(&self) -> Self {
        Self {
            clock: Arc::new(SystemClock),
            ..self.clone()
        }
    }

    /// Runs `job` until everything stops. A run is over before the next one begins; one that fails, panics or takes too
    /// long is told in the log and repeated sooner or later, see [`Pace`].
    pub(crate) async fn run<W, F>(self, job: Periodic, work: W)
    where
        W: Fn() -> F,
        F: Future<Output = Result<(), JobError>>,
    {
        let mut pace = Pace::new(job.interval, job.jitter);
        let now = self.clock.now();
        let mut next = match job.rhythm {
            Rhythm::AtOnce => now + pace.first(chance()),
            Rhythm::Later | Rhythm::Whole => job.after(now, &pace),
        };
        loop {
            let wait = self.clock.sleep_until(next);
            if unless_stopped(&self.stop, wait).await.is_none() {
                return;
            }
            let began = self.clock.now();
            if !(self.is_open)() {
                next = job.after(began, &pace);
                continue;
            }
            let Some(run) = unless_stopped(&self.stop, self.once(job, &work)).await else {
                return;
            };
            next = match run {
                Run::Done => {
                    pace.succeeded();
                    job.after(began, &pace)
                }
                // Should the other process die over it, it is not left undone for long.
                Run::Elsewhere => began + pace.wait(chance()).min(LEASE),
                Run::Failed(error) => {
                    let is_reported = pace.failed();
                    tell(job, &*error, pace.failures(), is_reported);
                    self.clock.now() + pace.wait(chance())
                }
            };
        }
    }

    async fn once<W, F>(&self, job: Periodic, work: &W) -> Run
    where
        W: Fn() -> F,
        F: Future<Output = Result<(), JobError>>,
    {
        if !job.alone {
            return ended(guarded(job, work).await);
        }
        match self.claim(job).await {
            Ok(true) => {}
            Ok(false) => return Run::Elsewhere,
            Err(error) => return Run::Failed(error),
        }
        let outcome = tokio::select! {
            outcome = guarded(job, work) => outcome,
            lost = self.keep(job) => Err(lost),
        };
        let error = outcome.as_ref().err().map(ToString::to_string);
        let now = self.clock.now();
        let let_go = self
            .runs
            .finish(job.name, &self.owner, now, error.as_deref());
        if let Err(failure) = let_go.await {
            tracing::debug!(
                error = &failure as &dyn Error,
                job = job.name,
                "a job is let go when its lease runs out"
            );
        }
        ended(outcome)
    }

    async fn claim(&self, job: Periodic) -> Result<bool, JobError> {
        let now = self.clock.now();
        let claim = Claim {
            job: job.name,
            owner: &self.owner,
            now,
            until: now + LEASE,
        };
        Ok(self.runs.claim(&claim).await?)
    }

    /// Keeps the job for as long as it takes; returns when another process has it.
    async fn keep(&self, job: Periodic) -> JobError {
        loop {
            tokio::time::sleep(RENEWAL).await;
            match self.claim(job).await {
                Ok(true) => {}
                Ok(false) => return "another process has taken it over".into(),
                // The lease lasts a while longer; the next renewal may work.
                Err(error) => tracing::debug!(
                    error = &*error as &dyn Error,
                    job = job.name,
                    "a job could not be kept"
                ),
            }
        }
    }
}

impl Periodic {
    /// When it comes round again after it began at `began`.
    fn after(self, began: DateTime<Utc>, pace: &Pace) -> DateTime<Utc> {
        match self.rhythm {
            Rhythm::AtOnce | Rhythm::Later => began + pace.wait(chance()),
            Rhythm::Whole => began.duration_trunc(self.interval).unwrap_or(began) + self.interval,
        }
    }
}

fn ended(outcome: Result<(), JobError>) -> Run {
    match outcome {
        Ok(()) => Run::Done,
        Err(error) => Run::Failed(error),
    }
}

/// The work, which neither goes on for ever nor takes the job along when it panics.
async fn guarded<W, F>(job: Periodic, work: &W) -> Result<(), JobError>
where
    W: Fn() -> F,
    F: Future<Output = Result<(), JobError>>,
{
    let limit = job.interval.to_std().unwrap_or_default();
    let work = AssertUnwindSafe(async { work().await }).catch_unwind();
    match tokio::time::timeout(limit, work).await {
        Ok(Ok(outcome)) => outcome,
        Ok(Err(_)) => Err("it panicked".into()),
        Err(_) => Err("it took too long and was broken off".into()),
    }
}

fn tell(
    job: Periodic,
    error: &(dyn Error + Send + Sync + 'static),
    failures: u32,
    is_reported: bool,
) {
    let (error, job) = (error as &dyn Error, job.name);
    if is_reported {
        tracing::error!(error, job, failures, "a job keeps failing");
    } else {
        tracing::warn!(error, job, failures, "a job failed; it is tried again");
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicBool, Ordering};

    use kernel::ManualClock;
    use operations_core::testing::InMemoryJobRuns;
    use tokio::sync::mpsc;
    use tokio_util::task::TaskTracker;

    use super::*;

    const SWEEP: Periodic = Periodic {
        name: "sweep",
        interval: TimeDelta::minutes(10),
        jitter: TimeDelta::zero(),
        rhythm: Rhythm::AtOnce,
        alone: true,
    };

    /// What a run does after it has said that it began.
    #[derive(Clone, Copy)]
    enum Act {
        Succeed,
        Fail,
        Panic,
        Hang,
    }

    struct Stage {
        clock: ManualClock,
        runs: Arc<InMemoryJobRuns>,
        open: Arc<AtomicBool>,
        runner: Runner,
        tasks: TaskTracker,
    }

    fn stage() -> Stage {
        let clock = ManualClock::at("2026-11-21T12:00:00Z".parse().unwrap());
        let runs = Arc::new(InMemoryJobRuns::default());
        let open = Arc::new(AtomicBool::new(true));
        let is_open = Arc::clone(&open);
        let runner = Runner {
            clock: Arc::new(clock.clone()),
            runs: runs.clone(),
            owner: "this".into(),
            is_open: Arc::new(move || is_open.load(Ordering::Relaxed)),
            stop: CancellationToken::new(),
        };
        Stage {
            clock,
            runs,
            open,
            runner,
            tasks: TaskTracker::new(),
        }
    }

    impl Stage {
        /// Runs the job, which acts like this the first times and succeeds from then on; what comes back says when a run
        /// began.
        fn run(&self, job: Periodic, acts: &'static [Act]) -> mpsc::UnboundedReceiver<usize> {
            let (began, beginnings) = mpsc::unbounded_channel();
            let runner = self.runner.clone();
            let turn = AtomicBool::new(false);
            let number = std::sync::atomic::AtomicUsize::new(0);
            self.tasks.spawn(async move {
                let work = || async {
                    assert!(!turn.swap(true, Ordering::Relaxed), "two runs at once");
                    let over = Over(&turn);
                    let number = number.fetch_add(1, Ordering::Relaxed);
                    began.send(number).unwrap();
                    let outcome = match acts.get(number).unwrap_or(&Act::Succeed) {
                        Act::Succeed => Ok(()),
                        Act::Fail => Err("no such table".into()),
                        Act::Panic => panic!("on purpose"),
                        Act::Hang => std::future::pending().await,
                    };
                    drop(over);
                    outcome
                };
                runner.run(job, work).await;
            });
            beginnings
        }

        /// Waits until the job sleeps, and returns for how long.
        async fn sleeps(&self) -> TimeDelta {
            loop {
                if let Some(until) = self.clock.next_wake() {
                    return until - self.clock.now();
                }
                tokio::task::yield_now().await;
            }
        }

        async fn stop(self) {
            self.runner.stop.cancel();
            self.tasks.close();
            self.tasks.wait().await;
        }
    }

    /// Says that a run is over, however it ended.
    struct Over<'a>(&'a AtomicBool);

    impl Drop for Over<'_> {
        fn drop(&mut self) {
            self.0.store(false, Ordering::Relaxed);
        }
    }

    #[tokio::test]
    async fn comes_round_after_its_interval_and_stops_when_everything_does() {
        let stage = stage();
        let mut beginnings = stage.run(SWEEP, &[]);
        assert_eq!(beginnings.recv().await, Some(0));
        assert_eq!(stage.sleeps().await, TimeDelta::minutes(10));
        stage.clock.advance(TimeDelta::minutes(10));
        assert_eq!(beginnings.recv().await, Some(1));
        let last = stage.runs.last("sweep").await.unwrap().unwrap();
        assert_eq!(last.error, None);
        stage.stop().await;
        assert_eq!(beginnings.recv().await, None);
    }

    #[tokio::test]
    async fn may_begin_an_interval_after_the_start_or_with_each_whole_one() {
        for (rhythm, minutes) in [(Rhythm::Later, 10), (Rhythm::Whole, 7)] {
            let stage = stage();
            stage.clock.advance(TimeDelta::minutes(3));
            let mut beginnings = stage.run(Periodic { rhythm, ..SWEEP }, &[]);
            assert_eq!(stage.sleeps().await, TimeDelta::minutes(minutes));
            assert!(beginnings.try_recv().is_err());
            stage.clock.advance(TimeDelta::minutes(minutes));
            assert_eq!(beginnings.recv().await, Some(0));
            assert_eq!(stage.sleeps().await, TimeDelta::minutes(10));
            stage.stop().await;
        }
    }

    #[tokio::test]
    async fn what_begins_late_with_a_whole_interval_does_not_drift() {
        let stage = stage();
        let whole = Periodic {
            rhythm: Rhythm::Whole,
            ..SWEEP
        };
        let mut beginnings = stage.run(whole, &[]);
        stage.sleeps().await;
        stage.clock.advance(TimeDelta::minutes(12));
        assert_eq!(beginnings.recv().await, Some(0));
        assert_eq!(stage.sleeps().await, TimeDelta::minutes(8));
        stage.stop().await;
    }

    #[tokio::test]
    async fn a_run_that_fails_or_panics_is_noted_and_repeated_soon() {
        let stage = stage();
        let mut beginnings = stage.run(SWEEP, &[Act::Fail, Act::Panic]);
        beginnings.recv().await;
        assert_eq!(stage.sleeps().await, TimeDelta::seconds(5));
        let noted = stage.runs.last("sweep").await.unwrap().unwrap();
        assert_eq!(noted.error.as_deref(), Some("no such table"));
        stage.clock.advance(TimeDelta::seconds(5));
        beginnings.recv().await;
        assert_eq!(stage.sleeps().await, TimeDelta::seconds(10));
        let noted = stage.runs.last("sweep").await.unwrap().unwrap();
        assert_eq!(
            (noted.error.as_deref(), noted.failures),
            (Some("it panicked"), 2)
        );
        stage.clock.advance(TimeDelta::seconds(10));
        beginnings.recv().await;
        assert_eq!(stage.sleeps().await, TimeDelta::minutes(10));
        stage.stop().await;
    }

    #[tokio::test(start_paused = true)]
    async fn a_run_that_takes_longer_than_its_interval_is_broken_off() {
        let stage = stage();
        let mut beginnings = stage.run(SWEEP, &[Act::Hang]);
        beginnings.recv().await;
        tokio::time::advance(Duration::from_mins(10)).await;
        assert_eq!(stage.sleeps().await, TimeDelta::seconds(5));
        let noted = stage.runs.last("sweep").await.unwrap().unwrap();
        assert!(noted.error.unwrap().contains("took too long"));
        stage.stop().await;
    }

    #[tokio::test]
    async fn what_another_process_does_is_left_to_it_until_it_dies() {
        let stage = stage();
        let now = stage.clock.now();
        let other = Claim {
            job: "sweep",
            owner: "other",
            now,
            until: now + TimeDelta::minutes(7),
        };
        assert!(stage.runs.claim(&other).await.unwrap());
        let mut beginnings = stage.run(SWEEP, &[]);
        assert_eq!(stage.sleeps().await, LEASE);
        assert!(beginnings.try_recv().is_err());
        stage.clock.advance(LEASE);
        assert_eq!(stage.sleeps().await, LEASE);
        assert!(beginnings.try_recv().is_err());
        stage.clock.advance(LEASE);
        assert_eq!(beginnings.recv().await, Some(0));
        stage.stop().await;
    }

    #[tokio::test]
    async fn what_every_process_does_needs_no_lease() {
        let stage = stage();
        let own = Periodic {
            alone: false,
            ..SWEEP
        };
        let mut beginnings = stage.run(own, &[]);
        assert_eq!(beginnings.recv().await, Some(0));
        assert_eq!(stage.runs.last("sweep").await.unwrap(), None);
        stage.stop().await;
    }

    #[tokio::test]
    async fn a_run_is_left_out_while_there_is_no_database() {
        let stage = stage();
        stage.open.store(false, Ordering::Relaxed);
        let mut beginnings = stage.run(SWEEP, &[]);
        assert_eq!(stage.sleeps().await, TimeDelta::minutes(10));
        assert!(beginnings.try_recv().is_err());
        stage.open.store(true, Ordering::Relaxed);
        stage.clock.advance(TimeDelta::minutes(10));
        assert_eq!(beginnings.recv().await, Some(0));
        stage.stop().await;
    }

    #[tokio::test]
    async fn a_run_under_way_is_broken_off_when_everything_stops() {
        let stage = stage();
        let mut beginnings = stage.run(SWEEP, &[Act::Hang]);
        beginnings.recv().await;
        stage.stop().await;
        assert_eq!(beginnings.recv().await, None);
    }
}
