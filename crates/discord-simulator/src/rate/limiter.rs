//! The limits, and the buckets that keep them.

use std::{collections::HashMap, time::Duration};

use chrono::{DateTime, Utc};

use super::bucket::{Bucket, Standing};
use crate::faults::glob;

/// How many requests fit in which time.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Limit {
    /// So many requests…
    pub requests: u32,
    /// …within this time.
    pub per: Duration,
}

/// How the simulator tells of its limits.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum RateLimitManner {
    /// `X-RateLimit-Scope` is on every answer.
    ScopeAlways,
    /// `X-RateLimit-Scope` is on 429 only, as Discord does it.
    ScopeOn429,
    /// `X-RateLimit-Scope` is never there.
    NoScope,
    /// Every 429 says that it is global.
    Global429,
}

/// The limits, and how they are told.
#[derive(Clone, Debug)]
pub struct RateLimits {
    /// Whether there are any.
    pub enabled: bool,
    /// How they are told.
    pub manner: RateLimitManner,
    /// The limit of a route that `routes` does not name.
    pub default: Limit,
    /// Limits by route, as (`"POST /channels/{channel_id}/messages"`, limit); `*` stands for anything, the first fits.
    pub routes: Vec<(String, Limit)>,
    /// All requests together but interaction callbacks and tokens.
    pub global: Limit,
    /// Changes of a channel's name or topic.
    pub renames: Limit,
    /// Whether the windows follow the machine's clock, as clients wait in real time.
    pub in_real_time: bool,
}

impl Default for RateLimits {
    fn default() -> Self {
        let limit = |requests, seconds| Limit {
            requests,
            per: Duration::from_secs(seconds),
        };
        let route = |route: &str, requests, seconds| (route.to_owned(), limit(requests, seconds));
        Self {
            enabled: true,
            manner: RateLimitManner::ScopeOn429,
            default: limit(50, 1),
            routes: vec![
                route("POST /channels/{channel_id}/messages", 5, 5),
                route("PATCH /channels/{channel_id}/messages/{message_id}", 5, 5),
                route("DELETE /channels/{channel_id}/messages/{message_id}", 5, 1),
                route("POST /channels/{channel_id}/messages/bulk-delete", 1, 1),
                route("POST /interactions/*", 10_000, 1),
                route("* /webhooks/*", 5, 2),
                route("PUT /guilds/{guild_id}/members/*", 10, 10),
            ],
            global: limit(50, 1),
            renames: limit(2, 600),
            in_real_time: false,
        }
    }
}

impl RateLimits {
    /// No limits at all.
    pub fn none() -> Self {
        Self {
            enabled: false,
            ..Self::default()
        }
    }

    fn for_route(&self, route: &str) -> Limit {
        self.routes
            .iter()
            .find(|(pattern, _)| glob(pattern, route))
            .map_or(self.default, |(_, limit)| *limit)
    }
}

/// A request as the limiter sees it.
#[derive(Debug)]
pub(crate) struct Asked<'a> {
    /// `POST /channels/{channel_id}/messages`.
    pub(crate) route: &'a str,
    /// The channel, server or webhook that the bucket belongs to.
    pub(crate) resource: &'a str,
    /// Interaction callbacks do not count for the limit of everything.
    pub(crate) exempt_from_global: bool,
    /// Whether it changes a channel's name or topic.
    pub(crate) renames: bool,
}

/// The buckets as they stand.
#[derive(Debug, Default)]
pub(crate) struct Limiter {
    global: Bucket,
    routes: HashMap<String, Bucket>,
    renames: HashMap<String, Bucket>,
}

impl Limiter {
    /// Takes a place in every bucket that counts. The answer's standing is what its headers tell.
    pub(crate) fn take(
        &mut self,
        limits: &RateLimits,
        asked: &Asked<'_>,
        now: DateTime<Utc>,
    ) -> Standing {
        let key = format!("{}:{}", asked.route, asked.resource);
        let limit = limits.for_route(asked.route);
        let bucket = self.routes.entry(key.clone()).or_default();
        let mut standing = bucket.peek(limit, now, &key);
        if let Some(wait) = (!asked.exempt_from_global)
            .then(|| self.global.wait(limits.global, now))
            .flatten()
        {
            standing.refuse(wait, true);
        } else if let Some(wait) = bucket.wait(limit, now) {
            standing.refuse(wait, false);
        } else if asked.renames
            && let Some(wait) = self
                .renames
                .entry(key.clone())
                .or_default()
                .wait(limits.renames, now)
        {
            // Discord's limit on renames is not in the headers.
            standing.refuse(wait, false);
        }
        if standing.refused.is_none() {
            bucket.take(limit, now);
            standing = bucket.peek(limit, now, &key);
            if !asked.exempt_from_global {
                self.global.take(limits.global, now);
            }
            if asked.renames {
                self.renames
                    .entry(key)
                    .or_default()
                    .take(limits.renames, now);
            }
        }
        standing
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(route: &str, renames: bool) -> Asked<'_> {
        Asked {
            route,
            resource: "1",
            exempt_from_global: false,
            renames,
        }
    }

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_700_000_000 + seconds, 0).unwrap()
    }

    #[test]
    fn the_sixth_message_within_five_seconds_is_refused_and_the_next_window_is_open() {
        let (limits, mut limiter) = (RateLimits::default(), Limiter::default());
        let ask = asked("POST /channels/{channel_id}/messages", false);
        for left in (0..5).rev() {
            let standing = limiter.take(&limits, &ask, at(0));
            assert_eq!((standing.remaining, standing.refused), (left, None));
        }
        let refused = limiter.take(&limits, &ask, at(1)).refused.unwrap();
        assert!(
            !refused.global && (refused.retry_after - 4.0).abs() < 0.01,
            "{refused:?}"
        );
        assert_eq!(limiter.take(&limits, &ask, at(5)).refused, None);
    }

    #[test]
    fn the_third_rename_within_ten_minutes_is_refused() {
        let (limits, mut limiter) = (RateLimits::default(), Limiter::default());
        let ask = asked("PATCH /channels/{channel_id}", true);
        assert_eq!(limiter.take(&limits, &ask, at(0)).refused, None);
        assert_eq!(limiter.take(&limits, &ask, at(1)).refused, None);
        let refused = limiter.take(&limits, &ask, at(2)).refused.unwrap();
        assert!((refused.retry_after - 598.0).abs() < 0.01, "{refused:?}");
    }

    #[test]
    fn everything_together_is_limited_but_callbacks_are_not() {
        let mut limits = RateLimits::default();
        limits.global.requests = 2;
        let mut limiter = Limiter::default();
        assert_eq!(
            limiter
                .take(&limits, &asked("GET /a", false), at(0))
                .refused,
            None
        );
        assert_eq!(
            limiter
                .take(&limits, &asked("GET /b", false), at(0))
                .refused,
            None
        );
        assert!(
            limiter
                .take(&limits, &asked("GET /c", false), at(0))
                .refused
                .unwrap()
                .global
        );
        let callback = Asked {
            exempt_from_global: true,
            ..asked("POST /interactions/x", false)
        };
        assert_eq!(limiter.take(&limits, &callback, at(0)).refused, None);
    }
}
