//! Requests that are stopped on their way, and misbehaviour by chance with its record.

use std::{sync::Arc, time::Duration};

use discord_simulator::{
    DrivenTime, HoldPoint, Limit, Options, RandomFaults, RateLimitManner, RateLimits, Simulator,
};
use reqwest::Method;
use serde_json::json;

use crate::{
    bot::{quick, world},
    raw::Raw,
};

const MESSAGES: &str = "/channels/{channel_id}/messages";

/// Ids and so paths are the same in every run.
fn driven() -> (Arc<DrivenTime>, Options) {
    let start = chrono::DateTime::from_timestamp(1_770_000_000, 0).unwrap();
    let time = Arc::new(DrivenTime::at(start));
    let options = Options {
        time: Arc::clone(&time) as _,
        ..quick()
    };
    (time, options)
}

#[tokio::test]
async fn a_request_that_is_held_before_its_commit_is_done_after_its_release() {
    let (sim, guild) = world(quick()).await;
    let (raw, general) = (Raw::new(&sim), guild.channel("general"));
    let hold = sim.hold("POST", MESSAGES, HoldPoint::BeforeCommit);
    let sending = raw.send(general.id(), "x");
    let test = async {
        assert!(hold.reached().await);
        assert_eq!((hold.waiting(), general.messages().len()), (1, 0));
        hold.release();
    };
    let (answer, ()) = tokio::join!(sending, test);
    assert_eq!((answer.status, general.messages().len()), (200, 1));
}

#[tokio::test]
async fn a_request_that_is_abandoned_before_its_commit_is_never_done() {
    let (sim, guild) = world(quick()).await;
    let (raw, general) = (Raw::new(&sim), guild.channel("general"));
    let hold = sim.hold("POST", MESSAGES, HoldPoint::BeforeCommit);
    {
        let sending = raw.send(general.id(), "x");
        tokio::select! {
            _ = sending => panic!("it was not held"),
            reached = hold.reached() => assert!(reached),
        }
    }
    assert!(hold.abandoned().await);
    hold.release();
    assert_eq!(raw.send(general.id(), "y").await.status, 200);
    let contents: Vec<_> = general
        .messages()
        .into_iter()
        .map(|it| it.content)
        .collect();
    assert_eq!(contents, ["y"]);
}

#[tokio::test]
async fn a_request_that_is_held_before_its_answer_is_done_and_others_go_on() {
    let (sim, guild) = world(quick()).await;
    let (raw, general) = (Raw::new(&sim), guild.channel("general"));
    let news = guild.channel("news");
    let hold = sim.hold_in(&news, "POST", MESSAGES, HoldPoint::BeforeAnswer);
    assert_eq!(raw.send(general.id(), "x").await.status, 200);
    {
        let sending = raw.send(news.id(), "x");
        tokio::select! {
            _ = sending => panic!("it was not held"),
            reached = hold.reached() => assert!(reached),
        }
        assert_eq!(news.messages().len(), 1);
    }
    // It held one, and so the next one passes.
    assert_eq!(raw.send(news.id(), "y").await.status, 200);
    assert!(hold.abandoned().await);
}

#[tokio::test]
async fn requests_before_the_one_that_is_to_be_held_pass() {
    let (sim, guild) = world(quick()).await;
    let (raw, general) = (Raw::new(&sim), guild.channel("general"));
    let hold = sim.hold("*", "*", HoldPoint::BeforeCommit).after(2);
    for text in ["x", "y"] {
        assert_eq!(raw.send(general.id(), text).await.status, 200);
    }
    assert_eq!(hold.caught(), Vec::<String>::new());
    let sending = raw.send(general.id(), "z");
    let test = async {
        assert!(hold.reached().await);
        assert_eq!(hold.caught(), [format!("POST {MESSAGES}")]);
        hold.release();
    };
    let (answer, ()) = tokio::join!(sending, test);
    assert_eq!((answer.status, general.messages().len()), (200, 3));
}

