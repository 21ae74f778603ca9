//! What holds for every answer.

use std::net::{IpAddr, Ipv4Addr};

use tokio::task::JoinSet;
use tokio::time::Instant;

use super::Stage;
use crate::layers::Peer;
use crate::layers::load::LONGEST;

const ORIGIN: &str = "https://app.example";

fn stage_with_origin() -> Stage {
    let mut stage = Stage::default();
    stage.scene.edges.allowed_origins = [ORIGIN.to_owned()].into();
    stage
}

#[tokio::test]
async fn a_request_keeps_its_name_when_it_is_one() {
    let stage = Stage::default();
    let longest = "a".repeat(64);
    for name in ["A-z_0.9", "x", &longest] {
        let asked = stage.scene.get("/nowhere").header("X-Request-ID", name);
        let answer = stage.send(asked).await;
        assert_eq!(answer.headers["x-request-id"], name);
        assert_eq!(answer.json()["request_id"], name);
    }
    let too_long = "a".repeat(65);
    for name in ["", "with blank", "a/b", "semi;colon", &too_long] {
        let asked = stage.scene.get("/nowhere").header("X-Request-ID", name);
        let answer = stage.send(asked).await;
        assert_eq!(answer.headers["x-request-id"], "req-1", "{name:?}");
        assert_eq!(answer.json()["request_id"], "req-1", "{name:?}");
    }
}

#[tokio::test]
async fn every_answer_has_a_name_and_is_neither_guessed_at_nor_kept() {
    let stage = Stage::default();
    for (path, status) in [
        ("/api/long", 200),
        ("/nowhere", 404),
        ("/api/echo", 405),
        ("/api/panic", 500),
    ] {
        let answer = stage.get(path).await;
        assert_eq!(answer.status.as_u16(), status, "{path}");
        assert_eq!(answer.headers["x-request-id"], "req-1", "{path}");
        assert_eq!(
            answer.headers["x-content-type-options"], "nosniff",
            "{path}"
        );
        assert_eq!(answer.headers["cache-control"], "no-store", "{path}");
        assert!(!answer.headers.contains_key("server"), "{path}");
    }
}

#[tokio::test]
async fn a_method_that_an_address_does_not_take_is_answered_with_those_that_it_takes() {
    let answer = Stage::default().get("/api/echo").await;
    answer.assert_refused(405, "method_not_allowed");
    assert_eq!(answer.headers["allow"], "POST");
}

#[tokio::test]
async fn a_panic_is_a_failure_like_any_other() {
    let stage = Stage::default();
    stage
        .get("/api/panic")
        .await
        .assert_refused(500, "internal");
    stage.get("/api/long").await;
    stage.get("/nowhere").await;
    stage.get("/health").await;
    let api = stage.scene.edges.traffic.api();
    assert_eq!(api.requests, 3);
    assert!((api.success_rate - 2.0 / 3.0).abs() < 1e-9, "{api:?}");
}

#[tokio::test]
async fn pages_of_our_own_may_read_every_answer_and_others_none() {
    let stage = stage_with_origin();
    let mut statuses = Vec::new();
    for _ in 0..31 {
        let asked = stage.scene.get("/api/panic").header("Origin", ORIGIN);
        let answer = stage.send(asked).await;
        assert_eq!(answer.headers["access-control-allow-origin"], ORIGIN);
        assert_eq!(answer.headers["access-control-allow-credentials"], "true");
        let exposed = answer.headers["access-control-expose-headers"]
            .to_str()
            .unwrap();
        for header in [
            "x-request-id",
            "retry-after",
            "x-ratelimit-limit",
            "x-ratelimit-reset",
        ] {
            assert!(exposed.contains(header), "{exposed}");
        }
        statuses.push(answer.status.as_u16());
    }
    assert_eq!((statuses[0], statuses[30]), (500, 429));
    let foreign = stage
        .scene
        .get("/nowhere")
        .header("Origin", "https://evil.example");
    let answer = stage.send(foreign).await;
    assert!(!answer.headers.contains_key("access-control-allow-origin"));
}

