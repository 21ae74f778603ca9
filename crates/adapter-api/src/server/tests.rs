//! The server over real sockets. Time is paused: it moves on when nobody has anything left to do.

use std::net::SocketAddr;
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::*;
use crate::layers::tests::Stage;

struct Running {
    stage: Stage,
    address: SocketAddr,
    stop: CancellationToken,
    tasks: JoinSet<io::Result<()>>,
}

impl Running {
    async fn start() -> Self {
        let stage = Stage::default();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let stop = CancellationToken::new();
        let mut tasks = JoinSet::new();
        let server = serve_router(listener, stage.router(), stage.scene.state(), stop.clone());
        tasks.spawn(server);
        Self {
            stage,
            address,
            stop,
            tasks,
        }
    }

    async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address).await.unwrap()
    }

    /// All that comes back until the server closes the connection.
    async fn answer(&self, sent: &[u8]) -> String {
        let mut stream = self.connect().await;
        stream.write_all(sent).await.unwrap();
        read(&mut stream).await
    }
}

async fn read(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    // A server that closes while something is still on its way to it resets the connection; what it said counts.
    let _ = stream.read_to_end(&mut bytes).await;
    String::from_utf8(bytes).unwrap()
}

fn assert_refused(answer: &str, status: &str, code: &str) {
    assert!(
        answer.starts_with(&format!("HTTP/1.1 {status} ")),
        "{answer}"
    );
    assert!(answer.contains("x-request-id: req-1\r\n"), "{answer}");
    assert!(answer.contains(&format!("\"code\":\"{code}\"")), "{answer}");
    assert!(answer.contains("\"request_id\":\"req-1\""), "{answer}");
}

#[tokio::test(start_paused = true)]
async fn who_does_not_finish_the_head_of_a_request_is_told_so_after_ten_seconds() {
    let server = Running::start().await;
    let begun = Instant::now();
    let answer = server
        .answer(b"GET /api/long HTTP/1.1\r\nHost: here\r\nX-Slow: ")
        .await;
    assert_refused(&answer, "408", "request_timeout");
    assert_eq!(begun.elapsed().as_secs(), 10);
}

#[tokio::test(start_paused = true)]
async fn a_connection_that_says_nothing_is_closed_without_a_word() {
    let server = Running::start().await;
    assert_eq!(server.answer(b"").await, "");
    let mut stream = server.connect().await;
    stream
        .write_all(b"GET /api/long HTTP/1.1\r\nHost: here\r\n\r\n")
        .await
        .unwrap();
    let answer = read(&mut stream).await;
    assert!(
        answer.starts_with("HTTP/1.1 200 ") && answer.ends_with("long "),
        "{answer}"
    );
}

#[tokio::test(start_paused = true)]
async fn who_does_not_finish_a_body_is_told_so_after_half_a_minute() {
    let server = Running::start().await;
    let begun = Instant::now();
    let answer = server
        .answer(b"POST /api/echo HTTP/1.1\r\nHost: here\r\nContent-Length: 10\r\n\r\nhalf")
        .await;
    assert_refused(&answer, "408", "request_timeout");
    assert_eq!(begun.elapsed().as_secs(), 30);
}

#[tokio::test(start_paused = true)]
async fn a_body_that_is_too_long_is_refused_whether_it_says_so_or_not() {
    let server = Running::start().await;
    let announced = server
        .answer(b"POST /api/echo HTTP/1.1\r\nHost: here\r\nContent-Length: 5000000\r\n\r\n")
        .await;
    assert_refused(&announced, "413", "payload_too_large");
    let chunk = format!("8000\r\n{}\r\n", "a".repeat(0x8000));
    let head = "POST /api/echo HTTP/1.1\r\nHost: here\r\nTransfer-Encoding: chunked\r\n\r\n";
    let streamed = server
        .answer(format!("{head}{chunk}{chunk}{chunk}").as_bytes())
        .await;
    assert_refused(&streamed, "413", "payload_too_large");
}

