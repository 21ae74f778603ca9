//! A database that goes away and comes back.

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, TimeDelta};
use kernel::ManualClock;
use settings_core::testing::contract::{GUILD, OTHER_GUILD};
use settings_core::testing::{ENABLED, RecordingAudit, registry};
use settings_core::{SettingValue, Settings, SettingsReader as _};
use sqlx::postgres::PgPoolOptions;

use super::OwnDatabase;
use crate::settings::{CachedSettings, PgSettingsStore};

#[tokio::test]
async fn gates_stay_as_they_were_for_five_minutes_then_shut_and_open_again_with_the_database() {
    let own = OwnDatabase::new().await;
    let pool = PgPoolOptions::new()
        .max_connections(2)
        .acquire_timeout(Duration::from_millis(200))
        .connect_lazy_with(own.database.options());
    let store = Arc::new(PgSettingsStore::new(pool.clone(), registry()));
    let clock = ManualClock::at(DateTime::UNIX_EPOCH);
    let cached = CachedSettings::new(store.clone(), Arc::new(clock.clone()));
    let audit = Arc::new(RecordingAudit::default());
    let settings = Settings::new(registry(), Arc::new(cached.clone()), store, audit);
    let is_on = || settings.is_enabled(GUILD, &ENABLED);
    assert!(is_on().await);

    own.database.refuse_connections().await;
    clock.advance(TimeDelta::seconds(299));
    assert!(is_on().await, "what was known stands in");
    assert!(
        !settings.is_enabled(OTHER_GUILD, &ENABLED).await,
        "never known"
    );
    clock.advance(TimeDelta::seconds(1));
    assert!(!is_on().await, "what was known is too old");
    assert!(pool.size() <= 2, "{} connections", pool.size());

    own.database.accept_connections().await;
    own.set(&ENABLED, Some(SettingValue::Bool(true))).await;
    assert!(is_on().await);
    let read = cached.snapshot(GUILD).await.unwrap();
    assert!(read.overridden(&ENABLED).is_some());
}
