//! How much is done at once, and for how long.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::{Body, Bytes, HttpBody};
use axum::extract::Request;
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use hyper::body::{Frame, SizeHint};
use tokio::sync::Semaphore;

use super::body;
use crate::error::ApiError;

/// How many requests are served at once.
const MOST_AT_ONCE: usize = 256;
/// How long a request may take, its body included.
pub(crate) const LONGEST: Duration = Duration::from_secs(30);

/// The places for requests that are served at once.
#[derive(Debug, Clone)]
pub(crate) struct Load(Arc<Semaphore>);

impl Default for Load {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(MOST_AT_ONCE)))
    }
}

/// Serves a request if there is a place for it, and gives up when it takes too long: because the client has not finished
/// its body (408), or because we have not finished our answer (504).
pub(super) async fn within(load: &Load, request: Request, next: Next) -> Response {
    let Ok(_place) = load.0.try_acquire() else {
        let detail = "Too much is asked of me at once. Try again.";
        return ApiError::new(StatusCode::SERVICE_UNAVAILABLE, "overloaded", detail)
            .retry_after(1)
            .into_response();
    };
    let progress = Progress::default();
    let watched = progress.clone();
    let request = match body::limited(request.map(|body| watch(body, watched))) {
        Ok(request) => request,
        Err(error) => return error.into_response(),
    };
    match tokio::time::timeout(LONGEST, next.run(request)).await {
        Ok(response) => response,
        Err(_) if progress.is_waiting() => {
            ApiError::of_status(StatusCode::REQUEST_TIMEOUT).into_response()
        }
        Err(_) => ApiError::of_status(StatusCode::GATEWAY_TIMEOUT).into_response(),
    }
}

/// The body, watched; one in which nothing comes is as far as it can be.
fn watch(body: Body, progress: Progress) -> Body {
    if body.is_end_stream() {
        body
    } else {
        Body::new(Watched { body, progress })
    }
}

/// How far the body of a request has come.
#[derive(Debug, Clone, Default)]
struct Progress(Arc<AtomicU8>);

impl Progress {
    const WAITING: u8 = 1;
    const DONE: u8 = 2;

    fn set(&self, state: u8) {
        self.0.store(state, Ordering::Relaxed);
    }

    /// Whether somebody waits for the rest of it.
    fn is_waiting(&self) -> bool {
        self.0.load(Ordering::Relaxed) == Self::WAITING
    }
}

/// A body that says how far it has come.
struct Watched {
    body: Body,
    progress: Progress,
}

impl HttpBody for Watched {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let polled = Pin::new(&mut self.body).poll_frame(cx);
        let state = match &polled {
            Poll::Pending => Progress::WAITING,
            Poll::Ready(Some(Ok(_))) if !self.body.is_end_stream() => Progress::WAITING,
            Poll::Ready(_) => Progress::DONE,
        };
        self.progress.set(state);
        polled
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
