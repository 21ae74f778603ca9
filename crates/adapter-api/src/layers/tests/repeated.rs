//! Requests that are repeated under a key.

use axum::http::Method;
use tokio::task::JoinSet;

use super::Stage;
use crate::testing::{Answer, Asked};

fn count(stage: &Stage, key: &str, body: &str) -> Asked {
    let asked = stage.scene.post("/api/count").by_user(1).text(body);
    asked.header("Idempotency-Key", key)
}

async fn send(stage: &Stage, key: &str, body: &str) -> Answer {
    stage.send(count(stage, key, body)).await
}

fn is_replay(answer: &Answer) -> bool {
    answer
        .headers
        .get("idempotent-replay")
        .is_some_and(|it| it == "true")
}

#[tokio::test]
async fn a_repetition_gets_the_first_answer_and_does_nothing() {
    let stage = Stage::default();
    let first = send(&stage, "key", "a").await;
    assert_eq!((first.status.as_u16(), first.body.as_str()), (201, "1"));
    assert!(!is_replay(&first));
    let second = send(&stage, "key", "a").await;
    assert_eq!((second.status.as_u16(), second.body.as_str()), (201, "1"));
    assert!(is_replay(&second));
    assert_eq!(second.headers["content-type"], "application/json");
    assert_eq!(stage.reached(), 1);
}

#[tokio::test]
async fn without_a_key_everything_is_done_each_time() {
    let stage = Stage::default();
    for _ in 0..2 {
        stage.send(stage.scene.post("/api/count").by_user(1)).await;
    }
    assert_eq!(stage.reached(), 2);
}

#[tokio::test]
async fn another_body_or_query_under_the_same_key_is_a_mistake() {
    let stage = Stage::default();
    send(&stage, "key", "a").await;
    send(&stage, "key", "b")
        .await
        .assert_refused(422, "idempotency_key_reused");
    let elsewhere = stage
        .scene
        .post("/api/count?mode=replace")
        .by_user(1)
        .text("a");
    let answer = stage.send(elsewhere.header("Idempotency-Key", "key")).await;
    answer.assert_refused(422, "idempotency_key_reused");
    assert_eq!(stage.reached(), 1);
}

#[tokio::test]
async fn another_key_method_or_caller_is_another_request() {
    let stage = Stage::default();
    send(&stage, "key", "a").await;
    send(&stage, "other", "a").await;
    for method in [Method::PUT, Method::DELETE] {
        let asked = stage.scene.ask(method, "/api/count").by_user(1).text("a");
        stage.send(asked.header("Idempotency-Key", "key")).await;
    }
    for asked in [
        stage.scene.post("/api/count").by_user(2),
        stage.scene.post("/api/count").by_service(),
        stage.scene.post("/api/count").by_service_for(1),
    ] {
        let answer = stage
            .send(asked.text("a").header("Idempotency-Key", "key"))
            .await;
        assert!(!is_replay(&answer));
    }
    assert_eq!(stage.reached(), 7);
}

#[tokio::test]
async fn refusals_are_kept_and_failures_are_not() {
    for (body, status, runs) in [
        ("refuse", 409, 1),
        ("forbid", 403, 2),
        ("fail", 500, 2),
        ("panic", 500, 2),
    ] {
        let stage = Stage::default();
        let first = send(&stage, "key", body).await;
        let second = send(&stage, "key", body).await;
        assert_eq!(first.status.as_u16(), status, "{body}");
        assert_eq!(second.status.as_u16(), status, "{body}");
        assert_eq!(stage.reached(), runs, "{body}");
        assert_eq!(is_replay(&second), runs == 1, "{body}");
        assert_eq!(second.json()["code"], first.json()["code"], "{body}");
    }
}

#[tokio::test]
async fn strangers_are_refused_before_their_key_counts() {
    let stage = Stage::default();
    for key in ["key", "no key at all"] {
        let asked = stage.scene.post("/api/count");
        let answer = stage.send(asked.header("Idempotency-Key", key)).await;
        answer.assert_refused(401, "unauthorized");
    }
    assert_eq!(stage.reached(), 0);
}

#[tokio::test]
async fn what_is_no_key_is_refused() {
    let stage = Stage::default();
    let too_long = "k".repeat(129);
    for key in ["", "two words", &too_long, "tab\tbed"] {
        let answer = send(&stage, key, "a").await;
        answer.assert_refused(400, "invalid_idempotency_key");
    }
    let two = count(&stage, "one", "a").header("Idempotency-Key", "two");
    stage
        .send(two)
        .await
        .assert_refused(400, "invalid_idempotency_key");
    assert_eq!(stage.reached(), 0);
}

#[tokio::test]
async fn while_the_first_is_under_way_the_next_is_told_so_even_if_its_client_has_left() {
    let stage = Stage::default();
    let gate = |key: &str| {
        let asked = stage.scene.post("/api/gate").by_user(1);
        asked.header("Idempotency-Key", key)
    };
    let mut clients = JoinSet::new();
    clients.spawn(gate("key").send_to(stage.router()));
    stage.until_reached(1).await;
    let second = stage.send(gate("key")).await;
    second.assert_refused(409, "idempotency_in_progress");
    clients.shutdown().await;
    let third = stage.send(gate("key")).await;
    third.assert_refused(409, "idempotency_in_progress");
    stage.gate.add_permits(1);
    stage.scene.edges.unfinished.close();
    stage.scene.edges.unfinished.wait().await;
    let replayed = stage.send(gate("key")).await;
    assert_eq!(replayed.body, "\"through\"");
    assert!(is_replay(&replayed));
    assert_eq!(stage.reached(), 1);
}
