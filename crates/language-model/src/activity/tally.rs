//! How many questions there were lately, to the minute.

use std::collections::VecDeque;

use chrono::{DateTime, Utc};

/// So many minutes are counted.
const MINUTES: i64 = 24 * 60;

/// How many questions there were lately. What a question ends with counts when it ends.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Lately {
    /// With an answer, in the last hour.
    pub answered_last_hour: u32,
    /// Without one, in the last hour.
    pub failed_last_hour: u32,
    /// With an answer, in the last 24 hours.
    pub answered_24h: u32,
    /// Without one, in the last 24 hours.
    pub failed_24h: u32,
}

/// The questions of the last day, by the minute.
#[derive(Debug, Default)]
pub(super) struct Tally(VecDeque<Minute>);

#[derive(Debug, Clone, Copy)]
struct Minute {
    /// Since 1970.
    number: i64,
    answered: u32,
    failed: u32,
}

impl Tally {
    /// Counts a question that ended.
    pub(super) fn count(&mut self, at: DateTime<Utc>, is_answered: bool) {
        let number = number(at);
        while let Some(oldest) = self.0.front()
            && oldest.number <= number - MINUTES
        {
            self.0.pop_front();
        }
        // A clock that was set back counts in the newest minute.
        if self.0.back().is_none_or(|it| it.number < number) {
            self.0.push_back(Minute {
                number,
                answered: 0,
                failed: 0,
            });
        }
        if let Some(minute) = self.0.back_mut() {
            let count = if is_answered {
                &mut minute.answered
            } else {
                &mut minute.failed
            };
            *count = count.saturating_add(1);
        }
    }

    /// What was counted up to `now`.
    pub(super) fn lately(&self, now: DateTime<Utc>) -> Lately {
        let now = number(now);
        let mut lately = Lately::default();
        for minute in self.0.iter().filter(|it| it.number > now - MINUTES) {
            lately.answered_24h = lately.answered_24h.saturating_add(minute.answered);
            lately.failed_24h = lately.failed_24h.saturating_add(minute.failed);
            if minute.number > now - 60 {
                lately.answered_last_hour =
                    lately.answered_last_hour.saturating_add(minute.answered);
                lately.failed_last_hour = lately.failed_last_hour.saturating_add(minute.failed);
            }
        }
        lately
    }
}

fn number(at: DateTime<Utc>) -> i64 {
    at.timestamp().div_euclid(60)
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;

    fn at(minute: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::days(20_000) + TimeDelta::minutes(minute)
    }

    #[test]
    fn an_hour_and_a_day_are_counted_and_then_forgotten() {
        let mut tally = Tally::default();
        tally.count(at(0), true);
        tally.count(at(0), false);
        tally.count(at(30), false);
        let after = |minute| {
            let it = tally.lately(at(minute));
            let hour = [it.answered_last_hour, it.failed_last_hour];
            (hour, [it.answered_24h, it.failed_24h])
        };
        assert_eq!(after(30), ([1, 2], [1, 2]));
        assert_eq!(after(59), ([1, 2], [1, 2]));
        assert_eq!(after(60), ([0, 1], [1, 2]));
        assert_eq!(after(24 * 60 - 1), ([0, 0], [1, 2]));
        assert_eq!(after(24 * 60), ([0, 0], [0, 1]));
        assert_eq!(after(48 * 60), ([0, 0], [0, 0]));
    }

    #[test]
    fn no_more_minutes_are_kept_than_a_day_has() {
        let mut tally = Tally::default();
        for minute in 0..MINUTES * 3 {
            tally.count(at(minute), true);
        }
        assert_eq!(i64::try_from(tally.0.len()), Ok(MINUTES));
        tally.count(at(5), false);
        assert_eq!(tally.lately(at(MINUTES * 3)).failed_last_hour, 1);
    }
}
