//! What the store asks of the database, and what it says of rows that cannot be read.

use std::sync::Arc;

use futures_util::future::join_all;
use settings_core::testing::contract::GUILD;
use settings_core::testing::{ENABLED, NUMBER};
use settings_core::{SettingValue, SettingsReader as _, SettingsStore as _, Snapshot};
use tracing::Level;

use super::{OwnDatabase, clock};
use crate::heard_log::HeardLog;
use crate::settings::CachedSettings;

/// Waits until queries are heard, and forgets those it took: a place that logs and is being registered by another test at
/// the moment at which somebody begins to listen may have missed that.
async fn hears(log: &HeardLog, store: &OwnDatabase) {
    for _ in 0..1000 {
        tracing::callsite::rebuild_interest_cache();
        store.load(GUILD).await.unwrap();
        if !log.with(&["sqlx::query"]).is_empty() {
            break;
        }
    }
    log.forgets();
}

#[tokio::test]
async fn a_row_that_cannot_be_read_is_told_once_and_never_what_is_in_it() {
    let store = OwnDatabase::new().await;
    store.write_row("contract", "number", "\"soon\"").await;
    store.write_row("contract", "enabled", "\"maybe\"").await;
    store.write_row("automod", "enabled", "true").await;
    let log = HeardLog::default();
    let listening = tracing::subscriber::set_default(log.clone());
    let mut read = Snapshot::default();
    for _ in 0..3 {
        read = store.load(GUILD).await.unwrap();
    }
    drop(listening);
    assert!(read.is_unreadable(&ENABLED) && read.is_unreadable(&NUMBER));
    assert!(
        !read.bool(&ENABLED),
        "what nobody can read switches nothing on"
    );
    assert_eq!(
        Some(SettingValue::Int(read.int(&NUMBER))),
        NUMBER.default_value()
    );
    let warnings = log.with(&[Level::WARN.as_str(), "cannot be read"]);
    assert_eq!(warnings.len(), 2, "{warnings:?}");
    for key in ["number", "enabled"] {
        let named = log.with(&[&GUILD.to_string(), "\"contract\"", key, "wrong_type"]);
        assert_eq!(named.len(), 1, "{warnings:?}");
    }
    assert!(log.with(&["cannot be read", "soon"]).is_empty());
    assert!(log.with(&["cannot be read", "maybe"]).is_empty());
}

#[tokio::test]
async fn a_guild_that_nobody_has_asked_for_costs_one_query() {
    let store = Arc::new(OwnDatabase::new().await);
    let cached = CachedSettings::new(store.clone(), clock());
    // So that no connection has to be opened, which asks the server for this and that.
    store.load(GUILD).await.unwrap();
    let log = HeardLog::default();
    let listening = tracing::subscriber::set_default(log.clone());
    hears(&log, &store).await;
    let readers = (0..50).map(|_| cached.snapshot(GUILD));
    let read = join_all(readers).await;
    cached.snapshot(GUILD).await.unwrap();
    drop(listening);
    assert!(read.iter().all(Result::is_ok));
    let queries = log.with(&["sqlx::query"]);
    assert_eq!(queries.len(), 1, "{queries:?}");
    assert!(queries[0].contains("bot_settings"), "{queries:?}");
}
