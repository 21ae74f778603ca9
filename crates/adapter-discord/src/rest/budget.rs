//! The budget of invalid requests: Discord bars an address after 10,000 of them in ten minutes.

use std::collections::VecDeque;
use std::time::Duration;

use tokio::time::Instant;

/// How far Discord looks back.
const WINDOW: Duration = Duration::from_mins(10);

/// Where we stop by ourselves: so far before the ban that a second process behind the same address, and interactions,
/// still have theirs.
const ALLOWED: usize = 4_000;

/// When 401, 403 and 429 came lately.
#[derive(Debug, Default)]
pub(super) struct Budget {
    invalid: VecDeque<Instant>,
}

impl Budget {
    /// Notes an invalid request.
    pub(super) fn spend(&mut self, now: Instant) {
        self.forget(now);
        // What is beyond the limit need not be remembered: it would only make the list grow.
        if self.invalid.len() > ALLOWED {
            self.invalid.pop_front();
        }
        self.invalid.push_back(now);
    }

    /// Whether nothing is left.
    pub(super) fn exhausted(&mut self, now: Instant) -> bool {
        self.forget(now);
        self.invalid.len() > ALLOWED
    }

    fn forget(&mut self, now: Instant) {
        while self
            .invalid
            .front()
            .is_some_and(|at| now.duration_since(*at) >= WINDOW)
        {
            self.invalid.pop_front();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stops_above_four_thousand_until_they_are_ten_minutes_old() {
        let start = Instant::now();
        let mut budget = Budget::default();
        (0..4_000).for_each(|_| budget.spend(start));
        assert!(!budget.exhausted(start));
        budget.spend(start + Duration::from_mins(1));
        assert!(budget.exhausted(start + Duration::from_mins(9)));
        assert!(!budget.exhausted(start + Duration::from_mins(10)));
    }
}
