//! Thousands of clients behind a proxy: what is remembered of them stays small, and each has its own limit.

use std::fmt::Write as _;
use std::net::SocketAddr;

use e2e_tests::{Answer, Asking, PATIENCE, Program, Town, eventually};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

const CLIENTS: u32 = 5000;
/// What the program may need more for all of them: they are not remembered beyond the first thousand.
const MOST_MORE: u64 = 24 * 1024 * 1024;

/// The address of a client that nobody has seen yet.
fn address(number: u32) -> String {
    format!("198.18.{}.{}", number / 256, number % 256)
}

async fn asks(api: SocketAddr, address: &str) -> Answer {
    let asking = Asking::new(api, "GET /nowhere").header("X-Forwarded-For", address);
    asking.send().await
}

/// All of them ask one thing, over one connection of their proxy; how many were told that there is nothing.
async fn all_ask(api: SocketAddr) -> usize {
    let mut requests = String::new();
    for number in 0..CLIENTS {
        let close = if number + 1 == CLIENTS {
            "Connection: close\r\n"
        } else {
            ""
        };
        let address = address(number);
        let head = "GET /nowhere HTTP/1.1\r\nHost: here\r\nX-Forwarded-For:";
        write!(requests, "{head} {address}\r\n{close}\r\n").expect("a text takes everything");
    }
    let (mut reading, mut writing) = TcpStream::connect(api)
        .await
        .expect("it listens")
        .into_split();
    let mut answers = String::new();
    let (sent, read) = tokio::join!(
        writing.write_all(requests.as_bytes()),
        reading.read_to_string(&mut answers)
    );
    sent.expect("they are sent");
    read.expect("they are read");
    answers.matches("HTTP/1.1 404 ").count()
}

#[tokio::test]
async fn thousands_of_clients_are_counted_each_for_itself_within_bounded_memory() {
    let mut town = Town::start().await;
    town.stop_app().await;
    let folder = tempfile::tempdir().expect("a folder");
    let start = |proxies: &str| {
        let mut environment = town.environment();
        environment.push(("TRUSTED_PROXIES".to_owned(), proxies.to_owned()));
        Program::start(
            env!("CARGO_BIN_EXE_whole"),
            folder.path(),
            &["run"],
            environment,
        )
    };
    let mut trusting = start("127.0.0.1");
    let api = trusting.api().await;
    assert_eq!(asks(api, "192.0.2.1").await.status, 404);
    let before = trusting.resident_bytes();
    assert_eq!(all_ask(api).await, CLIENTS as usize);
    let more = trusting.resident_bytes().saturating_sub(before);
    assert!(more < MOST_MORE, "{more} bytes more");

    // One of them asks too often, and is told when to come back; its neighbour is not.
    for _ in 0..30 {
        assert_eq!(asks(api, "203.0.113.9").await.status, 404);
    }
    let refused = asks(api, "203.0.113.9").await;
    refused.assert_refused(429, "rate_limited");
    let seconds = refused
        .header("Retry-After")
        .and_then(|it| it.parse::<u64>().ok());
    assert!(
        seconds.is_some_and(|it| (1..=60).contains(&it)),
        "{refused:?}"
    );
    assert_eq!(asks(api, "203.0.113.10").await.status, 404);
    // Only what the proxy itself has added counts.
    assert_eq!(asks(api, "203.0.113.77, 203.0.113.9").await.status, 429);

    let counted = async || {
        let page = e2e_tests::get(api, "/metrics").await;
        let line = "alphapy_memory_entries{structure=\"rate_limits\"} ";
        let found = page.lines().find_map(|it| it.strip_prefix(line));
        found
            .and_then(|it| it.parse::<u32>().ok())
            .unwrap_or_default()
    };
    let full = eventually(PATIENCE, async || counted().await == 1000);
    assert!(full.await, "{} clients are counted", counted().await);
    trusting.terminate();
    assert!(trusting.ends().await.success(), "{}", trusting.said());

    // To one that trusts nobody, all of it comes from one address.
    let wary = start("192.0.2.0/24");
    let api = wary.api().await;
    let mut told = Vec::new();
    for number in 0..31 {
        told.push(asks(api, &address(number)).await.status);
    }
    assert_eq!((told[29], told[30]), (404, 429), "{told:?}");
    town.leave().await;
}
