//! How long a body may be.

use axum::body::{Body, HttpBody as _};
use axum::extract::Request;
use axum::http::StatusCode;
use axum::http::header::CONTENT_LENGTH;
use http_body_util::Limited;

use crate::error::ApiError;

/// The longest body, in bytes.
const LONGEST: usize = 64 * 1024;
/// The longest body of what other programs tell, in bytes.
const LONGEST_OF_WEBHOOKS: usize = 256 * 1024;

/// Refuses a body that says it is too long; one that does not say so is cut off where it gets too long.
pub(super) fn limited(request: Request) -> Result<Request, ApiError> {
    if request.body().is_end_stream() {
        return Ok(request);
    }
    let longest = if request.uri().path().starts_with("/webhooks/") {
        LONGEST_OF_WEBHOOKS
    } else {
        LONGEST
    };
    let length = request.headers().get(CONTENT_LENGTH);
    let length = length.and_then(|it| it.to_str().ok()?.parse::<usize>().ok());
    if length.is_some_and(|it| it > longest) {
        return Err(ApiError::of_status(StatusCode::PAYLOAD_TOO_LARGE));
    }
    Ok(request.map(|body| Body::new(Limited::new(body, longest))))
}