#[tokio::test(start_paused = true)]
async fn what_cannot_be_read_is_refused_in_the_same_words_as_everything_else() {
    let server = Running::start().await;
    let long = "a".repeat(200_000);
    let many = "a: b\r\n".repeat(200);
    for (sent, status, code) in [
        ("no HTTP at all\r\n\r\n".to_owned(), "400", "bad_request"),
        (
            "GET /api/long HTTP/1.1\r\nHost: here\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n"
                .to_owned(),
            "400",
            "bad_request",
        ),
        (
            "GET /api/long HTTP/1.1\r\nHost: here\r\nX-Name: a\0b\r\n\r\n".to_owned(),
            "400",
            "bad_request",
        ),
        (
            format!("GET /api/long HTTP/1.1\r\nX-Long: {long}\r\n\r\n"),
            "431",
            "headers_too_large",
        ),
        (
            format!("GET /api/long HTTP/1.1\r\n{many}\r\n"),
            "431",
            "headers_too_large",
        ),
    ] {
        let answer = server.answer(sent.as_bytes()).await;
        assert_refused(&answer, status, code);
        assert_eq!(answer.matches("HTTP/1.1 ").count(), 1, "{answer}");
    }
}

#[tokio::test(start_paused = true)]
async fn what_cannot_be_read_after_a_request_that_could_is_refused_after_its_answer() {
    let server = Running::start().await;
    let both = b"GET /api/long HTTP/1.1\r\nHost: here\r\n\r\nnonsense\r\n\r\n";
    let answer = server.answer(both).await;
    let (first, second) = answer.split_at(answer.rfind("HTTP/1.1 ").unwrap());
    assert!(first.starts_with("HTTP/1.1 200 ") && first.ends_with("long "));
    assert_refused(second, "400", "bad_request");
}

#[tokio::test(start_paused = true)]
async fn a_request_hidden_in_the_body_of_another_is_not_answered() {
    let server = Running::start().await;
    let hidden = "GET /api/long HTTP/1.1\r\nHost: here\r\n\r\n";
    let body = format!("0\r\n\r\n{hidden}");
    let length = body.len();
    let both = format!(
        "POST /api/echo HTTP/1.1\r\nHost: here\r\nContent-Length: {length}\r\nTransfer-Encoding: chunked\r\n\r\n"
    );
    let answer = server.answer(format!("{both}{body}").as_bytes()).await;
    assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
    assert_eq!(answer.matches("HTTP/1.1 ").count(), 1, "{answer}");
}

#[tokio::test(start_paused = true)]
async fn who_sends_five_megabytes_in_one_go_still_reads_why_they_are_refused() {
    let server = Running::start().await;
    let mut stream = server.connect().await;
    let head = "POST /api/echo HTTP/1.1\r\nHost: here\r\nContent-Length: 5000000\r\n\r\n";
    stream.write_all(head.as_bytes()).await.unwrap();
    // Nobody resets the connection over what is still on its way.
    stream.write_all(&vec![b'a'; 5_000_000]).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    assert_refused(&answer, "413", "payload_too_large");
}

#[tokio::test(start_paused = true)]
async fn slow_clients_do_not_keep_others_waiting() {
    let server = Running::start().await;
    let mut slow = Vec::new();
    for _ in 0..500 {
        let mut stream = server.connect().await;
        stream.write_all(b"GET /api/lo").await.unwrap();
        slow.push(stream);
    }
    let begun = Instant::now();
    let answer = server
        .answer(b"GET /api/long HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n")
        .await;
    assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
    assert!(begun.elapsed() < Duration::from_secs(1));
}

#[tokio::test]
async fn what_is_under_way_is_answered_before_the_server_stops() {
    let mut server = Running::start().await;
    let mut under_way = server.connect().await;
    under_way
        .write_all(b"GET /api/gate HTTP/1.1\r\nHost: here\r\n\r\n")
        .await
        .unwrap();
    server.stage.until_reached(1).await;
    server.stop.cancel();
    server.stage.gate.add_permits(1);
    let answer = read(&mut under_way).await;
    assert!(
        answer.starts_with("HTTP/1.1 200 ") && answer.ends_with("\"through\""),
        "{answer}"
    );
    server.tasks.join_next().await.unwrap().unwrap().unwrap();
    assert!(TcpStream::connect(server.address).await.is_err());
}
