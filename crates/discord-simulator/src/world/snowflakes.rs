//! Ids: Discord's snowflakes, made from the simulator's clock.

use chrono::{DateTime, Utc};

/// A Discord id.
pub type Id = u64;

const DISCORD_EPOCH_MS: i64 = 1_420_070_400_000;

/// Hands out ids that grow, also when the clock stands still or moves back.
#[derive(Debug, Default)]
pub(crate) struct Snowflakes {
    last: Id,
}

impl Snowflakes {
    pub(crate) fn next(&mut self, now: DateTime<Utc>) -> Id {
        let since_epoch = u64::try_from(now.timestamp_millis() - DISCORD_EPOCH_MS)
            .unwrap_or(1)
            .max(1);
        self.last = (since_epoch << 22).max(self.last + 1);
        self.last
    }
}

/// Timestamps end in an offset, never in `Z`, as Discord's do.
pub(crate) fn timestamp(moment: DateTime<Utc>) -> String {
    moment.format("%Y-%m-%dT%H:%M:%S%.6f+00:00").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_grow_while_the_clock_stands_still() {
        let now = DateTime::from_timestamp(1_700_000_000, 0).unwrap();
        let mut ids = Snowflakes::default();
        let first = ids.next(now);
        assert_eq!(ids.next(now), first + 1);
        assert_eq!((first >> 22) + 1_420_070_400_000, 1_700_000_000_000);
    }

    #[test]
    fn timestamps_carry_an_offset() {
        let now = DateTime::from_timestamp(1_700_000_000, 0).unwrap();
        assert_eq!(timestamp(now), "2023-11-14T22:13:20.000000+00:00");
    }
}
