//! When a job comes round again, also after it failed.

use chrono::TimeDelta;

/// So many failures in a row are reported, once.
const REPORTED: u32 = 10;
/// The wait after a failure; twice as long after each further one …
const FIRST_PAUSE: TimeDelta = TimeDelta::seconds(5);
/// … up to this.
const LONGEST_PAUSE: TimeDelta = TimeDelta::minutes(5);

/// How often a job comes round. After failures it waits longer and longer, up to five minutes: less often than usual when
/// it comes round every few seconds, and sooner than usual when it comes round daily.
#[derive(Debug, Clone)]
pub struct Pace {
    interval: TimeDelta,
    jitter: TimeDelta,
    failures: u32,
}

impl Pace {
    /// A job that comes round every `interval`, up to `jitter` later, so that processes which were started together do
    /// not all begin together.
    pub fn new(interval: TimeDelta, jitter: TimeDelta) -> Self {
        Self {
            interval,
            jitter,
            failures: 0,
        }
    }

    /// It went well.
    pub fn succeeded(&mut self) {
        self.failures = 0;
    }

    /// It failed. Whether that is to be reported: at the tenth failure in a row, and not again before it has gone well.
    pub fn failed(&mut self) -> bool {
        self.failures = self.failures.saturating_add(1);
        self.failures == REPORTED
    }

    /// How often it has failed in a row.
    pub fn failures(&self) -> u32 {
        self.failures
    }

    /// How long after the beginning of the last run, or after its failure, the next one begins; `chance` is between 0
    /// and 1.
    pub fn wait(&self, chance: f64) -> TimeDelta {
        let wait = match self.failures {
            0 => self.interval,
            failures => {
                let doublings = (failures - 1).min(10);
                let pause = (FIRST_PAUSE * (1 << doublings)).min(LONGEST_PAUSE);
                if self.interval < LONGEST_PAUSE {
                    pause.max(self.interval)
                } else {
                    pause
                }
            }
        };
        wait + self.spread(chance)
    }

    /// How long after the start of the program the first run begins.
    pub fn first(&self, chance: f64) -> TimeDelta {
        self.spread(chance)
    }

    fn spread(&self, chance: f64) -> TimeDelta {
        let jitter = self.jitter.to_std().unwrap_or_default();
        TimeDelta::from_std(jitter.mul_f64(chance.clamp(0.0, 1.0))).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn waits(interval: TimeDelta, failures: usize) -> Vec<i64> {
        let mut pace = Pace::new(interval, TimeDelta::zero());
        let after = |pace: &mut Pace| {
            pace.failed();
            pace.wait(0.0).num_seconds()
        };
        (0..failures).map(|_| after(&mut pace)).collect()
    }

    #[test]
    fn what_comes_round_daily_is_tried_again_after_seconds_and_then_minutes() {
        let expected = [5, 10, 20, 40, 80, 160, 300, 300];
        assert_eq!(waits(TimeDelta::days(1), 8), expected);
    }

    #[test]
    fn what_comes_round_every_half_minute_is_tried_less_often() {
        let expected = [30, 30, 30, 40, 80, 160, 300, 300];
        assert_eq!(waits(TimeDelta::seconds(30), 8), expected);
    }

    #[test]
    fn waits_its_interval_again_after_it_went_well() {
        let mut pace = Pace::new(TimeDelta::minutes(10), TimeDelta::minutes(1));
        pace.failed();
        pace.succeeded();
        assert_eq!(pace.wait(0.0), TimeDelta::minutes(10));
        assert_eq!(pace.wait(1.0), TimeDelta::minutes(11));
        assert_eq!(pace.wait(7.0), TimeDelta::minutes(11));
        assert_eq!(pace.first(0.5), TimeDelta::seconds(30));
    }

    #[test]
    fn only_the_tenth_failure_in_a_row_is_reported() {
        let mut pace = Pace::new(TimeDelta::minutes(10), TimeDelta::zero());
        let reported = |pace: &mut Pace, times| {
            let reports = (0..times).map(|_| pace.failed());
            reports.filter(|it| *it).count()
        };
        assert_eq!(reported(&mut pace, 9), 0);
        assert_eq!(reported(&mut pace, 1), 1);
        assert_eq!(reported(&mut pace, 100), 0);
        pace.succeeded();
        assert_eq!(reported(&mut pace, 10), 1);
    }
}
