//! More is asked than the database answers: every connection is taken, and every place for a request.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use e2e_tests::{Answer, Asking, PATIENCE, Town, eventually};
use tokio::task::JoinSet;

use super::held::Held;

/// Requests that are served at once.
const PLACES: u64 = 256;
/// More than there are connections.
const MANY: u64 = 40;
/// The bot's connections to the database, without the four that listen.
const CONNECTIONS: i64 = 10;
/// A statement's five seconds, after five seconds of waiting for a connection, and something for a busy machine.
const BOUND: Duration = Duration::from_secs(14);

/// A user's list, whom nobody knows.
async fn lists(api: SocketAddr, user: u64) -> (Answer, Duration) {
    let user = 100_000_000_000_000_000 + user;
    let asking = Asking::new(api, &format!("GET /api/reminders/{user}"));
    timed(asking.by_service_for(user)).await
}

async fn timed(asking: Asking) -> (Answer, Duration) {
    let begun = Instant::now();
    (asking.send().await, begun.elapsed())
}

/// What needs no database is answered, and whoever asks how the bot is gets to know it.
async fn goes_on(town: &Town) {
    for (request, status) in [
        ("GET /status", 200),
        ("GET /metrics", 200),
        ("GET /nowhere", 404),
        ("GET /api/observability", 401),
    ] {
        let (answer, took) = timed(Asking::new(town.api(), request)).await;
        assert_eq!(answer.status, status, "{answer:?}");
        assert!(took < Duration::from_secs(1), "{request} took {took:?}");
    }
    let (health, took) = timed(Asking::new(town.api(), "GET /api/health")).await;
    assert_eq!(
        (health.status, &health.body["db_status"]),
        (503, &"error:timeout".into())
    );
    assert!(took < Duration::from_secs(4), "{took:?}");
}

#[tokio::test]
async fn while_every_connection_and_every_place_is_taken_requests_are_told_so_and_others_go_on() {
    let town = Town::start().await;
    town.set_up().await;
    // Another program holds what every list is read from.
    let held = Held::take(&town).await;

    // Each by another user, so that none asks too often.
    let mut asked = JoinSet::new();
    for user in 0..MANY {
        asked.spawn(lists(town.api(), user));
    }
    let taken = eventually(PATIENCE, async || Held::waiting(&town).await >= CONNECTIONS);
    assert!(taken.await, "only {} wait", Held::waiting(&town).await);
    goes_on(&town).await;
    for user in MANY..MANY + PLACES {
        asked.spawn(lists(town.api(), user));
    }
    let (mut overloaded, mut unavailable, mut holder) = (0, 0, Some(held));
    while let Some(answered) = asked.join_next().await {
        let (answer, took) = answered.expect("no panic");
        assert!(took < BOUND, "{took:?}");
        if answer.body["code"] == "overloaded" {
            answer.assert_refused(503, "overloaded");
            assert_eq!(answer.header("Retry-After"), Some("1"));
            overloaded += 1;
        } else if answer.status == 200 && holder.is_none() {
            // Its turn came once the lock was gone.
        } else {
            answer.assert_unavailable();
            unavailable += 1;
        }
        if overloaded >= MANY
            && unavailable >= MANY
            && let Some(held) = holder.take()
        {
            held.release().await;
        }
    }
    assert_eq!(
        (overloaded, holder.is_none()),
        (MANY, true),
        "{unavailable} unavailable"
    );

    let (listed, took) = lists(town.api(), 0).await;
    assert_eq!(listed.status, 200, "{listed:?}");
    assert!(took < Duration::from_secs(1), "{took:?}");
    let health = Asking::new(town.api(), "GET /api/health");
    let healthy = eventually(PATIENCE, async || health.clone().send().await.status == 200);
    assert!(healthy.await, "it does not recover");
    let added = town
        .says("alice", "/add_reminder name:A time:20:00 days:mon")
        .await;
    assert!(added.contains("✅"), "{added}");
    town.leave().await;
}
