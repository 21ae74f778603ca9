//! The signal on a real Postgres that loses connections and restarts.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::time::Duration;

use chrono::{TimeDelta, Weekday::Fri};
use chrono_tz::Tz;
use reminders_core::testing::{a_reminder, instant, occurrence_of};
use reminders_core::{NewReminder, OccurrenceStore as _, ReminderStore as _};
use sqlx::PgPool;
use sqlx::postgres::{PgListener, PgPoolOptions};
use tokio_util::sync::CancellationToken;

use crate::private_server::{PrivateServer, ServerConfig};
use crate::testing::fresh_database;
use crate::{PgReminderStore, WakeSignal};

async fn add(store: &PgReminderStore, what: &NewReminder) {
    let now = instant("2026-02-04 12:00");
    let next = occurrence_of(what, Tz::Europe__Brussels, now);
    store.add(what, next, None, now).await.unwrap();
}

async fn run(pool: &PgPool, sql: &'static str) {
    sqlx::query(sql).execute(pool).await.unwrap();
}

/// Waits for a signal, but not for ever.
async fn heard(signal: &WakeSignal) -> bool {
    tokio::time::timeout(Duration::from_secs(20), signal.changed())
        .await
        .is_ok()
}

#[tokio::test]
async fn a_new_reminder_wakes_and_a_lost_connection_wakes_too() {
    let database = fresh_database().await;
    let store = PgReminderStore::new(database.pool().clone());
    let signal = WakeSignal::of_reminders(database.pool().clone());
    let token = CancellationToken::new();
    let scene = async {
        assert!(heard(&signal).await, "it begins to listen");
        add(&store, &a_reminder().build()).await;
        assert!(heard(&signal).await, "a reminder was stored");
        let ended = "SELECT count(pg_terminate_backend(pid))::text FROM pg_stat_activity
                     WHERE datname = current_database() AND query LIKE 'LISTEN%'";
        let ended: String = sqlx::query_scalar(ended)
            .fetch_one(database.pool())
            .await
            .unwrap();
        assert_eq!(ended, "1");
        assert!(heard(&signal).await, "it listens again");
        run(
            database.pool(),
            "UPDATE alphapy.reminders SET next_fire_at = next_fire_at - interval '1 minute'",
        )
        .await;
        assert!(heard(&signal).await, "a send came nearer");
        token.cancel();
    };
    tokio::join!(signal.clone().run(token.clone()), scene);
}

#[tokio::test]
async fn a_claim_wakes_nobody() {
    let database = fresh_database().await;
    let store = PgReminderStore::new(database.pool().clone());
    add(&store, &a_reminder().weekly([Fri], 20, 0).build()).await;
    let mut listener = PgListener::connect_with(database.pool()).await.unwrap();
    listener.listen("alphapy_reminders").await.unwrap();
    let claimed = store
        .claim_due(instant("2026-02-06 18:00"), TimeDelta::seconds(30), 10)
        .await;
    assert_eq!(claimed.unwrap().len(), 1);
    run(
        database.pool(),
        "SELECT pg_notify('alphapy_reminders', 'marker')",
    )
    .await;
    // Notifications come in the order of their transactions.
    assert_eq!(listener.recv().await.unwrap().payload(), "marker");
}

#[tokio::test]
async fn it_listens_again_after_a_restart_of_the_database() {
    let home = tempfile::Builder::new()
        .prefix("alphapy-")
        .tempdir()
        .unwrap();
    fs::set_permissions(home.path(), fs::Permissions::from_mode(0o755)).unwrap();
    let start = || PrivateServer::start(ServerConfig::durable(home.path().join("pg")));
    let server = start().await.unwrap();
    let pool = PgPoolOptions::new().connect_lazy_with(server.connect_options("postgres"));
    let signal = WakeSignal::of_reminders(pool.clone());
    let token = CancellationToken::new();
    let scene = async {
        assert!(heard(&signal).await, "it begins to listen");
        server.stop().await;
        let server = start().await.unwrap();
        assert!(heard(&signal).await, "it listens again");
        run(&pool, "SELECT pg_notify('alphapy_reminders', '')").await;
        assert!(heard(&signal).await, "it hears again");
        token.cancel();
        server.stop().await;
    };
    tokio::join!(signal.clone().run(token.clone()), scene);
}
