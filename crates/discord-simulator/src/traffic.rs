//! When requests came in and which answers count against the bot, so that a storm can be judged afterwards.

use chrono::{DateTime, Utc};

const SECOND: i64 = 1_000_000;
const TEN_MINUTES: i64 = 600 * SECOND;

/// Every request since the start, by the clock that the rate limits follow; a copy taken at one moment.
/// Callbacks of interactions and their webhooks are not among it, as they do not count for the limit of everything.
#[derive(Clone, Debug, Default)]
pub struct Traffic {
    arrivals: Vec<i64>,
    invalid: Vec<i64>,
}

impl Traffic {
    /// How many requests came.
    pub fn requests(&self) -> usize {
        self.arrivals.len()
    }

    /// The most requests that came within any one second, wherever it begins.
    pub fn busiest_second(&self) -> usize {
        most_within(&self.arrivals, SECOND)
    }

    /// How many answers count towards Discord's ban: 401, 403, and 429 unless its scope is shared.
    pub fn invalid(&self) -> usize {
        self.invalid.len()
    }

    /// The most of these within any ten minutes; 10,000 bar the address.
    pub fn most_invalid_in_ten_minutes(&self) -> usize {
        most_within(&self.invalid, TEN_MINUTES)
    }

    pub(crate) fn arrived(&mut self, at: DateTime<Utc>) {
        self.arrivals.push(at.timestamp_micros());
    }

    pub(crate) fn was_invalid(&mut self, at: DateTime<Utc>) {
        self.invalid.push(at.timestamp_micros());
    }
}

/// The most moments in any window of this length, its end not included.
fn most_within(moments: &[i64], length: i64) -> usize {
    let mut sorted = moments.to_vec();
    sorted.sort_unstable();
    let mut first = 0;
    let counts = sorted.iter().enumerate().map(|(last, moment)| {
        while moment - sorted[first] >= length {
            first += 1;
        }
        last + 1 - first
    });
    counts.max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(milliseconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp_millis(1_700_000_000_000 + milliseconds).unwrap()
    }

    #[test]
    fn the_busiest_second_may_begin_anywhere() {
        let mut traffic = Traffic::default();
        assert_eq!(traffic.busiest_second(), 0);
        for moment in [0, 600, 900, 1_100, 1_500, 1_600, 9_000] {
            traffic.arrived(at(moment));
        }
        assert_eq!((traffic.requests(), traffic.busiest_second()), (7, 4));
    }

    #[test]
    fn invalid_answers_are_counted_in_ten_minutes() {
        let mut traffic = Traffic::default();
        for moment in [0, 599_999, 600_000] {
            traffic.was_invalid(at(moment));
        }
        assert_eq!(
            (traffic.invalid(), traffic.most_invalid_in_ten_minutes()),
            (3, 2)
        );
    }
}
