//! The guard before Discord's REST API, against a small server that limits, pauses and loses answers.

#![expect(clippy::unwrap_used, reason = "a test ends where something fails")]

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use adapter_discord::rest::{Rest, RestConfig, RestError};
use axum::Router;
use axum::body::Body;
use axum::extract::{Request as Incoming, State};
use axum::http::{Method as Verb, StatusCode};
use axum::response::Response;
use secrecy::SecretString;
use tokio::task::JoinSet;
use twilight_http::request::{Method, Request, RequestBuilder};

const MESSAGES: &str = "channels/1/messages";
const CALLBACK: &str = "interactions/1/token/callback";
const WINDOW: Duration = Duration::from_secs(1);

/// How the server tells of its limits.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Manner {
    ScopeAlways,
    ScopeOn429,
    NoScope,
    Global429,
}

/// What the server does with the next request, whatever its limit.
enum Fault {
    Status(u16),
    Refusal(u16, &'static str),
    GlobalPause(f64),
    LoseTheAnswer,
}

/// A bucket of two per second, and a list of faults to come.
struct Server {
    manner: Manner,
    window: Option<Instant>,
    used: u32,
    faults: VecDeque<Fault>,
    seen: Vec<String>,
}

type Shared = Arc<Mutex<Server>>;

impl Server {
    /// Counts a request; the error is how long to wait.
    fn count(&mut self) -> Result<(u32, Duration), Duration> {
        let now = Instant::now();
        let begun = match self.window {
            Some(begun) if now - begun < WINDOW => begun,
            _ => {
                self.used = 0;
                *self.window.insert(now)
            }
        };
        let left = (begun + WINDOW) - now;
        if self.used == 2 {
            return Err(left);
        }
        self.used += 1;
        Ok((2 - self.used, left))
    }
}

async fn answer(State(server): State<Shared>, request: Incoming) -> Response {
    let mut server = server.lock().unwrap();
    let path = request
        .uri()
        .path()
        .trim_start_matches("/api/v10/")
        .to_owned();
    server.seen.push(format!("{} {path}", request.method()));
    match server.faults.pop_front() {
        None if path.starts_with("interactions/") => status(204, ""),
        None if request.method() == Verb::GET => status(200, "{}"),
        None => limited(&mut server),
        Some(Fault::Status(code)) => status(code, ""),
        Some(Fault::Refusal(code, body)) => status(code, body),
        Some(Fault::GlobalPause(seconds)) => status(
            429,
            &format!(r#"{{"message": "", "retry_after": {seconds}, "global": true}}"#),
        ),
        // A body that breaks off: the server has done its work, the client never learns of it.
        Some(Fault::LoseTheAnswer) => Response::builder()
            .header("content-length", "1000")
            .body(Body::from_stream(futures_util::stream::iter([
                Ok("{"),
                Err("the line is cut"),
            ])))
            .unwrap(),
    }
}

fn limited(server: &mut Server) -> Response {
    let manner = server.manner;
    let (code, remaining, left) = match server.count() {
        Ok((remaining, left)) => (200, remaining, left),
        Err(left) => (429, 0, left),
    };
    let seconds = format!("{:.3}", left.as_secs_f64());
    let response = Response::builder().status(code);
    if code == 429 && manner == Manner::Global429 {
        let response = response.header("retry-after", left.as_secs_f64().ceil().to_string());
        return response
            .header("x-ratelimit-global", "true")
            .body(Body::empty())
            .unwrap();
    }
    let mut response = response
        .header("x-ratelimit-limit", "2")
        .header("x-ratelimit-remaining", remaining.to_string())
        .header("x-ratelimit-reset-after", &seconds)
        .header("x-ratelimit-bucket", "messages");
    if manner == Manner::ScopeAlways || (code == 429 && manner == Manner::ScopeOn429) {
        response = response.header("x-ratelimit-scope", "user");
    }
    response
        .body(Body::from(format!(
            r#"{{"retry_after": {seconds}, "global": false}}"#
        )))
        .unwrap()
}

fn status(code: u16, body: &str) -> Response {
    let code = StatusCode::from_u16(code).unwrap();
    Response::builder()
        .status(code)
        .body(Body::from(body.to_owned()))
        .unwrap()
}

/// A server with these faults, a client of it, and what keeps the server running.
async fn start(
    manner: Manner,
    faults: impl IntoIterator<Item = Fault>,
) -> (Shared, Rest, JoinSet<()>) {
    // Another test of this process may have been first.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let faults = faults.into_iter().collect();
    let server = Arc::new(Mutex::new(Server {
        manner,
        window: None,
        used: 0,
        faults,
        seen: Vec::new(),
    }));
    let router = Router::new()
        .fallback(answer)
        .with_state(Arc::clone(&server));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let mut running = JoinSet::new();
    running.spawn(async move { axum::serve(listener, router).await.unwrap() });
    let rest = Rest::new(RestConfig::new(
        SecretString::from("a.test.token"),
        Some(address),
    ));
    (server, rest, running)
}

fn post(body: &str) -> Request {
    RequestBuilder::raw(Method::Post, MESSAGES.to_owned())
        .body(body.as_bytes().to_vec())
        .build()
        .unwrap()
}

fn callback() -> Request {
    let request =
        RequestBuilder::raw(Method::Post, CALLBACK.to_owned()).body(br#"{"type": 5}"#.to_vec());
    request.use_authorization_token(false).build().unwrap()
}

fn seen(server: &Shared) -> Vec<String> {
    server.lock().unwrap().seen.clone()
}

/// So many messages at once, all of which must arrive.
async fn send_messages(rest: &Rest, count: usize) {
    let mut calls = JoinSet::new();
    for _ in 0..count {
        let rest = rest.clone();
        calls.spawn(async move { rest.raw(post("{}")).await });
    }
    for result in calls.join_all().await {
        result.unwrap();
    }
}

#[tokio::test]
async fn six_calls_on_two_a_second_take_few_requests_in_each_manner() {
    for manner in [
        Manner::ScopeAlways,
        Manner::ScopeOn429,
        Manner::NoScope,
        Manner::Global429,
    ] {
        let (server, rest, _running) = start(manner, []).await;
        send_messages(&rest, 6).await;
        let requests = seen(&server).len();
        assert!(
            (6..=8).contains(&requests),
            "{manner:?}: {requests} requests"
        );
    }
}

#[tokio::test]
async fn a_429_without_earlier_headers_holds_back_all_who_wait() {
    for manner in [Manner::NoScope, Manner::Global429] {
        let (server, rest, _running) = start(manner, []).await;
        // Somebody else has used the window up, so that the first answer this client sees is a 429.
        for _ in 0..2 {
            server.lock().unwrap().count().unwrap();
        }
        send_messages(&rest, 4).await;
        let requests = seen(&server).len();
        assert!(
            (5..=6).contains(&requests),
            "{manner:?}: {requests} requests"
        );
    }
}

#[tokio::test]
async fn interactions_are_not_delayed_by_a_global_pause() {
    let (server, rest, _running) = start(Manner::ScopeOn429, [Fault::GlobalPause(2.0)]).await;
    let begun = Instant::now();
    let interaction = async {
        while seen(&server).is_empty() {
            tokio::task::yield_now().await;
        }
        rest.raw(callback()).await.unwrap();
        begun.elapsed()
    };
    let (result, interaction) = tokio::join!(rest.raw(post("{}")), interaction);
    result.unwrap();
    assert!(interaction < Duration::from_secs(1), "{interaction:?}");
    assert!(begun.elapsed() >= Duration::from_secs(2));
}

#[tokio::test]
async fn a_lost_answer_is_asked_for_again_only_with_a_nonce() {
    let (server, rest, _running) = start(Manner::ScopeOn429, [Fault::LoseTheAnswer]).await;
    rest.raw(post(
        r#"{"content": "a", "nonce": "1", "enforce_nonce": true}"#,
    ))
    .await
    .unwrap();
    assert_eq!(seen(&server).len(), 2);

    let (server, rest, _running) = start(Manner::ScopeOn429, [Fault::LoseTheAnswer]).await;
    let lost = rest.raw(post(r#"{"content": "a"}"#)).await;
    assert!(
        matches!(lost, Err(RestError::Unavailable { status: None, .. })),
        "{lost:?}"
    );
    assert_eq!(seen(&server).len(), 1);
}

#[tokio::test]
async fn a_server_error_is_survived_but_not_for_ever() {
    let (server, rest, _running) = start(Manner::ScopeOn429, [502, 503].map(Fault::Status)).await;
    rest.done(rest.requests().current_user()).await.unwrap();
    assert_eq!(seen(&server), ["GET users/@me"; 3]);

    let (server, rest, _running) =
        start(Manner::ScopeOn429, [500, 500, 500, 500].map(Fault::Status)).await;
    let failed = rest.done(rest.requests().current_user()).await;
    assert!(
        matches!(
            failed,
            Err(RestError::Unavailable {
                status: Some(500),
                ..
            })
        ),
        "{failed:?}"
    );
    assert_eq!(seen(&server).len(), 4);
}

#[tokio::test]
async fn a_repeated_callback_that_was_heard_the_first_time_is_a_success() {
    const HEARD: &str =
        r#"{"code": 40060, "message": "Interaction has already been acknowledged."}"#;
    let faults = [Fault::LoseTheAnswer, Fault::Refusal(400, HEARD)];
    let (_server, rest, _running) = start(Manner::ScopeOn429, faults).await;
    rest.raw(callback()).await.unwrap();

    // Without an earlier attempt of ours, somebody else has answered.
    let (_server, rest, _running) = start(Manner::ScopeOn429, [Fault::Refusal(400, HEARD)]).await;
    assert!(rest.raw(callback()).await.unwrap_err().is_unknown(40_060));
}

#[tokio::test]
async fn a_wait_beyond_the_deadline_is_reported_at_once() {
    let (server, rest, _running) = start(Manner::ScopeOn429, [Fault::GlobalPause(30.0)]).await;
    let begun = Instant::now();
    let limited = rest.raw(post("{}")).await;
    let Err(RestError::RateLimited { retry_after }) = limited else {
        panic!("{limited:?}")
    };
    assert!(retry_after > Duration::from_secs(29) && begun.elapsed() < Duration::from_secs(5));
    assert_eq!(seen(&server).len(), 1);
}

#[tokio::test]
async fn a_refused_token_is_remembered_and_refusals_keep_discords_code() {
    const MISSING: &str = r#"{"code": 10003, "message": "Unknown Channel"}"#;
    let faults = [Fault::Refusal(404, MISSING), Fault::Status(401)];
    let (_server, rest, _running) = start(Manner::ScopeOn429, faults).await;
    let unknown = rest.done(rest.requests().current_user()).await.unwrap_err();
    assert!(
        unknown.is_unknown(10_003) && !rest.unauthorized(),
        "{unknown:?}"
    );
    let unauthorized = rest.done(rest.requests().current_user()).await.unwrap_err();
    assert!(
        matches!(unauthorized, RestError::Unauthorized) && rest.unauthorized(),
        "{unauthorized:?}"
    );
    // Later calls are tried all the same: the token may have been mended.
    rest.done(rest.requests().current_user()).await.unwrap();
}
