//! The settings store, its history and the listener on a real Postgres.

mod away;
mod logged;
mod processes;

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use futures_util::future::join_all;
use kernel::{ChannelId, GuildId, ManualClock, PortFailure, UserId};
use settings_core::testing::contract::{GUILD, OTHER_GUILD};
use settings_core::testing::{CHANNEL, ENABLED, NUMBER, TEXT, registry};
use settings_core::{
    ApplyChanges, Change, ChangeSource, Definition, HistoryEntry, HistoryFilter, HistoryId,
    NotApplied, SettingChanged, SettingValue, SettingsHistory, SettingsReader as _, SettingsStore,
    Snapshot,
};
use sqlx::PgPool;
use tokio::sync::broadcast::Receiver;
use tokio_util::sync::CancellationToken;

use super::{CachedSettings, PgSettingsStore, SettingsListener, SettingsSignal};
use crate::testing::{TestDatabase, fresh_database};

/// A store and the database it needs for as long as the test lasts.
struct OwnDatabase {
    store: PgSettingsStore,
    database: TestDatabase,
}

#[async_trait]
impl SettingsStore for OwnDatabase {
    async fn load(&self, guild: GuildId) -> Result<Snapshot, PortFailure> {
        self.store.load(guild).await
    }

    async fn apply(&self, request: ApplyChanges) -> Result<Vec<SettingChanged>, NotApplied> {
        self.store.apply(request).await
    }
}

#[async_trait]
impl SettingsHistory for OwnDatabase {
    async fn history(
        &self,
        guild: GuildId,
        filter: &HistoryFilter,
    ) -> Result<Vec<HistoryEntry>, PortFailure> {
        self.store.history(guild, filter).await
    }

    async fn history_entry(
        &self,
        guild: GuildId,
        id: HistoryId,
    ) -> Result<Option<HistoryEntry>, PortFailure> {
        self.store.history_entry(guild, id).await
    }

    async fn first_changes_since(
        &self,
        guild: GuildId,
        moment: DateTime<Utc>,
    ) -> Result<Vec<HistoryEntry>, PortFailure> {
        self.store.first_changes_since(guild, moment).await
    }
}

impl OwnDatabase {
    async fn new() -> Self {
        let database = fresh_database().await;
        let store = PgSettingsStore::new(database.pool().clone(), registry());
        Self { store, database }
    }

    fn pool(&self) -> &PgPool {
        self.database.pool()
    }

    async fn set(&self, definition: &'static Definition, new: Option<SettingValue>) {
        let change = Change::to(definition, new);
        self.apply(request(vec![change])).await.unwrap();
    }

    /// What another program writes, past all our rules.
    async fn write_row(&self, scope: &str, key: &str, json: &str) {
        sqlx::query("INSERT INTO alphapy.guilds (guild_id) VALUES ($1) ON CONFLICT DO NOTHING")
            .bind(GUILD.as_i64())
            .execute(self.pool())
            .await
            .unwrap();
        sqlx::query(
            "INSERT INTO alphapy.bot_settings (guild_id, scope, key, value, value_type)
             VALUES ($1, $2, $3, $4::text::jsonb, 'text')",
        )
        .bind(GUILD.as_i64())
        .bind(scope)
        .bind(key)
        .bind(json)
        .execute(self.pool())
        .await
        .unwrap();
    }

    /// `change_type old -> new`, oldest first.
    async fn told(&self) -> Vec<String> {
        sqlx::query_scalar(
            "SELECT concat(change_type, ' ', old_value, ' -> ', new_value)
             FROM alphapy.settings_history ORDER BY id",
        )
        .fetch_all(self.pool())
        .await
        .unwrap()
    }

    async fn stored_keys(&self) -> Vec<String> {
        sqlx::query_scalar("SELECT key FROM alphapy.bot_settings ORDER BY key")
            .fetch_all(self.pool())
            .await
            .unwrap()
    }
}

/// It is never moved: what happens here happens by notifications.
fn clock() -> Arc<ManualClock> {
    Arc::new(ManualClock::at(DateTime::UNIX_EPOCH))
}

