//! Snapshots for a dashboard elsewhere, every 45 seconds or so, and a last one at the end.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;
use futures_util::FutureExt as _;
use kernel::Clock;
use operations_core::{Outbox, Telemetry, TelemetryRound};
use tokio_util::sync::CancellationToken;

use crate::lifecycle::unless_stopped;
use crate::measures;

/// How long the last snapshot may take.
const LAST: Duration = Duration::from_secs(4);
/// So many failures in a row are more than bad luck.
const MANY: u32 = 10;
/// The longest pause after a round that broke down.
const LONGEST_PAUSE: TimeDelta = TimeDelta::minutes(5);

/// How rounds have gone lately, for the log.
#[derive(Debug, Default)]
struct Streak {
    failures: u32,
    breakdowns: u32,
}

/// Sends snapshots until `stop`, then a last one, within four seconds. It comes round by itself and not by the runner of
/// periodic jobs: the next round is due when the telemetry says, sooner where something is to be tried again.
pub(crate) async fn send(mut telemetry: Telemetry, clock: Arc<dyn Clock>, stop: CancellationToken) {
    let mut streak = Streak::default();
    let mut next = telemetry.next_round();
    while unless_stopped(&stop, clock.sleep_until(next))
        .await
        .is_some()
    {
        let round = AssertUnwindSafe(telemetry.round(kernel::chance())).catch_unwind();
        next = match unless_stopped(&stop, round).await {
            None => break,
            Some(Ok(round)) => {
                streak.told(&round);
                telemetry.next_round()
            }
            Some(Err(_)) => {
                let pause = streak.broke_down();
                tracing::error!(
                    seconds = pause.num_seconds(),
                    "telemetry broke down and goes on after a pause"
                );
                clock.now() + pause
            }
        };
        measures::memory("telemetry_retry", telemetry.waiting(), Outbox::MOST);
    }
    let last = AssertUnwindSafe(telemetry.last()).catch_unwind();
    let outcome = tokio::time::timeout(LAST, last).await;
    if !matches!(outcome, Ok(Ok(TelemetryRound::Sent { .. }))) {
        tracing::info!("the last telemetry did not get through");
    }
}

impl Streak {
    fn told(&mut self, round: &TelemetryRound) {
        match round {
            TelemetryRound::Idle => return,
            TelemetryRound::Sent { uncounted } => {
                if self.failures > 0 {
                    tracing::info!(failures = self.failures, "telemetry gets through again");
                }
                self.failures = 0;
                if let Some(failure) = uncounted {
                    let error = failure as &dyn std::error::Error;
                    tracing::debug!(error, "telemetry was sent without its counts");
                }
            }
            TelemetryRound::Postponed(failure) | TelemetryRound::GivenUp(failure) => {
                self.failures += 1;
                let error = failure as &dyn std::error::Error;
                match self.failures {
                    1 => tracing::warn!(error, "telemetry does not get through"),
                    MANY => tracing::error!(error, "telemetry has not got through for a while"),
                    _ => tracing::debug!(error, "telemetry still does not get through"),
                }
            }
        }
        self.breakdowns = 0;
    }

    /// How long to pause: a second, twice as long each time, five minutes at most.
    fn broke_down(&mut self) -> TimeDelta {
        let pause = TimeDelta::seconds(1 << self.breakdowns.min(9));
        self.breakdowns += 1;
        pause.min(LONGEST_PAUSE)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};

    use async_trait::async_trait;
    use kernel::{ManualClock, PortFailure, Retry};
    use operations_core::testing::{FixedActivity, FixedBot, RecordingSink, moment};
    use operations_core::{SubsystemSnapshot, TelemetryPace, TelemetryPorts, TelemetrySink};

    use tokio_util::task::TaskTracker;

    use super::*;

    /// Breaks down at first, and hands on what comes after so many breakdowns.
    struct Brittle(AtomicU32, RecordingSink);

    #[async_trait]
    impl TelemetrySink for Brittle {
        async fn put(&self, snapshot: &SubsystemSnapshot) -> Result<(), PortFailure> {
            let left = self.0.load(Ordering::Relaxed);
            if left > 0 {
                self.0.store(left - 1, Ordering::Relaxed);
                panic!("told to break down");
            }
            self.1.put(snapshot).await
        }
    }

