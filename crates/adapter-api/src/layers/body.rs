//! How long a body may be.

use axum::body::Body;
use axum::extract::Request;
use axum::http::StatusCode;
use axum::http::header::CONTENT_LENGTH;
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use http_body_util::Limited;

use crate::error::ApiError;

/// The longest body, in bytes.
const LONGEST: usize = 64 * 1024;
/// The longest body of what other programs tell, in bytes.
const LONGEST_OF_WEBHOOKS: usize = 256 * 1024;

/// Refuses a body that says it is too long; one that does not say so is cut off where it gets too long.
pub(super) async fn limit(request: Request, next: Next) -> Response {
    let longest = if request.uri().path().starts_with("/webhooks/") {
        LONGEST_OF_WEBHOOKS
    } else {
        LONGEST
    };
    let length = request.headers().get(CONTENT_LENGTH);
    let length = length.and_then(|it| it.to_str().ok()?.parse::<usize>().ok());
    if length.is_some_and(|it| it > longest) {
        return ApiError::of_status(StatusCode::PAYLOAD_TOO_LARGE).into_response();
    }
    let request = request.map(|body| Body::new(Limited::new(body, longest)));
    next.run(request).await
}
