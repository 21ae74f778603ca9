//! How often a client may ask.

use std::sync::{Arc, Mutex, PoisonError};

use access_core::{Allowance, ClientKey, Principal, RateClass, RateLimiter};
use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue, Method, StatusCode};
use axum::response::Response;
use tokio::time::Instant;

use super::client::ClientAddress;
use crate::error::ApiError;
use crate::state::ApiState;

pub(crate) const LIMIT: HeaderName = HeaderName::from_static("x-ratelimit-limit");
pub(crate) const REMAINING: HeaderName = HeaderName::from_static("x-ratelimit-remaining");
pub(crate) const RESET: HeaderName = HeaderName::from_static("x-ratelimit-reset");

/// What operators and monitors ask all the time. Their answers come from short memories, so that a flood costs nothing.
const PROBES: [&str; 6] = [
    "/health",
    "/api/health",
    "/status",
    "/metrics",
    "/api/metrics",
    "/api/dashboard/metrics",
];

/// A [`RateLimiter`] that everybody shares, with a clock that never goes back.
#[derive(Debug, Clone)]
pub struct Limits {
    limiter: Arc<Mutex<RateLimiter>>,
    started: Instant,
}

impl Limits {
    /// Counts something that `client` did.
    pub(crate) fn count(&self, client: ClientKey, class: RateClass) -> Allowance {
        self.with(|limiter, now| limiter.count(client, class, now))
    }

    /// In how many seconds `client` may do something again of which it has done as much as it may.
    pub(crate) fn used_up(&self, client: ClientKey, class: RateClass) -> Option<u64> {
        self.with(|limiter, now| limiter.used_up(client, class, now))
    }

    /// Forgets clients that have been idle for a minute; returns how many are left.
    pub fn sweep(&self) -> usize {
        self.with(RateLimiter::sweep)
    }

    /// How many clients are counted at the moment.
    pub fn clients(&self) -> usize {
        self.with(|limiter, _| limiter.clients())
    }

    fn with<T>(&self, ask: impl FnOnce(&mut RateLimiter, std::time::Duration) -> T) -> T {
        let mut limiter = self.limiter.lock().unwrap_or_else(PoisonError::into_inner);
        // Read under the lock, so that moments come in order.
        ask(&mut limiter, self.started.elapsed())
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            limiter: Arc::default(),
            started: Instant::now(),
        }
    }
}

/// Whether operators' tools ask there all the time.
pub(crate) fn is_probe(path: &str) -> bool {
    PROBES.contains(&path)
}

/// How a request is counted; none when it is not.
pub(super) fn class(method: &Method, path: &str) -> Option<RateClass> {
    if method == Method::OPTIONS || is_probe(path) {
        None
    } else if path.starts_with("/webhooks/") {
        Some(RateClass::Webhook)
    } else if [Method::GET, Method::HEAD].contains(method) {
        Some(RateClass::Read)
    } else {
        Some(RateClass::Write)
    }
}

/// Counts the request, and notes on it where it comes from; none when it is not counted.
pub(super) fn count(state: &ApiState, request: &mut Request) -> Option<Allowance> {
    let address = ClientAddress::of(request, &state.edges.trusted_proxies);
    request.extensions_mut().insert(address);
    let class = class(request.method(), request.uri().path())?;
    let client = match state.authenticator.service(request.headers()) {
        Some(Principal::ServiceFor(user)) => ClientKey::Service(Some(user)),
        Some(_) => ClientKey::Service(None),
        None => ClientKey::address(address.0),
    };
    Some(state.edges.limits.count(client, class))
}

/// What is said to whoever asks too often.
pub(super) fn refusal(allowance: &Allowance) -> ApiError {
    ApiError::of_status(StatusCode::TOO_MANY_REQUESTS).retry_after(allowance.reset_seconds)
}

/// Tells the client how much it may still ask.
pub(super) fn tell(mut response: Response, allowance: Option<Allowance>) -> Response {
    if let Some(allowance) = allowance {
        let headers = response.headers_mut();
        headers.insert(LIMIT, HeaderValue::from(allowance.limit));
        headers.insert(REMAINING, HeaderValue::from(allowance.remaining));
        headers.insert(RESET, HeaderValue::from(allowance.reset_seconds));
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_are_counted_by_what_they_do() {
        for (method, path, expected) in [
            ("GET", "/api/reminders/1", Some(RateClass::Read)),
            ("HEAD", "/api/reminders/1", Some(RateClass::Read)),
            ("GET", "/nowhere", Some(RateClass::Read)),
            ("POST", "/api/reminders", Some(RateClass::Write)),
            ("PUT", "/api/reminders", Some(RateClass::Write)),
            ("PATCH", "/api/reminders", Some(RateClass::Write)),
            ("DELETE", "/api/reminders/1/2", Some(RateClass::Write)),
            ("POST", "/webhooks/anything", Some(RateClass::Webhook)),
            ("OPTIONS", "/api/reminders", None),
            ("GET", "/health", None),
            ("GET", "/api/health", None),
            ("GET", "/status", None),
            ("GET", "/metrics", None),
            ("GET", "/api/metrics", None),
            ("GET", "/api/dashboard/metrics", None),
            ("GET", "/api/health/history", Some(RateClass::Read)),
        ] {
            let method = method.parse().unwrap();
            assert_eq!(class(&method, path), expected, "{method} {path}");
        }
    }
}
