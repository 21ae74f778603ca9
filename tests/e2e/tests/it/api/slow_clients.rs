//! Clients that take their time, or send what is no request: each is cut off, and nobody else waits for them.

use std::time::Duration;

use e2e_tests::{API_KEY, Answer, Asking, PATIENCE, Town, skip};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpSocket, TcpStream};
use tokio::time::{Instant, timeout};

/// Connections that are open at once.
const MOST_CONNECTIONS: usize = 1024;

async fn connect(town: &Town) -> TcpStream {
    TcpStream::connect(town.api())
        .await
        .expect("somebody listens")
}

/// All that comes until the server closes the connection.
async fn read(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    let reading = timeout(PATIENCE * 10, stream.read_to_end(&mut bytes)).await;
    // A server that closes while something is still on its way to it resets the connection; what it said counts.
    let _ = reading.expect("it is closed");
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Sends a beginning and then a byte every so often, until the server has had enough; how long that took, and what it said.
async fn trickles(town: &Town, beginning: &str, every: Duration) -> (u64, String) {
    let mut stream = connect(town).await;
    let begun = Instant::now();
    let sent = stream.write_all(beginning.as_bytes()).await;
    sent.expect("the beginning is sent");
    loop {
        // Whoever else is served shows that the byte has had its time to arrive.
        goes_on(town).await;
        let mut first = [0];
        if matches!(stream.try_read(&mut first), Ok(1)) {
            let rest = read(&mut stream).await;
            return (
                begun.elapsed().as_secs(),
                format!("{}{rest}", char::from(first[0])),
            );
        }
        assert!(
            begun.elapsed() < Duration::from_mins(2),
            "it is never cut off"
        );
        // One that comes after the end is nobody's.
        let _ = stream.write_all(b"x").await;
        skip(every).await;
    }
}

/// Others are served at once.
async fn goes_on(town: &Town) {
    let begun = std::time::Instant::now();
    let answer = Asking::new(town.api(), "GET /status").send().await;
    assert_eq!(answer.status, 200, "{answer:?}");
    assert!(
        begun.elapsed() < Duration::from_secs(2),
        "{:?}",
        begun.elapsed()
    );
}

#[tokio::test]
async fn a_byte_now_and_then_is_not_enough() {
    let town = Town::start().await;
    let head = "GET /api/health/history HTTP/1.1\r\nHost: here\r\nX-Slow: ";
    let (seconds, said) = trickles(&town, head, Duration::from_secs(2)).await;
    Answer::read(&said).assert_refused(408, "request_timeout");
    assert!((10..=12).contains(&seconds), "{seconds} seconds");

    let user = town.member("alice").id();
    let head = format!(
        "POST /api/reminders HTTP/1.1\r\nHost: here\r\nX-API-Key: {API_KEY}\r\nX-User-Id: {user}\r\n\
         Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n{{"
    );
    let (seconds, said) = trickles(&town, &head, Duration::from_secs(5)).await;
    Answer::read(&said).assert_refused(408, "request_timeout");
    assert!((30..=35).contains(&seconds), "{seconds} seconds");
    town.leave().await;
}

#[tokio::test]
async fn connections_that_say_nothing_are_closed_and_there_are_never_too_many_of_them() {
    let town = Town::start().await;
    let mut silent = Vec::new();
    for _ in 0..MOST_CONNECTIONS {
        silent.push(connect(&town).await);
    }
    // There is no room: it waits, while nothing keeps the bot itself.
    let mut late = connect(&town).await;
    let request = Asking::new(town.api(), "GET /status").text();
    late.write_all(request.as_bytes())
        .await
        .expect("the system takes it");
    let version = town.says("alice", "/version").await;
    assert!(version.contains("Alphapy"), "{version}");
    assert!(late.try_read(&mut [0]).is_err(), "it was served at once");

    skip(Duration::from_secs(10)).await;
    assert_eq!(Answer::read(&read(&mut late).await).status, 200);
    for stream in &mut silent {
        assert_eq!(read(stream).await, "");
    }
    goes_on(&town).await;
    town.leave().await;
}

#[tokio::test]
async fn who_reads_nothing_is_cut_off_after_half_a_minute() {
    let town = Town::start().await;
    let socket = TcpSocket::new_v4().expect("a socket");
    socket.set_recv_buffer_size(4096).expect("a small buffer");
    let mut stream = socket.connect(town.api()).await.expect("somebody listens");
    let request = format!("GET /metrics HTTP/1.1\r\nHost: {}\r\n\r\n", town.api());
    // So many answers are more than the system keeps for whoever does not read them.
    let many = request.repeat(1000);
    let (begun, mut sent) = (Instant::now(), 0);
    loop {
        goes_on(&town).await;
        match stream.try_write(&many.as_bytes()[sent..]) {
            Ok(bytes) => sent = (sent + bytes) % many.len(),
            Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => {}
            // Closed from the other side.
            Err(_) => break,
        }
        skip(Duration::from_secs(1)).await;
        assert!(
            begun.elapsed() < Duration::from_mins(2),
            "it is never cut off"
        );
    }
    assert!(begun.elapsed().as_secs() >= 30, "{:?}", begun.elapsed());
    let _ = stream.shutdown().await;
    town.leave().await;
}

#[tokio::test]
async fn what_is_too_large_or_no_request_at_all_is_refused_and_forgotten() {
    let town = Town::start().await;
    let long = "x".repeat(200 * 1024);
    let many = "X-Many: y\r\n".repeat(200);
    for (sent, status) in [
        (
            format!("GET /status HTTP/1.1\r\nHost: here\r\nX-Long: {long}\r\n\r\n"),
            431,
        ),
        (
            format!("GET /status HTTP/1.1\r\nHost: here\r\n{many}\r\n"),
            431,
        ),
        (format!("GET /{long} HTTP/1.1\r\nHost: here\r\n\r\n"), 431),
        ("HELO alphapy\r\n\r\n".to_owned(), 400),
        ("GET /status HTTP/9.9\r\nHost: here\r\n\r\n".to_owned(), 400),
        (
            "POST /api/reminders HTTP/1.1\r\nContent-Length: no\r\n\r\n".to_owned(),
            400,
        ),
        ("\u{16}\u{3}\u{1} a greeting in TLS".to_owned(), 400),
    ] {
        let mut stream = connect(&town).await;
        // It may be refused before all of it has been sent.
        let _ = stream.write_all(sent.as_bytes()).await;
        let answer = Answer::read(&read(&mut stream).await);
        let begins: String = sent.chars().take(60).collect();
        assert_eq!(answer.status, status, "{begins}: {answer:?}");
        let code = if status == 431 {
            "headers_too_large"
        } else {
            "bad_request"
        };
        answer.assert_refused(status, code);
        goes_on(&town).await;
    }
    let body = serde_json::json!({ "name": long });
    let large = town.asking("alice", "POST /api/reminders").json(&body);
    large.send().await.assert_refused(413, "payload_too_large");
    town.leave().await;
}
