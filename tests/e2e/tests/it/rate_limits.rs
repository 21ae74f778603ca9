//! Discord's limits, in all manners of telling them: everything arrives once, and little is asked in vain.

use std::time::Duration;

use discord_simulator::{Fault, Limit, Options, RateLimitManner, RateLimits};
use e2e_tests::{Town, TownOptions, brussels, post};

const CREATE_MESSAGE: &str = "POST /channels/{channel_id}/messages";
/// Reminders that are due at one moment in one channel.
const DUE: usize = 12;
/// Messages that a channel takes in three seconds.
const BUCKET: u32 = 6;

/// A town in which twelve reminders are due in `#general` at 19:00.
async fn crowded(manner: RateLimitManner) -> Town {
    let small = Limit {
        requests: BUCKET,
        per: Duration::from_secs(3),
    };
    let rate_limits = RateLimits {
        manner,
        routes: vec![(CREATE_MESSAGE.to_owned(), small)],
        ..RateLimits::default()
    };
    let simulator = Options {
        rate_limits,
        patience: Duration::from_secs(40),
        ..Options::default()
    };
    let town = Town::with(TownOptions {
        simulator,
        ..TownOptions::default()
    })
    .await;
    // No log channel, so that reminders are all that the bot posts.
    let reply = town
        .says(
            "sara",
            "/config reminders set_default_channel channel:#general",
        )
        .await;
    assert!(reply.contains("✅"), "{reply}");
    for number in 0..DUE {
        town.clock.advance(chrono::TimeDelta::seconds(30));
        let who = ["alice", "bob", "karim"][number % 3];
        let add = format!("/add_reminder name:R{number:02} time:20:00 date:4/2");
        let reply = town.says(who, &add).await;
        assert!(reply.contains("✅"), "{reply}");
    }
    town
}

/// Waits for all twelve, and asserts that each came once.
async fn all_came_once(town: &Town) {
    let general = town.channel("general");
    for number in 0..DUE {
        town.titled("general", &format!("R{number:02}")).await;
    }
    let titles = (0..DUE).map(|number| town.count_titled("general", &format!("R{number:02}")));
    assert_eq!(titles.sum::<usize>(), DUE, "{}", town.reads(&general));
}

/// Requests for messages, and requests that count towards Discord's ban.
fn asked(town: &Town) -> (u64, u64) {
    let counters = town.simulator.counters();
    (
        counters.requests_to(CREATE_MESSAGE),
        counters.invalid_requests,
    )
}

#[tokio::test]
async fn a_burst_is_sent_with_no_request_in_vain() {
    let town = crowded(RateLimitManner::ScopeOn429).await;
    let before = asked(&town);
    town.clock.set(brussels(2, 4, 19, 0));
    all_came_once(&town).await;
    let after = asked(&town);
    assert!(after.0 - before.0 <= 13, "{before:?} became {after:?}");
    assert!(after.1 - before.1 <= 1, "{before:?} became {after:?}");
    town.leave().await;
}

/// Somebody else with the bot's token fills the bucket first, so that the bot is refused before it knows of a limit.
async fn a_refusal_is_obeyed(manner: RateLimitManner) {
    let town = crowded(manner).await;
    let path = format!(
        "/api/v10/channels/{}/messages",
        town.channel("general").id()
    );
    for _ in 0..BUCKET {
        let simulator = town.simulator.http_addr();
        let answer = post(
            &simulator,
            &path,
            &town.simulator.token(),
            r#"{"content": "x"}"#,
        )
        .await;
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    }
    let before = asked(&town);
    town.clock.set(brussels(2, 4, 19, 0));
    all_came_once(&town).await;
    let after = asked(&town);
    let invalid = after.1 - before.1;
    assert!(
        (1..=3).contains(&invalid),
        "{manner:?}: {before:?} became {after:?}"
    );
    // A third more than the ideal, which is one request a message.
    assert!(
        after.0 - before.0 <= 16,
        "{manner:?}: {before:?} became {after:?}"
    );
    town.leave().await;
}

#[tokio::test]
async fn a_refusal_is_obeyed_in_whatever_manner_it_is_told() {
    // At the same time, because each does little but wait.
    tokio::join!(
        a_refusal_is_obeyed(RateLimitManner::ScopeAlways),
        a_refusal_is_obeyed(RateLimitManner::ScopeOn429),
        a_refusal_is_obeyed(RateLimitManner::NoScope),
        a_refusal_is_obeyed(RateLimitManner::Global429),
    );
}

#[tokio::test]
async fn a_global_429_in_mid_flight_delays_no_interaction() {
    let town = crowded(RateLimitManner::ScopeOn429).await;
    let global = Fault::TooManyRequests {
        retry_after: 3.0,
        global: true,
    };
    town.simulator
        .inject("POST", "/channels/*/messages", 1, global);
    town.clock.set(brussels(2, 4, 19, 0));
    let refused = |it: &discord_simulator::Counters| it.rate_limited >= 1;
    assert!(town.simulator.wait_for_counters(refused).await);
    let list = town.says("alice", "/reminder_list").await;
    assert!(list.contains("R00"), "{list}");
    let posted = town.channel("general").messages().len();
    assert_eq!(posted, 0, "the pause was over before the answer");
    all_came_once(&town).await;
    town.leave().await;
}

#[tokio::test]
async fn a_storm_of_errors_and_429s_ends_with_everything_delivered() {
    let town = crowded(RateLimitManner::ScopeOn429).await;
    let pause = |global| Fault::TooManyRequests {
        retry_after: 0.3,
        global,
    };
    for fault in [
        Fault::ErrorBefore(502),
        pause(false),
        Fault::ErrorAfter(503),
        pause(true),
        Fault::LostAnswer,
        Fault::ErrorBefore(500),
    ] {
        town.simulator
            .inject("POST", "/channels/*/messages", 1, fault);
    }
    town.clock.set(brussels(2, 4, 19, 0));
    all_came_once(&town).await;
    let counters = town.simulator.counters();
    assert!(counters.rate_limited >= 2, "{counters:?}");
    assert!(counters.deduplicated >= 1, "{counters:?}");
    town.leave().await;
}
