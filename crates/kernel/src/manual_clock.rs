//! A clock that only moves when it is moved.

use std::future::poll_fn;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Poll, Waker};

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};

use crate::Clock;

/// A [`Clock`] for tests and the demo. Clones show the same time.
#[derive(Debug, Clone)]
pub struct ManualClock {
    state: Arc<Mutex<State>>,
}

#[derive(Debug)]
struct State {
    now: DateTime<Utc>,
    sleepers: Vec<(DateTime<Utc>, Waker)>,
}

impl ManualClock {
    /// A clock that shows `now` until it is moved.
    pub fn at(now: DateTime<Utc>) -> Self {
        Self {
            state: Arc::new(Mutex::new(State {
                now,
                sleepers: Vec::new(),
            })),
        }
    }

    /// Moves to `instant` and wakes whoever waited for it. A clock never goes back: an earlier instant is ignored.
    pub fn set(&self, instant: DateTime<Utc>) {
        let mut state = self.lock();
        if instant <= state.now {
            return;
        }
        state.now = instant;
        let (due, waiting): (Vec<_>, Vec<_>) = std::mem::take(&mut state.sleepers)
            .into_iter()
            .partition(|(until, _)| *until <= instant);
        state.sleepers = waiting;
        drop(state);
        for (_, waker) in due {
            waker.wake();
        }
    }

    /// Moves on by `step`.
    pub fn advance(&self, step: TimeDelta) {
        let target = self.now() + step;
        self.set(target);
    }

    /// The earliest instant that somebody sleeps for: where the next thing happens.
    pub fn next_wake(&self) -> Option<DateTime<Utc>> {
        self.lock().sleepers.iter().map(|(until, _)| *until).min()
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl Clock for ManualClock {
    fn now(&self) -> DateTime<Utc> {
        self.lock().now
    }

    async fn sleep_until(&self, instant: DateTime<Utc>) {
        poll_fn(|context| {
            let mut state = self.lock();
            if state.now >= instant {
                return Poll::Ready(());
            }
            state
                .sleepers
                .retain(|(_, waker)| !waker.will_wake(context.waker()));
            state.sleepers.push((instant, context.waker().clone()));
            Poll::Pending
        })
        .await;
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeZone as _;
    use futures_util::FutureExt as _;

    use super::*;

    fn noon() -> DateTime<Utc> {
        Utc.with_ymd_and_hms(2026, 2, 4, 12, 0, 0).unwrap()
    }

    #[test]
    fn a_sleeper_wakes_when_the_clock_reaches_its_instant_and_not_before() {
        let clock = ManualClock::at(noon());
        let later = noon() + TimeDelta::minutes(10);
        assert!(clock.sleep_until(later).now_or_never().is_none());
        clock.advance(TimeDelta::minutes(9));
        assert!(clock.sleep_until(later).now_or_never().is_none());
        clock.advance(TimeDelta::minutes(1));
        assert!(clock.sleep_until(later).now_or_never().is_some());
    }

    #[test]
    fn never_goes_back() {
        let clock = ManualClock::at(noon());
        clock.set(noon() - TimeDelta::hours(1));
        assert_eq!(clock.now(), noon());
    }
}