    struct Stage {
        clock: ManualClock,
        sink: Arc<Brittle>,
        stop: CancellationToken,
        running: tokio::task::JoinHandle<()>,
    }

    impl Stage {
        fn new(breakdowns: u32) -> Self {
            let clock = ManualClock::at(moment());
            let sink = Arc::new(Brittle(breakdowns.into(), RecordingSink::default()));
            let ports = TelemetryPorts {
                bot: Arc::new(FixedBot::default()),
                activity: Arc::new(FixedActivity::default()),
                sink: sink.clone(),
                clock: Arc::new(clock.clone()),
            };
            let telemetry = Telemetry::new(ports, TelemetryPace::default());
            let stop = CancellationToken::new();
            let sending = send(telemetry, Arc::new(clock.clone()), stop.clone());
            let running = TaskTracker::new().spawn(sending);
            Self {
                clock,
                sink,
                stop,
                running,
            }
        }

        /// Moves the clock to where the job wakes next, once it sleeps.
        async fn next(&self) {
            let now = self.clock.now();
            loop {
                match self.clock.next_wake() {
                    Some(wake) if wake > now => return self.clock.set(wake),
                    _ => tokio::task::yield_now().await,
                }
            }
        }

        fn sent_at(&self) -> Vec<i64> {
            let taken = self.sink.1.taken();
            let seconds = taken.iter().map(|it| (it.at - moment()).num_seconds());
            seconds.collect()
        }

        async fn stopped(self) -> Vec<i64> {
            self.stop.cancel();
            let sink = self.sink.clone();
            self.running.await.unwrap();
            let taken = sink.1.taken();
            let seconds = taken.iter().map(|it| (it.at - moment()).num_seconds());
            seconds.collect()
        }
    }

    #[tokio::test]
    async fn the_first_snapshot_comes_after_five_seconds_and_a_last_one_at_the_end() {
        let stage = Stage::new(0);
        stage.next().await;
        while stage.sent_at().is_empty() {
            tokio::task::yield_now().await;
        }
        assert_eq!(stage.stopped().await, [5, 5]);
    }

    #[tokio::test]
    async fn a_breakdown_ends_nothing_and_is_followed_by_a_pause() {
        let stage = Stage::new(2);
        // At five seconds it breaks down; then a second later nothing is due, for the next snapshot has its own time.
        while stage.sent_at().is_empty() {
            stage.next().await;
            tokio::task::yield_now().await;
        }
        let sent = stage.stopped().await;
        assert!(sent[0] > 80, "after two intervals: {sent:?}");
    }

    #[tokio::test(start_paused = true)]
    async fn a_target_that_never_answers_holds_up_the_end_for_four_seconds_at_most() {
        struct Never;
        #[async_trait]
        impl TelemetrySink for Never {
            async fn put(&self, _: &SubsystemSnapshot) -> Result<(), PortFailure> {
                std::future::pending().await
            }
        }
        let clock = Arc::new(ManualClock::at(moment()));
        let ports = TelemetryPorts {
            bot: Arc::new(FixedBot::default()),
            activity: Arc::new(FixedActivity::default()),
            sink: Arc::new(Never),
            clock: clock.clone(),
        };
        let stop = CancellationToken::new();
        stop.cancel();
        let began = tokio::time::Instant::now();
        send(Telemetry::new(ports, TelemetryPace::default()), clock, stop).await;
        assert_eq!(began.elapsed(), LAST);
    }

    #[test]
    fn pauses_after_breakdowns_grow_to_five_minutes() {
        let mut streak = Streak::default();
        let pauses: Vec<_> = (0..11).map(|_| streak.broke_down().num_seconds()).collect();
        assert_eq!(pauses, [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]);
        streak.told(&TelemetryRound::GivenUp(PortFailure::new(
            "send",
            Retry::Useless,
            "no",
        )));
        assert_eq!(streak.broke_down().num_seconds(), 1);
    }
}
