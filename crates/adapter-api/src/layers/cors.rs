//! Which web pages may ask: those of our own apps.

use std::time::Duration;

use axum::http::header::{AUTHORIZATION, CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderName, HeaderValue, Method};
use tower_http::cors::{AllowOrigin, CorsLayer};

/// For how long a browser need not ask again whether it may ask.
const REMEMBERED: Duration = Duration::from_mins(10);

const fn header(name: &'static str) -> HeaderName {
    HeaderName::from_static(name)
}

/// Answers browsers that ask on behalf of a page.
pub(super) fn layer(origins: &[String]) -> CorsLayer {
    let origins = origins
        .iter()
        .filter_map(|it| HeaderValue::from_str(it).ok());
    CorsLayer::new()
        .allow_origin(AllowOrigin::list(origins))
        .allow_credentials(true)
        .allow_methods([Method::GET, Method::POST, Method::PUT, Method::DELETE])
        .allow_headers([
            AUTHORIZATION,
            CONTENT_TYPE,
            header("x-api-key"),
            header("x-user-id"),
            header("x-request-id"),
            header("idempotency-key"),
        ])
        .expose_headers([
            header("x-request-id"),
            RETRY_AFTER,
            header("x-ratelimit-limit"),
            header("x-ratelimit-remaining"),
            header("x-ratelimit-reset"),
        ])
        .max_age(REMEMBERED)
}