fn request(changes: Vec<Change>) -> ApplyChanges {
    ApplyChanges {
        guild: GUILD,
        changes,
        actor: UserId::new(9).ok(),
        source: ChangeSource::Command,
        constraints: Vec::new(),
        request_id: Some("request-1".to_owned()),
    }
}

settings_core::settings_store_contract!(#[tokio::test] fn() => OwnDatabase::new().await);

#[tokio::test]
async fn every_change_leaves_one_line_of_history() {
    let store = OwnDatabase::new().await;
    let channel = SettingValue::Channel(ChannelId::new(42).unwrap());
    store.set(&NUMBER, Some(SettingValue::Int(0))).await;
    store.set(&NUMBER, Some(SettingValue::Int(0))).await;
    store.set(&NUMBER, Some(SettingValue::Int(5))).await;
    store.set(&NUMBER, None).await;
    store.set(&NUMBER, None).await;
    store.set(&CHANNEL, Some(channel)).await;
    let told = [
        "created  -> 0",
        "updated 0 -> 5",
        "deleted 5 -> ",
        "created  -> \"42\"",
    ];
    assert_eq!(store.told().await, told);
    let by: (i64, String, String, String) = sqlx::query_as(
        "SELECT changed_by, source, request_id, value_type FROM alphapy.settings_history ORDER BY id LIMIT 1",
    )
    .fetch_one(store.pool())
    .await
    .unwrap();
    let expected = (9, "command", "request-1", "int");
    assert_eq!(
        (by.0, by.1.as_str(), by.2.as_str(), by.3.as_str()),
        expected
    );
}

#[tokio::test]
async fn rows_that_cannot_be_read_hide_no_others_and_stay_stored() {
    let store = OwnDatabase::new().await;
    store.write_row("contract", "number", "1e400").await;
    store.write_row("contract", "enabled", "\"maybe\"").await;
    store
        .write_row("contract", "channel_id", "\"\\\"123\\\"\"")
        .await;
    store.write_row("automod", "enabled", "true").await;
    let snapshot = store.load(GUILD).await.unwrap();
    assert_eq!(snapshot.int(&NUMBER), 60);
    assert!(
        !snapshot.bool(&ENABLED),
        "what nobody can read switches nothing on"
    );
    assert_eq!(snapshot.channel(&CHANNEL), ChannelId::new(123).ok());
    assert_eq!(store.stored_keys().await.len(), 4);
}

#[tokio::test]
async fn resetting_a_row_that_cannot_be_read_removes_it() {
    let store = OwnDatabase::new().await;
    store.write_row("contract", "number", "\"soon\"").await;
    store.write_row("contract", "enabled", "\"maybe\"").await;
    store.set(&NUMBER, None).await;
    store.set(&ENABLED, Some(SettingValue::Bool(false))).await;
    assert_eq!(store.stored_keys().await, ["enabled"]);
    let told = ["deleted \"soon\" -> ", "updated \"maybe\" -> false"];
    assert_eq!(store.told().await, told);
}

#[tokio::test]
async fn one_change_that_the_database_refuses_undoes_the_others() {
    let store = OwnDatabase::new().await;
    let number = Change::to(&NUMBER, Some(SettingValue::Int(5)));
    let too_large = Change::to(&TEXT, Some(SettingValue::Text("x".repeat(9000))));
    store
        .apply(request(vec![number, too_large]))
        .await
        .unwrap_err();
    assert_eq!(store.load(GUILD).await.unwrap(), Snapshot::default());
    assert!(store.told().await.is_empty());
}

#[tokio::test]
async fn writers_of_one_guild_wait_for_each_other() {
    let store = OwnDatabase::new().await;
    let writers = (1..=8).map(|it| store.set(&NUMBER, Some(SettingValue::Int(it))));
    join_all(writers).await;
    let broken: i64 = sqlx::query_scalar(
        "SELECT count(*) FROM (
             SELECT old_value, lag(new_value) OVER (ORDER BY id) AS before FROM alphapy.settings_history
         ) AS told WHERE old_value IS DISTINCT FROM before",
    )
    .fetch_one(store.pool())
    .await
    .unwrap();
    assert_eq!(store.told().await.len(), 8);
    assert_eq!(broken, 0, "each change starts from the one before it");
}

