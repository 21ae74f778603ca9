//! How fast settings are read: kept ones on the way of every message, and a guild's that nobody has asked for yet.
//!
//! `cargo bench -p adapter-postgres --bench settings -- --warm-up-time 1 --measurement-time 3`

#![expect(
    clippy::unwrap_used,
    reason = "a bench that cannot be set up should stop, loudly and here"
)]

use std::hint::black_box;
use std::sync::Arc;

use adapter_postgres::testing::fresh_database;
use adapter_postgres::{CachedSettings, PgSettingsStore};
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use criterion::{Criterion, criterion_group, criterion_main};
use futures_util::FutureExt as _;
use kernel::{Clock, GuildId};
use settings_core::testing::{
    CHOICE, ENABLED, InMemorySettings, NUMBER, RATIO, RecordingAudit, TEXT, registry,
};
use settings_core::{
    ApplyChanges, Change, ChangeSource, Definition, SettingValue, Settings, SettingsReader as _,
    SettingsStore,
};

/// The computer's clock, as in production: reading it is a part of the cost.
struct Wall;

#[async_trait]
impl Clock for Wall {
    #[expect(
        clippy::disallowed_methods,
        reason = "what it costs to read the computer's clock is measured too"
    )]
    fn now(&self) -> DateTime<Utc> {
        Utc::now()
    }

    async fn sleep_until(&self, _: DateTime<Utc>) {
        unreachable!("nothing here waits")
    }
}

fn guild(number: u64) -> GuildId {
    GuildId::new(number).unwrap()
}

fn values() -> [(&'static Definition, SettingValue); 5] {
    [
        (&ENABLED, SettingValue::Bool(true)),
        (&NUMBER, SettingValue::Int(30)),
        (&RATIO, SettingValue::Float(0.5)),
        (&CHOICE, SettingValue::Text("quiet".to_owned())),
        (&TEXT, SettingValue::Text("Welcome!".repeat(20))),
    ]
}

/// As many guilds as are kept, each with a few settings, and the cache that holds all of them.
fn kept() -> (CachedSettings, Settings) {
    let store = InMemorySettings::default();
    for number in 1..=CachedSettings::MOST_GUILDS as u64 {
        for (definition, value) in values() {
            store.set(guild(number), definition, value);
        }
    }
    let cached = CachedSettings::new(Arc::new(store.clone()), Arc::new(Wall));
    for number in 1..=CachedSettings::MOST_GUILDS as u64 {
        let read = cached.snapshot(guild(number)).now_or_never();
        read.unwrap().unwrap();
    }
    let audit = Arc::new(RecordingAudit::default());
    let reader = Arc::new(cached.clone());
    (
        cached,
        Settings::new(registry(), reader, Arc::new(store), audit),
    )
}

fn hot(c: &mut Criterion) {
    let (cached, settings) = kept();
    let mut group = c.benchmark_group("kept");
    let mut number = 0;
    let mut next = move || {
        number = number % CachedSettings::MOST_GUILDS as u64 + 1;
        guild(number)
    };
    group.bench_function("snapshot", |b| {
        b.iter(|| cached.snapshot(black_box(next())).now_or_never());
    });
    group.bench_function("snapshot, and a number of it", |b| {
        b.iter(|| {
            let read = settings.snapshot(black_box(next())).now_or_never();
            read.unwrap().unwrap().int(&NUMBER)
        });
    });
    group.bench_function("whether a feature is on", |b| {
        b.iter(|| {
            settings
                .is_enabled(black_box(next()), &ENABLED)
                .now_or_never()
        });
    });
    group.finish();
}

fn cold(c: &mut Criterion) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let database = runtime.block_on(fresh_database());
    let store = Arc::new(PgSettingsStore::new(database.pool().clone(), registry()));
    let changes = values()
        .into_iter()
        .map(|(definition, value)| Change::to(definition, Some(value)));
    let request = ApplyChanges {
        guild: guild(1),
        changes: changes.collect(),
        actor: None,
        source: ChangeSource::System,
        constraints: Vec::new(),
        request_id: None,
    };
    runtime.block_on(store.apply(request)).unwrap();
    let cached = CachedSettings::new(store, Arc::new(Wall));
    c.bench_function("asked of Postgres", |b| {
        b.iter(|| {
            cached.invalidate(guild(1));
            runtime.block_on(cached.snapshot(guild(1))).unwrap()
        });
    });
}

criterion_group!(settings, hot, cold);
criterion_main!(settings);
