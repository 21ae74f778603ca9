//! The gate that all requests share: so many starts a second, and a pause when Discord asks for one.

use std::collections::VecDeque;
use std::time::Duration;

use tokio::time::Instant;

/// A little more than the second that Discord counts in: requests do not all take the same time to reach it.
const SECOND: Duration = Duration::from_millis(1_050);

/// When requests started lately, and how long none may.
#[derive(Debug)]
pub(super) struct Gate {
    per_second: usize,
    starts: VecDeque<Instant>,
    closed_until: Option<Instant>,
}

impl Gate {
    /// A gate that lets `per_second` requests start in any second.
    pub(super) fn new(per_second: usize) -> Self {
        Self {
            per_second: per_second.max(1),
            starts: VecDeque::new(),
            closed_until: None,
        }
    }

    /// Starts a request, or says when it is worth asking again.
    pub(super) fn start(&mut self, now: Instant) -> Result<(), Instant> {
        if let Some(until) = self.closed_until.filter(|it| *it > now) {
            return Err(until);
        }
        while self.starts.front().is_some_and(|it| *it + SECOND <= now) {
            self.starts.pop_front();
        }
        match self.starts.front() {
            Some(oldest) if self.starts.len() >= self.per_second => Err(*oldest + SECOND),
            _ => {
                self.starts.push_back(now);
                Ok(())
            }
        }
    }

    /// Lets nobody start before `until`.
    pub(super) fn close(&mut self, until: Instant) {
        self.closed_until = self.closed_until.max(Some(until));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lets_so_many_start_in_any_second() {
        let start = Instant::now();
        let half = start + SECOND / 2;
        let mut gate = Gate::new(2);
        assert_eq!(gate.start(start), Ok(()));
        assert_eq!(gate.start(half), Ok(()));
        assert_eq!(gate.start(half), Err(start + SECOND));
        assert_eq!(gate.start(start + SECOND), Ok(()));
        assert_eq!(gate.start(start + SECOND), Err(half + SECOND));
    }

    #[test]
    fn stays_closed_for_the_longest_pause() {
        let start = Instant::now();
        let mut gate = Gate::new(2);
        gate.close(start + SECOND);
        gate.close(start + SECOND / 2);
        assert_eq!(gate.start(start), Err(start + SECOND));
        assert_eq!(gate.start(start + SECOND), Ok(()));
    }
}
