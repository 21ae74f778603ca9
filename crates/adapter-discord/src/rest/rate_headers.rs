//! What an answer says about rate limits.

use std::time::Duration;

use http::HeaderMap;
use serde::Deserialize;

/// How long to wait after a 429 that does not say.
const UNTOLD: Duration = Duration::from_secs(1);

/// Longer than any limit of Discord's; keeps nonsense out of the arithmetic of time.
const LONGEST: f64 = 86_400.0;

/// Where a bucket stands, from the headers that every answer of a limited route carries.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Standing {
    /// Discord's name for the limit, which several routes may share.
    pub(super) bucket: Option<String>,
    /// Requests per window.
    pub(super) limit: u32,
    /// Requests that are left in this window.
    pub(super) remaining: u32,
    /// How long this window lasts.
    pub(super) reset_after: Duration,
}

impl Standing {
    /// Reads the headers; `X-RateLimit-Scope` need not be among them.
    pub(super) fn read(headers: &HeaderMap) -> Option<Self> {
        let remaining = number(headers, "x-ratelimit-remaining")?;
        Some(Self {
            bucket: text(headers, "x-ratelimit-bucket").map(str::to_owned),
            limit: number(headers, "x-ratelimit-limit")
                .unwrap_or_else(|| remaining.saturating_add(1)),
            remaining,
            reset_after: seconds(text(headers, "x-ratelimit-reset-after")?.parse().ok()?)?,
        })
    }
}

/// What a 429 asks for.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct TooMany {
    /// How long to wait.
    pub(super) retry_after: Duration,
    /// Whether everything has to wait, not this route only.
    pub(super) global: bool,
    /// Whether others used the limit up: such a 429 does not count as our mistake.
    pub(super) shared: bool,
}

impl TooMany {
    /// Reads a 429: the body is exact, the header is rounded to whole seconds.
    pub(super) fn read(headers: &HeaderMap, body: &[u8]) -> Self {
        let body: Body = serde_json::from_slice(body).unwrap_or_default();
        let header = || {
            text(headers, "retry-after")
                .and_then(|it| it.parse().ok())
                .and_then(seconds)
        };
        let reset = || {
            text(headers, "x-ratelimit-reset-after")
                .and_then(|it| it.parse().ok())
                .and_then(seconds)
        };
        let scope = text(headers, "x-ratelimit-scope");
        Self {
            retry_after: body
                .retry_after
                .and_then(seconds)
                .or_else(header)
                .or_else(reset)
                .unwrap_or(UNTOLD),
            global: body.global
                || scope == Some("global")
                || text(headers, "x-ratelimit-global") == Some("true"),
            shared: scope == Some("shared"),
        }
    }
}

#[derive(Default, Deserialize)]
struct Body {
    #[serde(default)]
    retry_after: Option<f64>,
    #[serde(default)]
    global: bool,
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

fn number(headers: &HeaderMap, name: &str) -> Option<u32> {
    text(headers, name)?.parse().ok()
}

fn seconds(seconds: f64) -> Option<Duration> {
    Duration::try_from_secs_f64(seconds.min(LONGEST)).ok()
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    fn headers(list: &[(&'static str, &'static str)]) -> HeaderMap {
        list.iter()
            .map(|(name, value)| (name.parse().unwrap(), HeaderValue::from_static(value)))
            .collect()
    }

    #[test]
    fn a_standing_is_read_without_a_scope() {
        let standing = Standing::read(&headers(&[
            ("x-ratelimit-limit", "5"),
            ("x-ratelimit-remaining", "4"),
            ("x-ratelimit-reset-after", "1.250"),
            ("x-ratelimit-bucket", "abc"),
        ]));
        let reset_after = Duration::from_millis(1_250);
        let expected = Standing {
            bucket: Some("abc".to_owned()),
            limit: 5,
            remaining: 4,
            reset_after,
        };
        assert_eq!(standing, Some(expected));
        assert_eq!(Standing::read(&headers(&[])), None);
    }

    #[test]
    fn the_body_of_a_429_is_believed_before_its_headers() {
        let told = headers(&[("retry-after", "2"), ("x-ratelimit-scope", "shared")]);
        let by_body = TooMany::read(&told, br#"{"retry_after": 1.5, "global": false}"#);
        assert_eq!(
            (by_body.retry_after, by_body.global, by_body.shared),
            (Duration::from_millis(1_500), false, true)
        );
        assert_eq!(
            TooMany::read(&told, b"<html>").retry_after,
            Duration::from_secs(2)
        );
        assert_eq!(TooMany::read(&headers(&[]), b"").retry_after, UNTOLD);
        assert_eq!(
            TooMany::read(&headers(&[]), br#"{"retry_after": -1}"#).retry_after,
            UNTOLD
        );
    }

    #[test]
    fn a_global_429_is_recognised_in_each_manner() {
        assert!(TooMany::read(&headers(&[]), br#"{"global": true}"#).global);
        assert!(TooMany::read(&headers(&[("x-ratelimit-global", "true")]), b"").global);
        assert!(TooMany::read(&headers(&[("x-ratelimit-scope", "global")]), b"").global);
    }
}
