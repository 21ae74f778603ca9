//! Who is limited, and who is not.

use std::net::IpAddr;

use access_core::RateLimiter;

use super::Stage;
use crate::layers::Peer;
use crate::testing::{Answer, Asked};

const PROXY: &str = "10.0.0.1";

fn behind_proxy() -> Stage {
    let mut stage = Stage::default();
    stage.scene.edges.trusted_proxies = ["10.0.0.0/8".parse().unwrap()].into();
    stage
}

fn from(asked: Asked, peer: &str) -> Asked {
    asked.extension(Peer(peer.parse::<IpAddr>().unwrap()))
}

fn said(answer: &Answer, header: &str) -> u64 {
    answer.headers[header].to_str().unwrap().parse().unwrap()
}

/// The statuses of so many reads, each prepared by `prepare`.
async fn reads(stage: &Stage, number: usize, prepare: impl Fn(Asked, usize) -> Asked) -> Vec<u16> {
    let mut statuses = Vec::new();
    for turn in 0..number {
        let asked = prepare(stage.scene.get("/nowhere"), turn);
        statuses.push(stage.send(asked).await.status.as_u16());
    }
    statuses
}

fn passed(statuses: &[u16]) -> usize {
    statuses.iter().filter(|it| **it != 429).count()
}

#[tokio::test(start_paused = true)]
async fn thirty_reads_pass_and_the_next_is_told_when_to_come_back() {
    let stage = Stage::default();
    for turn in 0..30 {
        let answer = stage.get("/nowhere").await;
        answer.assert_refused(404, "not_found");
        assert_eq!(said(&answer, "x-ratelimit-limit"), 30);
        assert_eq!(said(&answer, "x-ratelimit-remaining"), 29 - turn);
        assert_eq!(said(&answer, "x-ratelimit-reset"), 60);
    }
    tokio::time::advance(std::time::Duration::from_millis(12_500)).await;
    let refused = stage.get("/nowhere").await;
    refused.assert_refused(429, "rate_limited");
    assert_eq!(said(&refused, "retry-after"), 48);
    assert_eq!(said(&refused, "x-ratelimit-limit"), 30);
    assert_eq!(said(&refused, "x-ratelimit-remaining"), 0);
    assert_eq!(said(&refused, "x-ratelimit-reset"), 48);
    tokio::time::advance(std::time::Duration::from_millis(47_500)).await;
    stage.get("/nowhere").await.assert_refused(404, "not_found");
}

#[tokio::test]
async fn reads_and_writes_do_not_take_from_each_other() {
    let stage = Stage::default();
    assert_eq!(passed(&reads(&stage, 31, |asked, _| asked).await), 30);
    for turn in 0..11 {
        let answer = stage.send(stage.scene.post("/api/echo").text("x")).await;
        let expected = if turn < 10 { 200 } else { 429 };
        assert_eq!(answer.status.as_u16(), expected, "{turn}");
    }
}

#[tokio::test]
async fn operators_tools_may_ask_all_the_time() {
    let stage = Stage::default();
    for _ in 0..50 {
        let asked = stage.scene.get("/health");
        let answer = asked.send().await;
        assert_eq!(answer.status.as_u16(), 200);
        assert!(!answer.headers.contains_key("x-ratelimit-limit"));
    }
}

#[tokio::test]
async fn what_a_client_says_of_itself_does_not_help() {
    for header in [
        "X-Forwarded-For",
        "Forwarded",
        "X-Real-IP",
        "CF-Connecting-IP",
    ] {
        let stage = behind_proxy();
        let statuses = reads(&stage, 40, |asked, turn| {
            from(asked, "192.0.2.1").header(header, &format!("198.51.100.{turn}"))
        });
        assert_eq!(passed(&statuses.await), 30, "{header}");
    }
}

#[tokio::test]
async fn clients_behind_a_trusted_proxy_are_counted_each() {
    let stage = behind_proxy();
    let each = reads(&stage, 60, |asked, turn| {
        from(asked, PROXY).header("X-Forwarded-For", &format!("198.51.100.{}", turn % 2))
    });
    assert_eq!(passed(&each.await), 60);
    let one_more = reads(&stage, 1, |asked, _| {
        from(asked, PROXY).header("X-Forwarded-For", "6.6.6.6, 198.51.100.1, 10.2.2.2")
    });
    assert_eq!(one_more.await, [429]);
    let nonsense = reads(&stage, 31, |asked, turn| {
        from(asked, PROXY).header("X-Forwarded-For", &format!("client-{turn}"))
    });
    assert_eq!(passed(&nonsense.await), 30);
}

#[tokio::test]
async fn a_service_is_counted_by_whom_it_asks_for() {
    let stage = Stage::default();
    let users = reads(&stage, 62, |asked, turn| match turn % 2 {
        0 => asked.by_service_for(1),
        _ => asked.by_service_for(2),
    });
    assert_eq!(passed(&users.await), 60);
    assert_eq!(
        passed(&reads(&stage, 31, |asked, _| asked.by_service()).await),
        30
    );
    let guessed = reads(&stage, 31, |asked, turn| {
        asked
            .header("X-API-Key", "guessed")
            .header("X-User-Id", &(turn + 1).to_string())
    });
    assert_eq!(passed(&guessed.await), 30);
}

#[tokio::test]
async fn ten_thousand_clients_leave_a_thousand_in_memory() {
    let stage = behind_proxy();
    let router = stage.router();
    for number in 0..10_000_u32 {
        let client = std::net::Ipv4Addr::from_bits(0x0100_0000 + number).to_string();
        let asked = from(stage.scene.get("/nowhere"), PROXY).header("X-Forwarded-For", &client);
        assert_eq!(asked.send_to(router.clone()).await.status.as_u16(), 404);
    }
    let limits = stage.scene.limits.as_ref().unwrap();
    assert_eq!(limits.clients(), RateLimiter::MOST_CLIENTS);
}
