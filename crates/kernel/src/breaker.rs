//! A breaker: where one try after the other fails, the next are not even made, until a pause is over and one is tried.
//!
//! Pure: the time is an argument. It is in one of three states: *closed* (all pass), *open* (they wait), and *trying*
//! (one passes, and its end decides).

use chrono::{DateTime, TimeDelta, Utc};

/// When a breaker opens, and for how long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BreakerRule {
    /// So many failures with no success between open it …
    pub failures: usize,
    /// … if they are within this; however far apart they are, if none.
    pub within: Option<TimeDelta>,
    /// For how long it stays open.
    pub pause: TimeDelta,
    /// A trial of which nobody heard by then is followed by another one.
    pub trial: TimeDelta,
}

/// How it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BreakerState {
    /// All pass.
    Closed,
    /// Several failed in a row: none passes before this moment, at which one is tried.
    Open {
        /// When the next one is tried.
        until: DateTime<Utc>,
    },
    /// One is being tried; what becomes of it decides.
    Trying,
}

/// Whether a try may be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Permit {
    /// It may.
    Go,
    /// Not before this moment.
    Wait(DateTime<Utc>),
}

/// A breaker.
///
/// ```
/// use chrono::{DateTime, TimeDelta};
/// use kernel::{Breaker, BreakerRule, Permit};
///
/// let minute = TimeDelta::minutes(1);
/// let rule = BreakerRule { failures: 2, within: None, pause: minute, trial: minute };
/// let (mut breaker, now) = (Breaker::closed(rule), DateTime::UNIX_EPOCH);
/// breaker.failed(now);
/// assert_eq!(breaker.permit(now), Permit::Go);
/// breaker.failed(now);
/// assert_eq!(breaker.permit(now), Permit::Wait(now + minute));
/// assert_eq!(breaker.permit(now + minute), Permit::Go, "the trial");
/// breaker.succeeded();
/// assert_eq!(breaker.permit(now), Permit::Go);
/// ```
#[derive(Debug, Clone)]
pub struct Breaker {
    rule: BreakerRule,
    stands: Stands,
}

#[derive(Debug, Clone)]
enum Stands {
    /// When the latest failures were, oldest first; fewer than open it.
    Closed(Vec<DateTime<Utc>>),
    Open(DateTime<Utc>),
    /// Since when one is being tried.
    Trying(DateTime<Utc>),
}

impl Breaker {
    /// One that nothing has happened to.
    pub const fn closed(rule: BreakerRule) -> Self {
        Self {
            rule,
            stands: Stands::Closed(Vec::new()),
        }
    }

    /// Whether a try may be made now. At the end of a pause the first who asks is the trial.
    pub fn permit(&mut self, now: DateTime<Utc>) -> Permit {
        let until = match self.stands {
            Stands::Closed(_) => return Permit::Go,
            Stands::Open(until) => until,
            Stands::Trying(since) => since + self.rule.trial,
        };
        if now < until {
            return Permit::Wait(until);
        }
        self.stands = Stands::Trying(now);
        Permit::Go
    }

    /// Notes that a try failed.
    pub fn failed(&mut self, now: DateTime<Utc>) {
        let BreakerRule {
            failures,
            within,
            pause,
            ..
        } = self.rule;
        match &mut self.stands {
            Stands::Closed(before) => {
                before.retain(|at| within.is_none_or(|within| now - *at < within));
                before.push(now);
                if before.len() >= failures {
                    self.stands = Stands::Open(now + pause);
                }
            }
            // Tries that were on their way when it opened change nothing.
            Stands::Open(_) => {}
            Stands::Trying(_) => self.stands = Stands::Open(now + pause),
        }
    }

    /// Notes that a try went well.
    pub fn succeeded(&mut self) {
        self.stands = Stands::Closed(Vec::new());
    }

    /// How it stands.
    pub fn state(&self) -> BreakerState {
        match self.stands {
            Stands::Closed(_) => BreakerState::Closed,
            Stands::Open(until) => BreakerState::Open { until },
            Stands::Trying(_) => BreakerState::Trying,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULE: BreakerRule = BreakerRule {
        failures: 3,
        within: Some(TimeDelta::minutes(5)),
        pause: TimeDelta::minutes(10),
        trial: TimeDelta::minutes(1),
    };

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::seconds(seconds)
    }

    fn failed_at(rule: BreakerRule, moments: &[i64]) -> Breaker {
        let mut breaker = Breaker::closed(rule);
        for moment in moments {
            breaker.failed(at(*moment));
        }
        breaker
    }

    #[test]
    fn failures_count_together_only_within_their_time() {
        assert_eq!(failed_at(RULE, &[0, 1, 300]).state(), BreakerState::Closed);
        let open = failed_at(RULE, &[0, 1, 299]).state();
        assert_eq!(open, BreakerState::Open { until: at(899) });
        let ever = BreakerRule {
            within: None,
            ..RULE
        };
        let open = failed_at(ever, &[0, 90_000, 900_000]).state();
        assert_eq!(open, BreakerState::Open { until: at(900_600) });
    }

    #[test]
    fn a_trial_that_fails_begins_another_pause_and_one_that_is_never_heard_of_another_trial() {
        let mut breaker = failed_at(RULE, &[0, 0, 0]);
        assert_eq!(breaker.permit(at(600)), Permit::Go);
        assert_eq!(breaker.permit(at(600)), Permit::Wait(at(660)));
        assert_eq!(breaker.state(), BreakerState::Trying);
        assert_eq!(breaker.permit(at(660)), Permit::Go);
        breaker.failed(at(661));
        assert_eq!(breaker.permit(at(661)), Permit::Wait(at(1261)));
    }

    #[test]
    fn tries_that_were_on_their_way_do_not_lengthen_the_pause() {
        let mut breaker = failed_at(RULE, &[0, 0, 0, 100]);
        assert_eq!(breaker.permit(at(100)), Permit::Wait(at(600)));
    }

    #[test]
    fn a_success_between_failures_begins_the_count_again() {
        let mut breaker = failed_at(RULE, &[0, 0]);
        breaker.succeeded();
        breaker.failed(at(0));
        breaker.failed(at(0));
        assert_eq!(breaker.permit(at(0)), Permit::Go);
    }
}
