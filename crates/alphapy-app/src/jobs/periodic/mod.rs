//! Runs a job again and again, whatever becomes of one run of it.

#[cfg(test)]
mod tests;

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
    /// From the beginning of one run to the beginning of the next; a run that takes longer is broken off, unless it is given
    /// [more time](Runner::run_at_length).
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

/// How long a run may take, and what becomes of it when everything stops.
#[derive(Debug, Clone, Copy)]
struct Leash {
    limit: TimeDelta,
    /// Whether it hears of the stop itself, rather than being broken off.
    ends_itself: bool,
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
        let leash = Leash {
            limit: job.interval,
            ends_itself: false,
        };
        self.run_on(leash, job, work).await;
    }

    /// The same of work that may take `limit`, and that ends by itself soon after everything stops, with what it has to note
    /// before.
    pub(crate) async fn run_at_length<W, F>(self, limit: TimeDelta, job: Periodic, work: W)
    where
        W: Fn() -> F,
        F: Future<Output = Result<(), JobError>>,
    {
        let leash = Leash {
            limit,
            ends_itself: true,
        };
        self.run_on(leash, job, work).await;
    }

    async fn run_on<W, F>(self, leash: Leash, job: Periodic, work: W)
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
            let once = self.once(leash, job, &work);
            let run = if leash.ends_itself {
                once.await
            } else {
                match unless_stopped(&self.stop, once).await {
                    Some(run) => run,
                    None => return,
                }
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

    async fn once<W, F>(&self, leash: Leash, job: Periodic, work: &W) -> Run
    where
        W: Fn() -> F,
        F: Future<Output = Result<(), JobError>>,
    {
        if !job.alone {
            return ended(guarded(leash, work).await);
        }
        match self.claim(job).await {
            Ok(true) => {}
            Ok(false) => return Run::Elsewhere,
            Err(error) => return Run::Failed(error),
        }
        let outcome = tokio::select! {
            outcome = guarded(leash, work) => outcome,
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
async fn guarded<W, F>(leash: Leash, work: &W) -> Result<(), JobError>
where
    W: Fn() -> F,
    F: Future<Output = Result<(), JobError>>,
{
    let limit = leash.limit.to_std().unwrap_or_default();
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
