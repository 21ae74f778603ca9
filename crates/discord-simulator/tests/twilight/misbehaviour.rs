//! What goes wrong when a test wants it: errors, lost answers, rate limits.

use std::time::Duration;

use discord_simulator::{
    Fault, Limit, Options, Permissions, RateLimitManner, RateLimits, Simulator,
};
use reqwest::Method;
use serde_json::{Value, json};
use twilight_model::id::Id;

use crate::{
    bot::{http, quick, world},
    raw::Raw,
};

#[tokio::test]
async fn an_error_before_the_act_leaves_nothing_and_one_after_it_leaves_the_message() {
    let (sim, guild) = world(quick()).await;
    let (raw, general) = (Raw::new(&sim), guild.channel("general"));
    sim.inject("POST", "/channels/*/messages", 1, Fault::ErrorBefore(503));
    sim.inject("POST", "/channels/*/messages", 1, Fault::ErrorAfter(500));
    assert_eq!(raw.send(general.id(), "x").await.status, 503);
    assert_eq!(general.messages().len(), 0);
    assert_eq!(raw.send(general.id(), "x").await.status, 500);
    assert_eq!(general.messages().len(), 1);
    assert_eq!(raw.send(general.id(), "x").await.status, 200);
}

#[tokio::test]
async fn a_lost_answer_leaves_the_message_and_breaks_the_connection() {
    let (sim, guild) = world(quick()).await;
    let (raw, general) = (Raw::new(&sim), guild.channel("general"));
    sim.inject("POST", "*", 1, Fault::LostAnswer);
    let path = format!("/channels/{}/messages", general.id());
    let lost = raw
        .try_call(Method::POST, &path, json!({"content": "x"}))
        .await;
    assert!(lost.is_err(), "{lost:?}");
    assert_eq!(
        (general.messages().len(), sim.counters().lost_answers),
        (1, 1)
    );
    assert_eq!(raw.send(general.id(), "x").await.status, 200);
}

#[tokio::test]
async fn a_delay_and_an_injected_429_are_felt() {
    let (sim, guild) = world(quick()).await;
    let (raw, general) = (Raw::new(&sim), guild.channel("general"));
    sim.inject("POST", "*", 1, Fault::Delay(Duration::from_millis(200)));
    sim.inject(
        "POST",
        "*",
        1,
        Fault::TooManyRequests {
            retry_after: 1.5,
            global: true,
        },
    );
    let begin = std::time::Instant::now();
    let answer = raw.send(general.id(), "x").await;
    assert!(begin.elapsed() >= Duration::from_millis(200));
    assert_eq!((answer.status, &answer.json["global"]), (429, &json!(true)));
    assert_eq!(answer.headers["retry-after"], "2");
    sim.inject("*", "*", 5, Fault::ErrorBefore(500));
    sim.heal();
    assert_eq!(raw.send(general.id(), "x").await.status, 200);
}

async fn limited(manner: RateLimitManner) -> (Simulator, Raw, u64) {
    let limits = RateLimits {
        manner,
        ..RateLimits::default()
    };
    let (sim, guild) = world(Options {
        rate_limits: limits,
        ..Options::default()
    })
    .await;
    let (raw, general) = (Raw::new(&sim), guild.channel("general").id());
    (sim, raw, general)
}

#[tokio::test]
async fn the_sixth_message_is_refused_in_each_manner() {
    for manner in [
        RateLimitManner::ScopeAlways,
        RateLimitManner::ScopeOn429,
        RateLimitManner::NoScope,
        RateLimitManner::Global429,
    ] {
        let (sim, raw, general) = limited(manner).await;
        let first = raw.send(general, "x").await;
        assert_eq!(first.headers["x-ratelimit-remaining"], "4");
        assert_eq!(
            first.headers.contains_key("x-ratelimit-scope"),
            manner == RateLimitManner::ScopeAlways
        );
        for _ in 0..4 {
            assert_eq!(raw.send(general, "x").await.status, 200);
        }
        let refused = raw.send(general, "x").await;
        assert_eq!(
            (refused.status, refused.headers.contains_key("retry-after")),
            (429, true)
        );
        assert_eq!(refused.json["global"], manner == RateLimitManner::Global429);
        let scoped = matches!(
            manner,
            RateLimitManner::ScopeAlways | RateLimitManner::ScopeOn429
        );
        assert_eq!(refused.headers.contains_key("x-ratelimit-scope"), scoped);
        assert_eq!(
            (sim.counters().rate_limited, sim.counters().invalid_requests),
            (1, 1)
        );
    }
}

#[tokio::test]
async fn a_channel_is_renamed_twice_in_ten_minutes() {
    let (sim, guild) = world(Options::default()).await;
    guild.set_bot_permissions(Permissions::MANAGE_CHANNELS);
    let (raw, path) = (
        Raw::new(&sim),
        format!("/channels/{}", guild.channel("general").id()),
    );
    for name in ["one", "two"] {
        assert_eq!(
            raw.call(Method::PATCH, &path, json!({"name": name}))
                .await
                .status,
            200
        );
    }
    let refused = raw
        .call(Method::PATCH, &path, json!({"name": "three"}))
        .await;
    assert_eq!(refused.status, 429);
    assert!(refused.json["retry_after"].as_f64().unwrap() > 500.0);
    assert_eq!(
        raw.call(Method::PATCH, &path, json!({"position": 3}))
            .await
            .status,
        200
    );
}

#[tokio::test]
async fn twilight_needs_no_more_requests_than_there_are_messages_when_the_scope_is_always_told() {
    let limit = Limit {
        requests: 2,
        per: Duration::from_millis(500),
    };
    let limits = RateLimits {
        manner: RateLimitManner::ScopeAlways,
        routes: vec![("POST /channels/{channel_id}/messages".to_owned(), limit)],
        in_real_time: true,
        ..RateLimits::default()
    };
    let (sim, guild) = world(Options {
        rate_limits: limits,
        ..Options::default()
    })
    .await;
    let (client, general) = (http(&sim), guild.channel("general"));
    for _ in 0..4 {
        client
            .create_message(Id::new(general.id()))
            .content("x")
            .await
            .unwrap();
    }
    assert_eq!(
        sim.counters()
            .requests_to("POST /channels/{channel_id}/messages"),
        4
    );
    assert_eq!(sim.counters().rate_limited, 0);
}

#[tokio::test]
async fn nothing_answers_after_the_stop() {
    let (sim, _) = world(quick()).await;
    let raw = Raw::new(&sim);
    assert_eq!(raw.get("/users/@me").await.status, 200);
    sim.stop().await;
    assert!(
        Raw::try_call(&raw, Method::GET, "/gateway", Value::Null)
            .await
            .is_err()
    );
}