#[tokio::test]
async fn chance_is_the_same_again_and_what_it_did_is_on_record() {
    let mut runs = Vec::new();
    for _ in 0..2 {
        let (sim, guild) = world(driven().1).await;
        let (raw, path) = (
            Raw::new(&sim),
            format!("/channels/{}/messages", guild.channel("general").id()),
        );
        sim.inject_at_random(RandomFaults {
            seed: 42,
            path: "/channels/*/messages".to_owned(),
            too_many_requests: 0.2,
            error_before: 0.2,
            error_after: 0.2,
            lost_answer: 0.2,
            ..RandomFaults::default()
        });
        let mut statuses = Vec::new();
        for _ in 0..60 {
            let answer = raw
                .try_call(Method::POST, &path, json!({"content": "x"}))
                .await;
            statuses.push(answer.map_or(0, |it| it.status));
        }
        let refused = statuses.iter().filter(|it| **it == 429).count();
        assert!(refused > 3, "{statuses:?}");
        for kind in [0, 200] {
            assert!(statuses.contains(&kind), "{kind}: {statuses:?}");
        }
        assert!(statuses.iter().any(|it| *it >= 500), "{statuses:?}");
        assert_eq!(sim.traffic().invalid(), refused);
        assert_eq!(sim.traffic().most_invalid_in_ten_minutes(), refused);
        sim.heal();
        assert_eq!(raw.get(&path).await.status, 200);
        runs.push(statuses);
    }
    assert_eq!(runs[0], runs[1]);
}

#[tokio::test]
async fn the_busiest_second_is_counted_without_the_answers_to_interactions() {
    let limits = RateLimits {
        in_real_time: true,
        global: Limit {
            requests: 3,
            per: Duration::from_secs(1),
        },
        manner: RateLimitManner::NoScope,
        ..RateLimits::default()
    };
    let options = Options {
        rate_limits: limits,
        ..Options::default()
    };
    let sim = Simulator::start(options).await.unwrap();
    let raw = Raw::new(&sim);
    for expected in [200, 200, 200, 429] {
        assert_eq!(raw.get("/users/@me").await.status, expected);
    }
    raw.post("/interactions/1/token/callback", json!({"type": 6}))
        .await;
    let traffic = sim.traffic();
    assert_eq!((traffic.requests(), traffic.invalid()), (4, 1));
    assert_eq!(traffic.busiest_second(), 4);
}

#[tokio::test]
async fn messages_that_are_read_back_carry_their_nonce_only_when_that_is_wanted() {
    for wanted in [false, true] {
        let options = Options {
            history_has_nonce: wanted,
            ..quick()
        };
        let (sim, guild) = world(options).await;
        let (raw, path) = (
            Raw::new(&sim),
            format!("/channels/{}/messages", guild.channel("general").id()),
        );
        let body = json!({"content": "x", "nonce": "n", "enforce_nonce": true});
        assert_eq!(raw.post(&path, body).await.json["nonce"], "n");
        let listed = raw.get(&path).await.json[0].get("nonce").is_some();
        assert_eq!(listed, wanted);
    }
}

#[tokio::test]
async fn a_nonce_is_known_for_three_minutes_and_says_when_its_message_is_deleted() {
    let (time, options) = driven();
    let (sim, guild) = world(options).await;
    let (raw, general) = (Raw::new(&sim), guild.channel("general"));
    let path = format!("/channels/{}/messages", general.id());
    let send = || {
        raw.post(
            &path,
            json!({"content": "x", "nonce": "n", "enforce_nonce": true}),
        )
    };
    let first = send().await.id();
    time.advance(Duration::from_mins(3));
    assert_eq!(send().await.id(), first);
    raw.call(
        Method::DELETE,
        &format!("{path}/{first}"),
        serde_json::Value::Null,
    )
    .await;
    assert_eq!(send().await.error(), (404, 10_008));
    time.advance(Duration::from_secs(1));
    assert_ne!(send().await.id(), first);
    assert_eq!(general.messages().len(), 1);
}
