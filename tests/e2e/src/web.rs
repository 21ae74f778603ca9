//! Asking over HTTP, as a probe or another program would.

use std::net::SocketAddr;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// The whole answer to `GET path`, head and body, as text.
pub async fn get(api: SocketAddr, path: &str) -> String {
    let head = format!("GET {path} HTTP/1.1\r\nHost: {api}\r\nConnection: close\r\n\r\n");
    ask(&api.to_string(), &head).await
}

/// The whole answer to a bot's `POST path` with a JSON body, head and body, as text.
pub async fn post(discord: &str, path: &str, token: &str, body: &str) -> String {
    let length = body.len();
    let head = format!(
        "POST {path} HTTP/1.1\r\nHost: {discord}\r\nConnection: close\r\nAuthorization: Bot {token}\r\n\
         Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n{body}"
    );
    ask(discord, &head).await
}

/// The key that the town's API takes from services.
pub const API_KEY: &str = "the-towns-own-key-for-its-dashboards";

/// The whole answer, head and body, to a request by a service that speaks for a Discord user, as text. An empty body is
/// none.
pub async fn ask_for(api: SocketAddr, request: &str, user: &str, body: &str) -> String {
    let length = body.len();
    let content = if body.is_empty() {
        String::new()
    } else {
        format!("Content-Type: application/json\r\nContent-Length: {length}\r\n")
    };
    let head = format!(
        "{request} HTTP/1.1\r\nHost: {api}\r\nConnection: close\r\nX-API-Key: {API_KEY}\r\nX-User-Id: {user}\r\n\
         {content}\r\n{body}"
    );
    ask(&api.to_string(), &head).await
}

/// The whole answer, head and body, to a request with these headers and no body, as text.
pub async fn ask_with(api: SocketAddr, request: &str, headers: &[(&str, &str)]) -> String {
    let headers = headers
        .iter()
        .map(|(name, value)| format!("{name}: {value}\r\n"));
    let headers: String = headers.collect();
    let head = format!("{request} HTTP/1.1\r\nHost: {api}\r\nConnection: close\r\n{headers}\r\n");
    ask(&api.to_string(), &head).await
}

pub(crate) async fn ask(address: &str, request: &str) -> String {
    let mut stream = TcpStream::connect(address).await.expect("somebody listens");
    stream
        .write_all(request.as_bytes())
        .await
        .expect("the request is sent");
    let mut answer = Vec::new();
    stream
        .read_to_end(&mut answer)
        .await
        .expect("the answer is read");
    String::from_utf8_lossy(&answer).into_owned()
}
