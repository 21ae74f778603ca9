//! The rounds of telemetry: a fresh snapshot when its time has come, else one that did not get through before.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use kernel::{Clock, PortFailure, Retry};

use super::outbox::{Kept, Queued};
use super::{Activity, ActivityCounts, Outbox, SubsystemSnapshot, TelemetryPace, TelemetrySink};
use crate::BotRuntime;

/// What telemetry needs from outside.
#[derive(Clone)]
pub struct TelemetryPorts {
    /// The bot.
    pub bot: Arc<dyn BotRuntime>,
    /// What has been going on.
    pub activity: Arc<dyn ActivityCounts>,
    /// Where snapshots go.
    pub sink: Arc<dyn TelemetrySink>,
    /// The time.
    pub clock: Arc<dyn Clock>,
}

/// Sends snapshots; whoever holds it waits until [`next_round`](Telemetry::next_round) and calls
/// [`round`](Telemetry::round), which sends one at most. Nothing here waits by itself, so a target that is away stalls
/// nobody.
pub struct Telemetry {
    ports: TelemetryPorts,
    pace: TelemetryPace,
    began: DateTime<Utc>,
    next_snapshot: DateTime<Utc>,
    outbox: Outbox,
}

/// How a round went.
#[derive(Debug)]
pub enum TelemetryRound {
    /// There was nothing to send.
    Idle,
    /// A snapshot got through.
    Sent {
        /// Why its counts are zero, if the database could not be asked.
        uncounted: Option<PortFailure>,
    },
    /// It did not get through and is tried again.
    Postponed(PortFailure),
    /// It did not get through and is given up: refused, or tried often enough.
    GivenUp(PortFailure),
}

impl Telemetry {
    /// Telemetry of a process that begins now; the first snapshot is due five seconds later.
    pub fn new(ports: TelemetryPorts, pace: TelemetryPace) -> Self {
        let began = ports.clock.now();
        Self {
            ports,
            pace,
            began,
            next_snapshot: began + TelemetryPace::FIRST,
            outbox: Outbox::default(),
        }
    }

    /// When there is something to do next.
    pub fn next_round(&self) -> DateTime<Utc> {
        let due = self.outbox.next_due();
        due.map_or(self.next_snapshot, |it| it.min(self.next_snapshot))
    }

    /// How many snapshots wait for another try.
    pub fn waiting(&self) -> usize {
        self.outbox.len()
    }

    /// Sends what is due, one snapshot at most; `chance` from 0 to 1 spreads the next one.
    pub async fn round(&mut self, chance: f64) -> TelemetryRound {
        let now = self.ports.clock.now();
        if now >= self.next_snapshot {
            // Before anything else, so that a round that breaks off is not repeated at once.
            self.next_snapshot = now + self.pace.pause(chance);
            return self.send_fresh(now).await;
        }
        match self.outbox.take_due(now) {
            Some(Queued {
                snapshot, retries, ..
            }) => self.send(snapshot, retries, None).await,
            None => TelemetryRound::Idle,
        }
    }

    /// Sends a last snapshot, whatever the time; for the end.
    pub async fn last(&mut self) -> TelemetryRound {
        let now = self.ports.clock.now();
        self.send_fresh(now).await
    }

    async fn send_fresh(&mut self, now: DateTime<Utc>) -> TelemetryRound {
        let (activity, uncounted) = match self.ports.activity.activity(now).await {
            Ok(activity) => (activity, None),
            // That the bot lives is told all the same.
            Err(failure) => (Activity::default(), Some(failure)),
        };
        let uptime = u64::try_from((now - self.began).num_seconds()).ok();
        let bot = self.ports.bot.snapshot();
        let snapshot = SubsystemSnapshot::of(&bot, uptime, &activity, now);
        self.send(snapshot, 0, uncounted).await
    }

