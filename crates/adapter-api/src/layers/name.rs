//! The name of a request: on its answer, in its envelope, and in every line of the log that is written meanwhile.

use axum::extract::Request;
use axum::http::header::{CACHE_CONTROL, X_CONTENT_TYPE_OPTIONS};
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use axum::response::Response;
use tracing::Span;

use crate::state::ApiState;

/// The header that names a request, in and out.
pub(crate) const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
/// The longest name that a client may give.
const LONGEST: usize = 64;

/// Names the request; returns the name.
pub(super) fn note(state: &ApiState, request: &mut Request) -> HeaderValue {
    let name = given(request.headers())
        .or_else(|| HeaderValue::try_from((state.next_request_id)()).ok())
        .unwrap_or_else(|| HeaderValue::from_static("unnamed"));
    request.headers_mut().insert(REQUEST_ID, name.clone());
    name
}

/// What every line of the log is written in that belongs to the request.
pub(super) fn span(name: &HeaderValue) -> Span {
    // As loud as can be, so that the name is in the log whatever the filter leaves in it.
    tracing::error_span!("request", id = name.to_str().unwrap_or_default())
}

/// Says of an answer what holds for all, and to which request it belongs.
pub(super) fn tell(mut response: Response, name: HeaderValue) -> Response {
    let headers = response.headers_mut();
    headers.insert(REQUEST_ID, name);
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers
        .entry(CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
    response
}

/// The name that the client has given, if it is one.
fn given(headers: &HeaderMap) -> Option<HeaderValue> {
    let name = headers.get(REQUEST_ID)?;
    let letters = name.as_bytes();
    let fits = (1..=LONGEST).contains(&letters.len())
        && letters
            .iter()
            .all(|it| it.is_ascii_alphanumeric() || b"._-".contains(it));
    fits.then(|| name.clone())
}
