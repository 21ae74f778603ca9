//! Tests of the cache over a store that counts, holds back and fails.

use std::sync::Weak;
use std::sync::atomic::{AtomicUsize, Ordering};

use chrono::{DateTime, TimeDelta};
use futures_util::FutureExt as _;
use futures_util::future::join_all;
use kernel::{ManualClock, Retry};
use settings_core::testing::contract::{GUILD, OTHER_GUILD};
use settings_core::testing::{ENABLED, InMemorySettings, NUMBER, RecordingAudit, registry};
use settings_core::{ApplyChanges, NotApplied, SettingChanged, SettingValue, Settings};
use tokio::sync::Notify;

use super::*;

/// A store that counts its reads and can be made to hold the first one back.
#[derive(Default)]
struct Watched {
    settings: InMemorySettings,
    reads: AtomicUsize,
    hold: Option<(Notify, Notify)>,
}

#[async_trait]
impl SettingsStore for Watched {
    async fn load(&self, guild: GuildId) -> Result<Snapshot, PortFailure> {
        let read = self.reads.fetch_add(1, Ordering::SeqCst);
        let answer = self.settings.load(guild).await;
        if let (0, Some((reached, go_on))) = (read, &self.hold) {
            reached.notify_one();
            go_on.notified().await;
        }
        answer
    }

    async fn apply(&self, request: ApplyChanges) -> Result<Vec<SettingChanged>, NotApplied> {
        self.settings.apply(request).await
    }
}

/// The cache, what is behind it, and its clock.
struct Stage {
    store: Arc<Watched>,
    cached: CachedSettings,
    clock: ManualClock,
}

impl Stage {
    fn new() -> Self {
        Self::over(Watched::default())
    }

    /// One whose first read is held back.
    fn holding() -> Self {
        Self::over(Watched {
            hold: Some((Notify::new(), Notify::new())),
            ..Watched::default()
        })
    }

    fn over(store: Watched) -> Self {
        let store = Arc::new(store);
        let clock = ManualClock::at(DateTime::from_timestamp(1_700_000_000, 0).unwrap());
        let cached = CachedSettings::new(store.clone(), Arc::new(clock.clone()));
        Self {
            store,
            cached,
            clock,
        }
    }

    async fn number(&self) -> i64 {
        self.cached.snapshot(GUILD).await.unwrap().int(&NUMBER)
    }

    fn set(&self, number: i64) {
        let value = SettingValue::Int(number);
        self.store.settings.set(GUILD, &NUMBER, value);
    }

    fn reads(&self) -> usize {
        self.store.reads.load(Ordering::SeqCst)
    }

    fn pass(&self, seconds: i64) {
        self.clock.advance(TimeDelta::seconds(seconds));
    }

    /// Takes the database away, or brings it back.
    fn database_is_away(&self, away: bool) {
        let reads = if away { usize::MAX } else { 0 };
        self.store.settings.fail_next_reads(reads);
    }
}

fn guild(number: u64) -> GuildId {
    GuildId::new(number).unwrap()
}

#[tokio::test]
async fn the_store_is_asked_once_until_the_guild_is_invalidated() {
    let stage = Stage::new();
    join_all((0..100).map(|_| stage.number())).await;
    assert_eq!(stage.reads(), 1);
    stage.set(5);
    stage.cached.invalidate(OTHER_GUILD);
    assert_eq!(stage.number().await, 60, "it was another guild");
    stage.cached.invalidate(GUILD);
    assert_eq!(stage.number().await, 5);
    stage.set(6);
    stage.cached.invalidate_all();
    assert_eq!(stage.number().await, 6);
    assert_eq!(stage.reads(), 3);
}

#[tokio::test]
async fn all_who_want_to_know_while_the_store_is_asked_share_its_answer() {
    let stage = Stage::holding();
    let (reached, go_on) = stage.store.hold.as_ref().unwrap();
    let first = async {
        reached.notified().await;
        let late = join_all((0..100).map(|_| stage.number()));
        go_on.notify_one();
        late.await
    };
    let (early, late) = tokio::join!(stage.number(), first);
    assert_eq!(early, 60);
    assert_eq!(late, [60; 100]);
    assert_eq!(stage.reads(), 1);
}

#[tokio::test]
async fn a_snapshot_is_read_again_after_a_minute_and_when_the_clock_went_back() {
    let stage = Stage::new();
    assert_eq!(stage.number().await, 60);
    stage.set(5);
    stage.pass(59);
    assert_eq!(stage.number().await, 60);
    stage.pass(1);
    assert_eq!(
        stage.number().await,
        5,
        "a lost notification costs a minute"
    );
    let before = ManualClock::at(DateTime::from_timestamp(1_600_000_000, 0).unwrap());
    let same = CachedSettings {
        clock: Arc::new(before),
        ..stage.cached.clone()
    };
    stage.set(6);
    assert_eq!(same.snapshot(GUILD).await.unwrap().int(&NUMBER), 6);
}

#[tokio::test]
async fn the_last_known_settings_stand_in_for_five_minutes_and_not_longer() {
    let stage = Stage::new();
    stage.set(5);
    assert_eq!(stage.number().await, 5);
    stage.database_is_away(true);
    stage.cached.invalidate_all();
    assert_eq!(stage.number().await, 5);
    let asked = stage.reads();
    assert_eq!(stage.number().await, 5);
    assert_eq!(stage.reads(), asked, "the store is left alone for a moment");
    stage.pass(299);
    assert_eq!(stage.number().await, 5);
    stage.pass(1);
    let closed = stage.cached.snapshot(GUILD).await.unwrap_err();
    assert_eq!(closed.retry(), Retry::Later);
    stage.database_is_away(false);
    stage.set(6);
    assert_eq!(stage.number().await, 6, "the database is back");
}

