//! Two processes on one database: each with its own connections, cache and ear.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use futures_util::future::join_all;
use kernel::{Authority, Member, UserId};
use settings_core::testing::contract::GUILD;
use settings_core::testing::{NUMBER, RecordingAudit, registry};
use settings_core::{
    ChangeSetting, ChangeSource, HistoryFilter, RawValue, SettingValue, Settings,
    SettingsHistory as _, SettingsReader as _, Snapshot,
};
use sqlx::PgPool;
use sqlx::postgres::PgPoolOptions;
use tokio::sync::broadcast::Receiver;
use tokio_util::sync::{CancellationToken, DropGuard};
use tokio_util::task::TaskTracker;

use super::{clock, next};
use crate::settings::{CachedSettings, PgSettingsStore, SettingsListener, SettingsSignal};
use crate::testing::{TestDatabase, fresh_database};

/// One of two.
struct Process {
    pool: PgPool,
    store: Arc<PgSettingsStore>,
    cached: CachedSettings,
    settings: Settings,
    signals: Receiver<SettingsSignal>,
    _listening: DropGuard,
}

impl Process {
    /// A process that hears what happens in the database from now on.
    async fn on(database: &TestDatabase) -> Self {
        let pool = PgPoolOptions::new()
            .max_connections(5)
            .connect_lazy_with(database.options());
        let store = Arc::new(PgSettingsStore::new(pool.clone(), registry()));
        let cached = CachedSettings::new(store.clone(), clock());
        let listener = SettingsListener::new(pool.clone(), registry(), cached.clone());
        let mut signals = listener.subscribe();
        let stop = CancellationToken::new();
        TaskTracker::new().spawn(listener.run(stop.clone()));
        assert_eq!(next(&mut signals).await, SettingsSignal::Resync);
        let settings = Settings::new(
            registry(),
            Arc::new(cached.clone()),
            store.clone(),
            Arc::new(RecordingAudit::default()),
        );
        Self {
            pool,
            store,
            cached,
            settings,
            signals,
            _listening: stop.drop_guard(),
        }
    }

    async fn set(&self, value: Option<i64>) {
        let request = ChangeSetting {
            guild: GUILD,
            member: Member {
                user: UserId::new(9).unwrap(),
                authority: Authority::Admin,
            },
            scope: NUMBER.scope.to_owned(),
            key: NUMBER.key.to_owned(),
            value: value.map(RawValue::Int),
            source: ChangeSource::Api,
        };
        self.settings.set(request).await.unwrap();
    }

    async fn snapshot(&self) -> Arc<Snapshot> {
        self.cached.snapshot(GUILD).await.unwrap()
    }

    /// Waits until what is read here is `value`.
    async fn reads(&mut self, value: i64) {
        while self.snapshot().await.int(&NUMBER) != value {
            next(&mut self.signals).await;
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn writers_of_two_processes_lose_nothing_and_the_last_one_is_read_by_both() {
    let database = fresh_database().await;
    let (mut one, mut other) = (Process::on(&database).await, Process::on(&database).await);
    let writes = (1..=50).flat_map(|it| [one.set(Some(it)), other.set(Some(1000 + it))]);
    join_all(writes).await;

    let filter = HistoryFilter {
        limit: 1000,
        ..HistoryFilter::default()
    };
    let mut told = one.store.history(GUILD, &filter).await.unwrap();
    told.reverse();
    let written: BTreeSet<_> = told
        .iter()
        .filter_map(|it| match it.new {
            Some(RawValue::Int(number)) => Some(number),
            _ => None,
        })
        .collect();
    let wished: BTreeSet<_> = (1..=50).chain(1001..=1050).collect();
    assert_eq!(written, wished, "every wish was fulfilled");
    assert_eq!(told.len(), 100, "each once");
    assert_eq!(told[0].old, None);
    for (earlier, later) in told.iter().zip(&told[1..]) {
        assert_eq!(earlier.new, later.old, "each starts from the one before");
    }
    let Some(RawValue::Int(last)) = told[99].new else {
        panic!("{:?}", told[99])
    };
    let stored: String = sqlx::query_scalar("SELECT value::text FROM alphapy.bot_settings")
        .fetch_one(&other.pool)
        .await
        .unwrap();
    assert_eq!(stored, last.to_string());
    one.reads(last).await;
    other.reads(last).await;
}

#[tokio::test]
async fn a_change_in_one_process_is_used_by_the_other_within_a_second() {
    let database = fresh_database().await;
    let (one, mut other) = (Process::on(&database).await, Process::on(&database).await);
    assert_eq!(other.snapshot().await.int(&NUMBER), 60, "it is kept now");
    for value in [Some(0), Some(5), None] {
        one.set(value).await;
        let used = other.reads(value.unwrap_or(60));
        let in_time = tokio::time::timeout(Duration::from_secs(1), used).await;
        in_time.expect("the other process heard of it within a second");
    }
}

#[tokio::test]
async fn two_who_write_the_same_leave_one_line_of_history() {
    let database = fresh_database().await;
    let (one, other) = (Process::on(&database).await, Process::on(&database).await);
    join_all((0..10).flat_map(|_| [one.set(Some(7)), other.set(Some(7))])).await;
    let filter = HistoryFilter {
        limit: 100,
        ..HistoryFilter::default()
    };
    let told = one.store.history(GUILD, &filter).await.unwrap();
    assert_eq!(told.len(), 1);
    let stored = other.snapshot().await.effective(&NUMBER);
    assert_eq!(stored, Some(SettingValue::Int(7)));
}

/// The next number that a listener tells of, and who changed it how.
async fn told(signals: &mut Receiver<SettingsSignal>) -> (Option<i64>, Option<u64>, ChangeSource) {
    loop {
        let SettingsSignal::Changed { guild, change } = next(signals).await else {
            continue;
        };
        assert_eq!((guild, change.definition.key), (GUILD, NUMBER.key));
        let Some(SettingValue::Int(new)) = change.new else {
            return (None, change.actor.map(UserId::get), change.source);
        };
        return (Some(new), change.actor.map(UserId::get), change.source);
    }
}

#[tokio::test]
async fn each_process_is_told_once_who_changed_what_in_any_of_them() {
    let database = fresh_database().await;
    let (mut one, mut other) = (Process::on(&database).await, Process::on(&database).await);
    one.set(Some(5)).await;
    other.set(Some(5)).await;
    other.set(None).await;
    one.set(Some(9)).await;
    for process in [&mut one, &mut other] {
        for new in [Some(5), None, Some(9)] {
            let by_api = (new, Some(9), ChangeSource::Api);
            assert_eq!(told(&mut process.signals).await, by_api);
        }
    }
}

#[tokio::test]
async fn what_changed_while_nobody_listened_is_told_afterwards_and_nothing_twice() {
    let database = fresh_database().await;
    let (mut one, other) = (Process::on(&database).await, Process::on(&database).await);
    other.set(Some(1)).await;
    assert_eq!(told(&mut one.signals).await.0, Some(1));
    database.terminate_connections().await;
    // The other process gets its connection back at once, the ear a moment later.
    other.set(Some(2)).await;
    other.set(Some(3)).await;
    for new in [2, 3] {
        assert_eq!(told(&mut one.signals).await.0, Some(new));
    }
    one.set(Some(4)).await;
    assert_eq!(told(&mut one.signals).await.0, Some(4));
}
