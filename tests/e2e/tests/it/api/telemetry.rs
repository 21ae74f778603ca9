//! What the bot tells of itself elsewhere.

use std::time::Duration;

use chrono::TimeDelta;
use e2e_tests::{PATIENCE, Town, TownOptions, brussels, eventually};
use kernel::Clock as _;
use serde_json::Value;
use wiremock::matchers::{body_partial_json, header, method, path, query_param};
use wiremock::{Mock, MockServer, ResponseTemplate};

const KEY: &str = "the-service-role-key-of-tests";
/// A little more than the longest pause between two snapshots.
const INTERVAL: TimeDelta = TimeDelta::seconds(50);

/// From now on this is what the project answers to snapshots; to anything else it answers 404.
async fn answers(project: &MockServer, answer: ResponseTemplate) {
    project.reset().await;
    Mock::given(method("POST"))
        .and(path("/rest/v1/subsystem_snapshots"))
        .and(query_param("on_conflict", "subsystem"))
        .and(header("Content-Profile", "telemetry"))
        .and(header("apikey", KEY))
        .and(header("Authorization", format!("Bearer {KEY}")))
        .and(body_partial_json(
            serde_json::json!({ "subsystem": "alphapy" }),
        ))
        .respond_with(answer)
        .mount(project)
        .await;
}

/// The snapshots since the project's answer changed.
async fn snapshots(project: &MockServer) -> Vec<Value> {
    let received = project.received_requests().await.unwrap_or_default();
    received
        .iter()
        .map(|it| it.body_json().expect("JSON"))
        .collect()
}

/// Moves the clock by a second at a time until so many snapshots have come.
async fn until(town: &Town, project: &MockServer, count: usize) -> Vec<Value> {
    let came = eventually(PATIENCE, async || {
        town.clock.advance(TimeDelta::seconds(1));
        snapshots(project).await.len() >= count
    });
    assert!(came.await, "{:?}", snapshots(project).await);
    snapshots(project).await
}

async fn told_to(project: &MockServer) -> Town {
    let url = project.uri();
    Town::with(TownOptions {
        adjust: Some(Box::new(move |it| {
            it.supabase.url = Some(url.clone());
            it.supabase.service_role_key = Some(KEY.into());
        })),
        ..TownOptions::default()
    })
    .await
}

#[tokio::test]
async fn snapshots_are_sent_each_interval_and_a_target_that_fails_or_hangs_holds_nobody_up() {
    let project = MockServer::start().await;
    answers(&project, ResponseTemplate::new(201)).await;
    let town = told_to(&project).await;
    town.set_up().await;
    let begun = town.clock.now();
    let first = &until(&town, &project, 1).await[0];
    assert_eq!(
        (&first["status"], &first["active_bots"]),
        (&"operational".into(), &1.into())
    );
    let sent = &until(&town, &project, 2).await[1];
    let seconds = sent["uptime_seconds"].as_i64().expect("a number");
    assert!((45..=120).contains(&seconds), "{sent}");
    let said = sent["last_updated"].as_str().and_then(|it| it.parse().ok());
    assert_eq!(said, Some(begun + TimeDelta::seconds(seconds)), "{sent}");

    // One that fails: a snapshot, and five more tries at most until the next.
    answers(&project, ResponseTemplate::new(500)).await;
    until(&town, &project, 3).await;
    for _ in 0..INTERVAL.num_seconds() {
        town.clock.advance(TimeDelta::seconds(1));
        town.says("alice", "/version").await;
    }
    let tries = snapshots(&project).await.len();
    assert!((4..=13).contains(&tries), "{tries} tries");

    // One that hangs, while a reminder falls due.
    let hangs = ResponseTemplate::new(201).set_delay(Duration::from_mins(1));
    answers(&project, hangs).await;
    town.says("alice", "/add_reminder name:Punctual time:20:00 days:wed")
        .await;
    until(&town, &project, 1).await;
    town.clock.set(brussels(2, 4, 19, 0));
    town.titled("general", "Punctual").await;

    answers(&project, ResponseTemplate::new(201)).await;
    until(&town, &project, 1).await;
    town.leave().await;
}