#[tokio::test]
async fn a_change_that_could_not_be_read_at_once_is_used_within_a_second() {
    let stage = Stage::new();
    assert_eq!(stage.number().await, 60);
    stage.set(5);
    stage.cached.invalidate(GUILD);
    stage.database_is_away(true);
    assert_eq!(stage.number().await, 60, "the last known stands in");
    stage.pass(1);
    assert_eq!(stage.number().await, 60, "it is still away");
    stage.database_is_away(false);
    stage.pass(1);
    assert_eq!(stage.number().await, 5);
    assert_eq!(stage.reads(), 4);
}

#[tokio::test]
async fn a_store_that_is_away_is_left_alone_for_a_minute_when_nothing_has_changed() {
    let stage = Stage::new();
    assert_eq!(stage.number().await, 60);
    stage.database_is_away(true);
    stage.pass(60);
    assert_eq!(stage.number().await, 60);
    let asked = stage.reads();
    stage.pass(59);
    assert_eq!(stage.number().await, 60);
    assert_eq!(stage.reads(), asked);
    stage.pass(1);
    assert_eq!(stage.number().await, 60);
    assert_eq!(stage.reads(), asked + 1);
}

#[tokio::test]
async fn gates_shut_when_nothing_is_known_or_what_is_known_is_too_old() {
    let stage = Stage::new();
    let settings = Settings::new(
        registry(),
        Arc::new(stage.cached.clone()),
        Arc::new(stage.store.settings.clone()),
        Arc::new(RecordingAudit::default()),
    );
    assert!(settings.is_enabled(GUILD, &ENABLED).await);
    stage.database_is_away(true);
    assert!(
        !settings.is_enabled(OTHER_GUILD, &ENABLED).await,
        "never read"
    );
    stage.pass(299);
    assert!(settings.is_enabled(GUILD, &ENABLED).await, "stale");
    stage.pass(1);
    let asked = stage.reads();
    assert!(!settings.is_enabled(GUILD, &ENABLED).await, "too old");
    assert_eq!(stage.reads(), asked + 2, "asked once more before giving up");
    stage.database_is_away(false);
    assert!(settings.is_enabled(GUILD, &ENABLED).await);
}

#[tokio::test]
async fn all_who_wait_for_a_failing_store_fail_together_and_the_next_asks_anew() {
    let stage = Stage::holding();
    stage.database_is_away(true);
    let (reached, go_on) = stage.store.hold.as_ref().unwrap();
    let late = async {
        reached.notified().await;
        let late = join_all((0..10).map(|_| stage.cached.snapshot(GUILD)));
        go_on.notify_one();
        late.await
    };
    let (early, late) = tokio::join!(stage.cached.snapshot(GUILD), late);
    assert!(early.is_err() && late.iter().all(Result::is_err));
    assert_eq!(stage.reads(), 1);
    stage.database_is_away(false);
    assert_eq!(stage.number().await, 60);
}

#[tokio::test]
async fn a_read_that_a_change_overtook_does_not_bring_the_old_value_back() {
    let stage = Stage::holding();
    let (reached, go_on) = stage.store.hold.as_ref().unwrap();
    let change = async {
        reached.notified().await;
        stage.set(5);
        stage.cached.invalidate(GUILD);
        go_on.notify_one();
    };
    let (read, ()) = tokio::join!(stage.number(), change);
    assert_eq!(read, 5);
    assert_eq!(stage.number().await, 5);
    assert_eq!(stage.reads(), 2);
}

#[tokio::test]
async fn whoever_gives_up_half_way_leaves_the_turn_to_the_next() {
    let stage = Stage::holding();
    assert_eq!(
        stage.number().now_or_never(),
        None,
        "held back, and dropped"
    );
    assert_eq!(stage.cached.shelf.flights(), 0);
    assert_eq!(stage.number().await, 60);
    assert_eq!(stage.cached.shelf.flights(), 0);
}

#[tokio::test]
async fn ten_thousand_guilds_leave_five_hundred_snapshots_in_memory() {
    let stage = Stage::new();
    let mut seen: Vec<Weak<Snapshot>> = Vec::new();
    let mut most = 0;
    for number in 1..=10_000 {
        let snapshot = stage.cached.snapshot(guild(number)).await.unwrap();
        seen.push(Arc::downgrade(&snapshot));
        most = most.max(stage.cached.guilds());
    }
    assert_eq!(most, CachedSettings::MOST_GUILDS);
    let alive = seen.iter().filter(|it| it.strong_count() > 0).count();
    assert_eq!(alive, 500);
    assert_eq!(stage.cached.shelf.flights(), 0);
}

#[tokio::test]
async fn the_guild_that_was_asked_for_longest_ago_goes_first() {
    let stage = Stage::new();
    for number in 1..=500 {
        stage.cached.snapshot(guild(number)).await.unwrap();
    }
    stage.cached.snapshot(guild(1)).await.unwrap();
    stage.cached.snapshot(guild(501)).await.unwrap();
    let asked = stage.reads();
    stage.cached.snapshot(guild(1)).await.unwrap();
    assert_eq!(stage.reads(), asked, "it was asked for a moment ago");
    stage.cached.snapshot(guild(2)).await.unwrap();
    assert_eq!(stage.reads(), asked + 1, "it had to go");
}
