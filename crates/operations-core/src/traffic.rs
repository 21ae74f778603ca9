//! How the requests of a server went: how many, how well, how fast.

use crate::percentiles;

/// Counts since the start, and how long the last [`MOST_SAMPLES`](Self::MOST_SAMPLES) requests took.
///
/// ```
/// use operations_core::Traffic;
///
/// let mut traffic = Traffic::default();
/// traffic.record(10.0, true);
/// traffic.record(30.0, false);
/// let summary = traffic.summary();
/// assert_eq!((summary.requests, summary.success_rate, summary.p50), (2, 0.5, 20.0));
/// ```
#[derive(Debug, Clone, Default)]
pub struct Traffic {
    /// How long they took, in milliseconds; the oldest is overwritten.
    samples: Vec<f64>,
    requests: u64,
    failures: u64,
}

/// How requests went.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TrafficSummary {
    /// How many there were since the start.
    pub requests: u64,
    /// The share of them that succeeded, from 0 to 1; 1 when there were none.
    pub success_rate: f64,
    /// Half of the latest took at most so many milliseconds.
    pub p50: f64,
    /// All but a twentieth of the latest took at most so many milliseconds.
    pub p95: f64,
    /// All but a hundredth of the latest took at most so many milliseconds.
    pub p99: f64,
}

impl Traffic {
    /// How many requests the percentiles are of.
    pub const MOST_SAMPLES: usize = 2000;

    /// Notes a request that took so long.
    pub fn record(&mut self, milliseconds: f64, succeeded: bool) {
        let most = Self::MOST_SAMPLES as u64;
        match usize::try_from(self.requests % most) {
            Ok(place) if place < self.samples.len() => self.samples[place] = milliseconds,
            _ => self.samples.push(milliseconds),
        }
        self.requests += 1;
        self.failures += u64::from(!succeeded);
    }

    /// How it went so far.
    pub fn summary(&self) -> TrafficSummary {
        let [p50, p95, p99] = percentiles(&mut self.samples.clone(), [0.5, 0.95, 0.99]);
        TrafficSummary {
            requests: self.requests,
            success_rate: self.success_rate(),
            p50,
            p95,
            p99,
        }
    }

    /// How many requests the percentiles are of at the moment.
    pub fn samples(&self) -> usize {
        self.samples.len()
    }

    #[expect(
        clippy::cast_precision_loss,
        reason = "exact up to 2⁵³ requests, of which nobody lives to see the last"
    )]
    fn success_rate(&self) -> f64 {
        if self.requests == 0 {
            return 1.0;
        }
        (self.requests - self.failures) as f64 / self.requests as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(one: f64, other: f64) -> bool {
        (one - other).abs() < 1e-9
    }

    #[test]
    fn nothing_has_failed_and_taken_no_time_at_first() {
        let summary = Traffic::default().summary();
        assert_eq!(summary.requests, 0);
        assert!(close(summary.success_rate, 1.0) && close(summary.p99, 0.0));
    }

    #[test]
    fn percentiles_are_of_the_latest_and_counts_of_all() {
        let mut traffic = Traffic::default();
        for _ in 0..18_000 {
            traffic.record(1000.0, false);
            assert!(traffic.samples() <= Traffic::MOST_SAMPLES);
        }
        // 1 to 2000: ranks 999.5, 1899.05 and 1979.01.
        for milliseconds in 1..=2000 {
            traffic.record(f64::from(milliseconds), true);
        }
        let summary = traffic.summary();
        assert_eq!(summary.requests, 20_000);
        assert_eq!(traffic.samples(), 2000);
        assert!(close(summary.success_rate, 0.1), "{summary:?}");
        assert!(close(summary.p50, 1000.5), "{summary:?}");
        assert!(close(summary.p95, 1900.05), "{summary:?}");
        assert!(close(summary.p99, 1980.01), "{summary:?}");
    }
}
