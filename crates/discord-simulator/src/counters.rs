//! What the simulator counted, so that tests can compare it with the ideal.

use std::collections::BTreeMap;

use crate::world::snowflakes::Id;

/// Numbers since the start, a copy taken at one moment.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Counters {
    /// All REST requests.
    pub requests: u64,
    /// Requests by method and route pattern, as `POST /channels/{channel_id}/messages`.
    pub requests_by_route: BTreeMap<String, u64>,
    /// Answers by HTTP status.
    pub answers_by_status: BTreeMap<u16, u64>,
    /// Requests that count towards Discord's ban: 401, 403, 429.
    pub invalid_requests: u64,
    /// Requests that were refused with 429.
    pub rate_limited: u64,
    /// Messages that the bot created, by channel.
    pub messages_created: BTreeMap<Id, u64>,
    /// Creations that were answered with the first message of their nonce.
    pub deduplicated: u64,
    /// Answers that were withheld by an injected fault.
    pub lost_answers: u64,
    /// Requests for uploaded files, served or not.
    pub downloads: u64,
    /// Requests to routes that the simulator does not know, as `GET /path`.
    pub unknown_routes: Vec<String>,
    /// Gateway connections that identified.
    pub identifies: u64,
    /// Gateway connections that resumed.
    pub resumes: u64,
    /// Interactions that got no first answer in time, when the bot answered too late.
    pub late_answers: u64,
}

impl Counters {
    /// How often a route was called.
    pub fn requests_to(&self, method_and_pattern: &str) -> u64 {
        self.requests_by_route
            .get(method_and_pattern)
            .copied()
            .unwrap_or(0)
    }

    pub(crate) fn count_answer(&mut self, status: u16) {
        *self.answers_by_status.entry(status).or_default() += 1;
        if is_invalid(status) {
            self.invalid_requests += 1;
        }
        if status == 429 {
            self.rate_limited += 1;
        }
    }
}

/// Whether an answer counts towards Discord's ban.
pub(crate) fn is_invalid(status: u16) -> bool {
    matches!(status, 401 | 403 | 429)
}
