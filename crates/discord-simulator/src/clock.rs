//! The simulator's time: the machine's clock, or one that a test drives.

use std::{
    fmt::Debug,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use chrono::{DateTime, Utc};

/// Where the simulator reads the time. An embedder passes its own to drive the bot and the simulator together.
pub trait SimTime: Debug + Send + Sync {
    /// The current moment.
    fn now(&self) -> DateTime<Utc>;
}

/// The machine's clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct RealTime;

impl SimTime for RealTime {
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the one place where the simulator reads the machine's clock"
    )]
    fn now(&self) -> DateTime<Utc> {
        Utc::now()
    }
}

/// A clock that stands still until it is told to move.
#[derive(Debug)]
pub struct DrivenTime {
    now: Mutex<DateTime<Utc>>,
}

impl DrivenTime {
    /// A clock that stands at `start`.
    pub fn at(start: DateTime<Utc>) -> Self {
        Self {
            now: Mutex::new(start),
        }
    }

    /// Moves the clock forward.
    pub fn advance(&self, by: Duration) {
        let mut now = self.now.lock().unwrap_or_else(PoisonError::into_inner);
        *now += by;
    }

    /// Puts the clock at a moment, earlier or later.
    pub fn set(&self, to: DateTime<Utc>) {
        *self.now.lock().unwrap_or_else(PoisonError::into_inner) = to;
    }
}

impl SimTime for DrivenTime {
    fn now(&self) -> DateTime<Utc> {
        *self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_driven_clock_moves_only_when_told() {
        let start = DateTime::from_timestamp(1_700_000_000, 0).unwrap();
        let clock = DrivenTime::at(start);
        assert_eq!(clock.now(), start);
        clock.advance(Duration::from_secs(3));
        assert_eq!((clock.now() - start).num_seconds(), 3);
        clock.set(start);
        assert_eq!(clock.now(), start);
    }
}
