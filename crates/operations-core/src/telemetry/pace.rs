//! How often telemetry is sent.

use chrono::TimeDelta;

/// The pause between two snapshots.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TelemetryPace(u32);

impl TelemetryPace {
    /// The shortest pause, in seconds.
    pub const SHORTEST: u32 = 30;
    /// The longest, in seconds.
    pub const LONGEST: u32 = 60;
    /// The first snapshot is sent so long after the start.
    pub const FIRST: TimeDelta = TimeDelta::seconds(5);
    /// By how much a pause differs from the chosen one, either way, so that processes do not send in step.
    const JITTER: f64 = 0.1;

    /// The pause nearest to `seconds` that is allowed.
    pub fn clamped(seconds: u32) -> Self {
        Self(seconds.clamp(Self::SHORTEST, Self::LONGEST))
    }

    /// The pause, in seconds.
    pub fn seconds(self) -> u32 {
        self.0
    }

    /// The next pause, for a `chance` from 0 to 1: up to a tenth shorter or longer than the chosen one.
    #[expect(
        clippy::cast_possible_truncation,
        reason = "at most 66 seconds in milliseconds"
    )]
    pub fn pause(self, chance: f64) -> TimeDelta {
        let stretch = 1.0 + Self::JITTER * (2.0 * chance.clamp(0.0, 1.0) - 1.0);
        TimeDelta::milliseconds((f64::from(self.0) * 1000.0 * stretch) as i64)
    }
}

impl Default for TelemetryPace {
    fn default() -> Self {
        Self(45)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pause_is_half_a_minute_to_a_minute() {
        let seconds = |it| TelemetryPace::clamped(it).seconds();
        assert_eq!([seconds(0), seconds(29), seconds(30)], [30, 30, 30]);
        assert_eq!([seconds(60), seconds(61), seconds(u32::MAX)], [60, 60, 60]);
        assert_eq!(TelemetryPace::default().seconds(), 45);
    }

    #[test]
    fn a_pause_is_up_to_a_tenth_shorter_or_longer() {
        let pause = |chance| TelemetryPace::clamped(40).pause(chance).num_milliseconds();
        assert_eq!(
            [pause(0.0), pause(0.5), pause(1.0)],
            [36_000, 40_000, 44_000]
        );
    }
}