#[tokio::test]
async fn a_change_whose_connection_is_lost_is_made_again_and_once() {
    let store = OwnDatabase::new().await;
    store.set(&ENABLED, Some(SettingValue::Bool(false))).await;
    let mut holder = store.pool().begin().await.unwrap();
    sqlx::query("SELECT guild_id FROM alphapy.guilds FOR NO KEY UPDATE")
        .execute(&mut *holder)
        .await
        .unwrap();
    let scene = async {
        let mut ended = 0_i64;
        while ended == 0 {
            ended = sqlx::query_scalar(
                "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
                 WHERE datname = current_database() AND wait_event_type = 'Lock'",
            )
            .fetch_one(store.pool())
            .await
            .unwrap();
        }
        holder.commit().await.unwrap();
    };
    let writing = async {
        tokio::join!(store.set(&NUMBER, Some(SettingValue::Int(5))), scene);
    };
    let in_time = tokio::time::timeout(Duration::from_secs(20), writing).await;
    in_time.expect("the writer never waited for the guild");
    assert_eq!(store.told().await, ["created  -> false", "created  -> 5"]);
}

#[tokio::test]
async fn the_listener_hears_what_another_program_writes() {
    let store = Arc::new(OwnDatabase::new().await);
    let cached = CachedSettings::new(store.clone(), clock());
    let listener = SettingsListener::new(store.pool().clone(), registry(), cached.clone());
    let mut signals = listener.subscribe();
    let stop = CancellationToken::new();
    let scene = async {
        assert_eq!(next(&mut signals).await, SettingsSignal::Resync);
        assert_eq!(cached.snapshot(GUILD).await.unwrap().int(&NUMBER), 60);
        store.write_row("contract", "number", "0").await;
        let written = SettingsSignal::Written {
            guild: GUILD,
            scopes: vec!["contract".to_owned()],
        };
        assert_eq!(next(&mut signals).await, written);
        assert_eq!(cached.snapshot(GUILD).await.unwrap().int(&NUMBER), 0);
        let other = cached.snapshot(OTHER_GUILD).await.unwrap();
        assert_eq!(*other, Snapshot::default());
        stop.cancel();
    };
    tokio::join!(listener.run(stop.clone()), scene);
}

#[tokio::test]
async fn a_listener_that_lost_its_connection_reads_everything_again() {
    let store = Arc::new(OwnDatabase::new().await);
    let cached = CachedSettings::new(store.clone(), clock());
    let listener = SettingsListener::new(store.pool().clone(), registry(), cached.clone());
    let mut signals = listener.subscribe();
    let stop = CancellationToken::new();
    let scene = async {
        assert_eq!(next(&mut signals).await, SettingsSignal::Resync);
        let ended: i64 = sqlx::query_scalar(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
             WHERE datname = current_database() AND query LIKE 'LISTEN%'",
        )
        .fetch_one(store.pool())
        .await
        .unwrap();
        assert_eq!(ended, 1);
        assert_eq!(next(&mut signals).await, SettingsSignal::Resync);
        store.set(&NUMBER, Some(SettingValue::Int(7))).await;
        assert!(matches!(
            next(&mut signals).await,
            SettingsSignal::Written { .. }
        ));
        assert_eq!(cached.snapshot(GUILD).await.unwrap().int(&NUMBER), 7);
        stop.cancel();
    };
    tokio::join!(listener.run(stop.clone()), scene);
}

/// The next signal; a listener that never speaks fails the test instead of hanging it.
async fn next(signals: &mut Receiver<SettingsSignal>) -> SettingsSignal {
    let heard = tokio::time::timeout(Duration::from_secs(20), signals.recv()).await;
    heard.expect("nothing was heard").unwrap()
}
