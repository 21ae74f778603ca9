//! A clock for those who wait between tries.

use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use kernel::{Clock, ManualClock};

/// Whoever sleeps for at most this long wakes at once, and that much time has passed.
const LEAP: TimeDelta = TimeDelta::seconds(12);

/// A clock that leaps over short sleeps and remembers them; over long ones, such as deadlines, it has to be moved.
#[derive(Debug, Clone)]
pub struct LeapingClock {
    clock: ManualClock,
    slept: Arc<Mutex<Vec<TimeDelta>>>,
}

impl LeapingClock {
    /// A clock that shows `now`.
    pub fn at(now: DateTime<Utc>) -> Self {
        Self {
            clock: ManualClock::at(now),
            slept: Arc::default(),
        }
    }

    /// Moves on by `step`.
    pub fn advance(&self, step: TimeDelta) {
        self.clock.advance(step);
    }

    /// How long the short sleeps were so far.
    pub fn slept(&self) -> Vec<TimeDelta> {
        let slept = self.slept.lock();
        slept.unwrap_or_else(PoisonError::into_inner).clone()
    }
}

#[async_trait]
impl Clock for LeapingClock {
    fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    async fn sleep_until(&self, instant: DateTime<Utc>) {
        let wait = instant - self.now();
        if wait > LEAP {
            return self.clock.sleep_until(instant).await;
        }
        let slept = self.slept.lock();
        slept.unwrap_or_else(PoisonError::into_inner).push(wait);
        self.clock.set(instant);
    }
}