#[tokio::test]
async fn browsers_that_ask_beforehand_are_told_what_a_page_may_send() {
    let stage = stage_with_origin();
    for _ in 0..50 {
        let asked = stage.scene.ask("OPTIONS".parse().unwrap(), "/api/count");
        let asked = asked
            .header("Origin", ORIGIN)
            .header("Access-Control-Request-Method", "PUT")
            .header("Access-Control-Request-Headers", "idempotency-key");
        let answer = stage.send(asked).await;
        assert_eq!(answer.status.as_u16(), 200);
        let said = |name: &str| answer.headers[name].to_str().unwrap().to_lowercase();
        assert_eq!(said("access-control-allow-methods"), "get,post,put,delete");
        assert_eq!(
            said("access-control-allow-headers"),
            "authorization,content-type,x-api-key,x-user-id,x-request-id,idempotency-key"
        );
        assert!(!answer.headers.contains_key("x-ratelimit-limit"));
    }
}

#[tokio::test]
async fn long_answers_are_compressed_for_those_who_can_read_them() {
    let stage = Stage::default();
    let plain = stage.get("/api/long").await;
    assert!(!plain.headers.contains_key("content-encoding"));
    assert_eq!(plain.body.len(), 5000);
    let asked = stage
        .scene
        .get("/api/long")
        .header("Accept-Encoding", "gzip");
    let (headers, body) = asked.send_for_bytes(stage.router()).await;
    assert_eq!(headers["content-encoding"], "gzip");
    assert!(body.len() < 500 && body.starts_with(&[0x1f, 0x8b]));
}

#[tokio::test]
async fn whoever_reads_neither_gzip_nor_plain_answers_gets_a_plain_one() {
    let stage = Stage::default();
    for list in ["identity;q=0, br", "*;q=0"] {
        let asked = stage.scene.get("/api/long").header("Accept-Encoding", list);
        let answer = stage.send(asked).await;
        assert_eq!(answer.status, 200, "{list}");
        assert!(!answer.headers.contains_key("content-encoding"), "{list}");
    }
}

#[tokio::test]
async fn a_body_of_64_kib_is_taken_and_one_byte_more_is_not() {
    let stage = Stage::default();
    let most = "a".repeat(64 * 1024);
    let asked = stage.scene.post("/api/echo").text(&most);
    assert_eq!(stage.send(asked).await.body.len(), most.len());
    let more = format!("{most}a");
    let asked = stage.scene.post("/api/echo").text(&more);
    stage
        .send(asked)
        .await
        .assert_refused(413, "payload_too_large");
    let said = stage
        .scene
        .post("/api/echo")
        .text("short")
        .header("Content-Length", "65537");
    stage
        .send(said)
        .await
        .assert_refused(413, "payload_too_large");
}

#[tokio::test(start_paused = true)]
async fn what_is_not_answered_in_half_a_minute_is_given_up() {
    let stage = Stage::default();
    let begun = Instant::now();
    stage.get("/api/stuck").await.assert_refused(504, "timeout");
    assert_eq!(begun.elapsed(), LONGEST);
}

#[tokio::test]
async fn of_300_at_once_256_are_served_and_the_others_told_to_come_back() {
    let stage = Stage::default();
    let router = stage.router();
    let mut all = JoinSet::new();
    for number in 0..300 {
        let peer = IpAddr::V4(Ipv4Addr::from_bits(number));
        let asked = stage.scene.get("/api/gate").extension(Peer(peer));
        all.spawn(asked.send_to(router.clone()));
    }
    for _ in 0..44 {
        let refused = all.join_next().await.unwrap().unwrap();
        refused.assert_refused(503, "overloaded");
        assert_eq!(refused.headers["retry-after"], "1");
    }
    assert_eq!(stage.reached(), 256);
    stage.gate.add_permits(300);
    while let Some(served) = all.join_next().await {
        assert_eq!(served.unwrap().status.as_u16(), 200);
    }
    let after = stage.scene.get("/api/gate");
    assert_eq!(after.send_to(router).await.status.as_u16(), 200);
}