    async fn send(
        &mut self,
        snapshot: SubsystemSnapshot,
        retries: u32,
        uncounted: Option<PortFailure>,
    ) -> TelemetryRound {
        let Err(failure) = self.ports.sink.put(&snapshot).await else {
            self.outbox.succeeded(snapshot.at);
            return TelemetryRound::Sent { uncounted };
        };
        if failure.retry() == Retry::Useless {
            return TelemetryRound::GivenUp(failure);
        }
        let now = self.ports.clock.now();
        match self.outbox.failed(snapshot, retries, now) {
            Kept::ForLater => TelemetryRound::Postponed(failure),
            Kept::No => TelemetryRound::GivenUp(failure),
        }
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use kernel::ManualClock;

    use super::*;
    use crate::BotSnapshot;
    use crate::testing::{FixedActivity, FixedBot, RecordingSink, moment};

    struct Stage {
        clock: ManualClock,
        sink: Arc<RecordingSink>,
        activity: Arc<FixedActivity>,
        telemetry: Telemetry,
    }

    impl Stage {
        fn new() -> Self {
            let clock = ManualClock::at(moment());
            let sink = Arc::new(RecordingSink::default());
            let activity = Arc::new(FixedActivity::default());
            let bot = FixedBot::with(BotSnapshot {
                shards_connected: 1,
                guild_count: 3,
                ..BotSnapshot::default()
            });
            let ports = TelemetryPorts {
                bot: Arc::new(bot),
                activity: activity.clone(),
                sink: sink.clone(),
                clock: Arc::new(clock.clone()),
            };
            let telemetry = Telemetry::new(ports, TelemetryPace::default());
            Self {
                clock,
                sink,
                activity,
                telemetry,
            }
        }

        /// Waits for the next round; how many seconds after the start it was, and how it went.
        async fn next(&mut self) -> (i64, TelemetryRound) {
            self.clock.set(self.telemetry.next_round());
            let round = self.telemetry.round(0.5).await;
            ((self.clock.now() - moment()).num_seconds(), round)
        }

        fn sent_at(&self) -> Vec<i64> {
            let sent = self.sink.taken();
            let seconds = sent.iter().map(|it| (it.at - moment()).num_seconds());
            seconds.collect()
        }
    }

    #[tokio::test]
    async fn the_first_snapshot_is_sent_after_five_seconds_and_then_one_every_45() {
        let mut stage = Stage::new();
        for expected in [5, 50, 95] {
            let (at, round) = stage.next().await;
            assert_eq!(at, expected);
            assert!(matches!(round, TelemetryRound::Sent { uncounted: None }));
        }
        assert_eq!(stage.sent_at(), [5, 50, 95]);
    }

    #[tokio::test]
    async fn a_round_before_its_time_sends_nothing() {
        let mut stage = Stage::new();
        let round = stage.telemetry.round(0.5).await;
        assert!(matches!(round, TelemetryRound::Idle), "{round:?}");
        assert_eq!(stage.sink.tries(), 0);
    }

    #[tokio::test]
    async fn what_did_not_get_through_is_tried_again_and_outdated_by_a_newer_one() {
        let mut stage = Stage::new();
        stage.sink.fail(Some(Retry::Later));
        for expected in [5, 6, 8, 12, 20] {
            let (at, round) = stage.next().await;
            assert_eq!(at, expected);
            assert!(matches!(round, TelemetryRound::Postponed(_)), "{round:?}");
        }
        let (at, round) = stage.next().await;
        assert_eq!(at, 36, "the fifth retry");
        assert!(matches!(round, TelemetryRound::GivenUp(_)), "{round:?}");
        let (at, _) = stage.next().await;
        assert_eq!(at, 50, "a fresh one");
        assert_eq!(stage.telemetry.waiting(), 1);
        stage.sink.fail(None);
        stage.next().await;
        assert_eq!((stage.sent_at(), stage.telemetry.waiting()), (vec![50], 0));
    }

    #[tokio::test]
    async fn a_refusal_is_not_repeated() {
        let mut stage = Stage::new();
        stage.sink.fail(Some(Retry::Useless));
        let (_, round) = stage.next().await;
        assert!(matches!(round, TelemetryRound::GivenUp(_)), "{round:?}");
        assert_eq!(stage.telemetry.waiting(), 0);
        let (at, _) = stage.next().await;
        assert_eq!((at, stage.sink.tries()), (50, 2));
    }

    #[tokio::test]
    async fn a_database_that_is_away_makes_the_counts_zero_and_no_silence() {
        let mut stage = Stage::new();
        stage.activity.set(Some(Activity {
            commands_per_minute: 10.0,
            ..Activity::default()
        }));
        stage.next().await;
        stage.activity.set(None);
        let (_, round) = stage.next().await;
        let TelemetryRound::Sent { uncounted } = round else {
            panic!("{round:?}");
        };
        assert!(uncounted.is_some());
        let sent = stage.sink.taken();
        let throughput: Vec<_> = sent.iter().map(|it| it.throughput_per_minute).collect();
        assert_eq!(throughput, [10, 0]);
        assert_eq!(sent[1].active_bots, Some(3));
    }

    #[tokio::test]
    async fn the_last_one_is_sent_whatever_the_time() {
        let mut stage = Stage::new();
        stage.clock.advance(TimeDelta::seconds(1));
        let round = stage.telemetry.last().await;
        assert!(matches!(round, TelemetryRound::Sent { .. }), "{round:?}");
        assert_eq!(stage.sent_at(), [1]);
    }
}
