//! One connection: request after request, until either side has enough.

use std::convert::Infallible;
use std::future::poll_fn;
use std::net::IpAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::{Request, Response, StatusCode};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio_util::sync::CancellationToken;
use tower::ServiceExt as _;

use super::own_words::OwnWords;
use super::patience::Patience;
use crate::error::ApiError;
use crate::layers::Peer;

/// How long a client may take for the head of a request, or say nothing between two of them.
const HEAD: Duration = Duration::from_secs(10);
/// How long a client may take to read what has been written to it.
const READING: Duration = Duration::from_secs(30);
/// The longest head of a request, in bytes: room for a token and for whatever else browsers send.
const LONGEST_HEAD: usize = 64 * 1024;
/// How long a client that has had its last answer may go on sending, and how much, in bytes.
const LINGERING: Duration = Duration::from_millis(500);
const LONGEST_REST: usize = 16 * 1024 * 1024;

/// What a connection needs.
pub(super) struct Connection {
    pub(super) router: Router,
    pub(super) names: Arc<dyn Fn() -> String + Send + Sync>,
    pub(super) peer: IpAddr,
    pub(super) stop: CancellationToken,
}

type Answering = Pin<Box<dyn Future<Output = Result<Response<Body>, Infallible>> + Send>>;

impl Connection {
    /// Answers requests until the client leaves, is too slow, or the server stops: then the request under way is the last.
    pub(super) async fn run(self, stream: TcpStream) {
        let (router, peer) = (self.router, self.peer);
        let service = service_fn(move |request: Request<Incoming>| -> Answering {
            let mut request = request.map(Body::new);
            request.extensions_mut().insert(Peer(peer));
            Box::pin(router.clone().oneshot(request))
        });
        let io = TokioIo::new(OwnWords::new(Patience::new(stream, READING)));
        let mut connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(HEAD)
            .max_buf_size(LONGEST_HEAD)
            .serve_connection(io, service);
        let ended = tokio::select! {
            ended = poll_fn(|cx| connection.poll_without_shutdown(cx)) => ended,
            () = self.stop.cancelled() => {
                Pin::new(&mut connection).graceful_shutdown();
                poll_fn(|cx| connection.poll_without_shutdown(cx)).await
            }
        };
        let parts = connection.into_parts();
        let (mut stream, unreadable) = parts.io.into_inner().into_parts();
        // One that has not begun to ask, but was only kept open, ends without a word.
        let slow = ended.is_err_and(|it| it.is_timeout()) && !parts.read_buf.is_empty();
        let refused = unreadable.or(slow.then_some(StatusCode::REQUEST_TIMEOUT));
        if let Some(status) = refused {
            let _ = stream.write_all(&refusal(status, &(self.names)())).await;
        }
        let _ = stream.shutdown().await;
        let rest = tokio::time::timeout(LINGERING, read_on(&mut stream));
        self.stop.run_until_cancelled(rest).await;
    }
}

/// Reads what a client still sends that has had its answer: closing over it would reset the connection, and the answer
/// would be lost with it.
async fn read_on(stream: &mut (impl AsyncRead + Unpin)) {
    let mut buffer = [0; 4096];
    let mut left = LONGEST_REST;
    while left > 0 {
        match stream.read(&mut buffer).await {
            Ok(0) | Err(_) => return,
            Ok(read) => left = left.saturating_sub(read),
        }
    }
}

/// What is said to whoever does not finish the head of a request, or whose head cannot be read: there is no request that
/// a layer could answer.
fn refusal(status: StatusCode, name: &str) -> Vec<u8> {
    let body = ApiError::of_status(status).into_json(name.to_owned());
    let head = format!(
        "HTTP/1.1 {status}\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\
         x-request-id: {name}\r\nx-content-type-options: nosniff\r\ncache-control: no-store\r\nconnection: close\r\n\r\n",
        body.len()
    );
    [head.into_bytes(), body].concat()
}
