//! Asking the API, as a probe would.

use std::net::SocketAddr;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// The whole answer to `GET path`, head and body, as text.
pub async fn get(api: SocketAddr, path: &str) -> String {
    let mut stream = TcpStream::connect(api).await.expect("the API listens");
    let request = format!("GET {path} HTTP/1.1\r\nHost: {api}\r\nConnection: close\r\n\r\n");
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
