//! The runner of periodic jobs, by a clock that is moved by hand.

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

#[tokio::test(start_paused = true)]
async fn a_run_that_is_given_more_time_is_not_broken_off_after_its_interval() {
    let stage = stage();
    let runner = stage.runner.clone();
    let limit = TimeDelta::hours(1);
    stage.tasks.spawn(async move {
        let work = || async {
            tokio::time::sleep(Duration::from_mins(45)).await;
            Ok(())
        };
        runner.run_at_length(limit, SWEEP, work).await;
    });
    tokio::task::yield_now().await;
    tokio::time::sleep(Duration::from_mins(46)).await;
    assert_eq!(stage.sleeps().await, TimeDelta::minutes(10));
    let noted = stage.runs.last("sweep").await.unwrap().unwrap();
    assert_eq!(noted.error, None);
    stage.stop().await;
}

#[tokio::test(start_paused = true)]
async fn even_with_more_time_what_hangs_is_broken_off_in_the_end() {
    let stage = stage();
    let runner = stage.runner.clone();
    let limit = TimeDelta::hours(1);
    stage.tasks.spawn(async move {
        let work = || std::future::pending();
        runner.run_at_length(limit, SWEEP, work).await;
    });
    tokio::time::sleep(Duration::from_mins(61)).await;
    assert_eq!(stage.sleeps().await, TimeDelta::seconds(5));
    let noted = stage.runs.last("sweep").await.unwrap().unwrap();
    assert!(noted.error.unwrap().contains("took too long"));
    stage.stop().await;
}

#[tokio::test]
async fn what_ends_itself_notes_what_it_has_to_when_everything_stops() {
    let stage = stage();
    let runner = stage.runner.clone();
    let (began, mut beginning) = mpsc::unbounded_channel();
    let noted = Arc::new(AtomicBool::new(false));
    let (stop, by_the_work) = (runner.stop.clone(), Arc::clone(&noted));
    stage.tasks.spawn(async move {
        let work = || async {
            began.send(()).unwrap();
            stop.cancelled().await;
            tokio::task::yield_now().await;
            by_the_work.store(true, Ordering::Relaxed);
            Ok(())
        };
        runner.run_at_length(TimeDelta::hours(1), SWEEP, work).await;
    });
    beginning.recv().await.unwrap();
    stage.stop().await;
    assert!(noted.load(Ordering::Relaxed));
}
