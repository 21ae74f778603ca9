//! The window of one rate limit: how many requests may start now, and when more may. Pure: time is an argument.

use std::time::Duration;

use tokio::time::Instant;

use super::rate_headers::Standing;

/// Two answers of one window tell its end with this much difference at most; a later end is a new window.
const SAME_WINDOW: Duration = Duration::from_millis(250);

/// What a window says to the next request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ready {
    /// It may start.
    Now,
    /// Not before this moment, unless an answer says otherwise.
    At(Instant),
    /// When one of the requests on their way has been answered.
    AfterAnswer,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Limit {
    /// No answer has told it yet.
    Unknown,
    /// Discord answered without telling one.
    None,
    /// So many per window.
    Requests(u32),
}

/// One window of one limit.
#[derive(Debug)]
pub(super) struct Window {
    limit: Limit,
    /// What Discord last said is left; requests on their way may or may not be counted in it.
    remaining: u32,
    resets_at: Option<Instant>,
    closed_until: Option<Instant>,
    in_flight: u32,
}

impl Window {
    /// A limit of which nothing is known.
    pub(super) fn unknown() -> Self {
        Self {
            limit: Limit::Unknown,
            remaining: 0,
            resets_at: None,
            closed_until: None,
            in_flight: 0,
        }
    }

    /// Whether another request may start.
    pub(super) fn ready(&self, now: Instant) -> Ready {
        if let Some(until) = self.closed_until.filter(|it| *it > now) {
            return Ready::At(until);
        }
        let running = self.resets_at.filter(|it| *it > now);
        let left = match (self.limit, running) {
            (Limit::None, _) => return Ready::Now,
            // One goes ahead and finds out.
            (Limit::Unknown, _) => 1,
            (Limit::Requests(_), Some(_)) => self.remaining,
            (Limit::Requests(limit), None) => limit.max(1),
        };
        match running {
            // The worst case: none of those on their way is counted yet.
            _ if left > self.in_flight => Ready::Now,
            Some(at) if self.limit != Limit::Unknown => Ready::At(at),
            _ => Ready::AfterAnswer,
        }
    }

    /// A request starts.
    pub(super) fn start(&mut self) {
        self.in_flight += 1;
    }

    /// A request that was about to start did not.
    pub(super) fn withdraw(&mut self) {
        self.in_flight = self.in_flight.saturating_sub(1);
    }

    /// A request ended and told nothing: it may have counted.
    pub(super) fn lost(&mut self) {
        self.withdraw();
        self.remaining = self.remaining.saturating_sub(1);
    }

    /// A request succeeded on a route that tells no limit.
    pub(super) fn answered_without_limit(&mut self) {
        self.lost();
        if self.limit == Limit::Unknown {
            self.limit = Limit::None;
        }
    }

    /// What an answer, to this or to another request of the same limit, said.
    pub(super) fn observe(&mut self, now: Instant, standing: &Standing) {
        let resets_at = now + standing.reset_after;
        let same = self
            .resets_at
            .filter(|it| *it > now && resets_at <= *it + SAME_WINDOW);
        if let Some(current) = same {
            // Answers may overtake each other: within a window the smallest number is the newest.
            self.remaining = self.remaining.min(standing.remaining);
            self.resets_at = Some(current.max(resets_at));
        } else {
            self.remaining = standing.remaining;
            self.resets_at = Some(resets_at);
        }
        self.limit = Limit::Requests(standing.limit);
    }

    /// Discord said 429: nobody starts before `until`.
    pub(super) fn close(&mut self, until: Instant) {
        self.closed_until = self.closed_until.max(Some(until));
        self.resets_at = self.closed_until;
        self.remaining = 0;
    }

    /// Whether forgetting this limit would lose nothing.
    pub(super) fn idle(&self, now: Instant) -> bool {
        let over = |it: Option<Instant>| it.is_none_or(|at| at <= now);
        self.in_flight == 0 && over(self.resets_at) && over(self.closed_until)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    fn standing(limit: u32, remaining: u32, reset_after: Duration) -> Standing {
        Standing {
            bucket: None,
            limit,
            remaining,
            reset_after,
        }
    }

    fn known(now: Instant, remaining: u32) -> Window {
        let mut window = Window::unknown();
        window.observe(now, &standing(2, remaining, SECOND));
        window
    }

    #[test]
    fn one_request_goes_ahead_where_the_limit_is_unknown() {
        let now = Instant::now();
        let mut window = Window::unknown();
        assert_eq!(window.ready(now), Ready::Now);
        window.start();
        assert_eq!(window.ready(now), Ready::AfterAnswer);
        window.lost();
        assert_eq!(window.ready(now), Ready::Now);
    }

    #[test]
    fn no_more_start_than_are_left_and_the_next_window_is_whole() {
        let now = Instant::now();
        let mut window = known(now, 1);
        window.start();
        assert_eq!(window.ready(now), Ready::At(now + SECOND));
        window.withdraw();
        assert_eq!(window.ready(now), Ready::Now);
        window.lost();
        assert_eq!(window.ready(now), Ready::At(now + SECOND));
        let next = now + SECOND;
        window.start();
        assert_eq!(window.ready(next), Ready::Now);
        window.start();
        assert_eq!(window.ready(next), Ready::AfterAnswer);
    }

    #[test]
    fn an_answer_that_was_overtaken_gives_nothing_back() {
        let now = Instant::now();
        let mut window = known(now, 0);
        window.observe(now + SECOND / 10, &standing(2, 1, SECOND * 9 / 10));
        assert_eq!(window.ready(now + SECOND / 10), Ready::At(now + SECOND));
    }

    #[test]
    fn a_429_closes_the_window_for_everyone() {
        let now = Instant::now();
        let mut window = known(now, 2);
        window.close(now + SECOND * 3);
        assert_eq!(window.ready(now + SECOND), Ready::At(now + SECOND * 3));
        assert!(!window.idle(now + SECOND));
        assert_eq!(window.ready(now + SECOND * 3), Ready::Now);
    }

    #[test]
    fn a_route_without_a_limit_is_not_slowed_down() {
        let now = Instant::now();
        let mut window = Window::unknown();
        window.start();
        window.answered_without_limit();
        window.start();
        assert_eq!(window.ready(now), Ready::Now);
    }
}
