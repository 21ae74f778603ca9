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
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;
use tokio_util::sync::CancellationToken;
use tower::ServiceExt as _;

use super::patience::Patience;
use crate::error::ApiError;
use crate::layers::Peer;

/// How long a client may take for the head of a request, or say nothing between two of them.
const HEAD: Duration = Duration::from_secs(10);
/// How long a client may take to read what has been written to it.
const READING: Duration = Duration::from_secs(30);
/// The longest head of a request, in bytes: room for a token and for whatever else browsers send.
const LONGEST_HEAD: usize = 64 * 1024;

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
        let io = TokioIo::new(Patience::new(stream, READING));
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
        let mut stream = parts.io.into_inner();
        if ended.is_err_and(|it| it.is_timeout()) && !parts.read_buf.is_empty() {
            // It had begun to ask; one that was only kept open ends without a word.
            let _ = stream.write_all(&too_slow(&(self.names)())).await;
        }
        let _ = stream.shutdown().await;
    }
}

/// What is said to whoever does not finish the head of a request: there is no request yet that a layer could answer.
fn too_slow(name: &str) -> Vec<u8> {
    let body = ApiError::of_status(StatusCode::REQUEST_TIMEOUT).into_json(name.to_owned());
    let head = format!(
        "HTTP/1.1 408 Request Timeout\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\
         x-request-id: {name}\r\nx-content-type-options: nosniff\r\ncache-control: no-store\r\nconnection: close\r\n\r\n",
        body.len()
    );
    [head.into_bytes(), body].concat()
}
