//! How long the gateway took to answer, of the last hundred heartbeats.

use std::collections::VecDeque;
use std::time::Duration;

use super::GatewayLatency;
use crate::percentiles;

/// The last answered heartbeats of all shards of this process.
#[derive(Debug, Clone, Default)]
pub struct Heartbeats(VecDeque<f64>);

impl Heartbeats {
    /// How many are remembered; then the oldest is forgotten.
    pub const MOST: usize = 100;

    /// A heartbeat was answered after `latency`.
    pub fn answered(&mut self, latency: Duration) {
        if self.0.len() == Self::MOST {
            self.0.pop_front();
        }
        self.0.push_back(latency.as_secs_f64() * 1000.0);
    }

    /// How many are remembered.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether none is.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What they say.
    pub fn latency(&self) -> GatewayLatency {
        let mut samples: Vec<f64> = self.0.iter().copied().collect();
        let [p50, p95] = percentiles(&mut samples, [0.5, 0.95]);
        GatewayLatency {
            last: self.0.back().copied(),
            p50,
            p95,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_no_latency_before_the_first_answer() {
        assert_eq!(Heartbeats::default().latency(), GatewayLatency::default());
        assert!(Heartbeats::default().is_empty());
    }

    #[test]
    fn the_last_hundred_are_remembered_and_no_more() {
        let mut beats = Heartbeats::default();
        for milliseconds in 1..=1000 {
            beats.answered(Duration::from_millis(milliseconds));
        }
        assert_eq!(beats.len(), Heartbeats::MOST);
        let latency = beats.latency();
        // 901 to 1000: ranks 49.5 and 94.05.
        let expected = [1000.0, 950.5, 995.05];
        let found = [latency.last.unwrap(), latency.p50, latency.p95];
        for (found, expected) in found.into_iter().zip(expected) {
            assert!((found - expected).abs() < 1e-6, "{found}, not {expected}");
        }
    }
}
