//! How long something still takes, as people read it.

use chrono::TimeDelta;

/// `42s` below a minute, `3m 5s` below an hour, `1h 20m` from there on. Part of a second counts as a whole one, so that
/// whoever waits so long has waited long enough.
///
/// ```
/// use chrono::TimeDelta;
/// use operations_core::remaining;
///
/// assert_eq!(remaining(TimeDelta::milliseconds(41_001)), "42s");
/// assert_eq!(remaining(TimeDelta::seconds(185)), "3m 5s");
/// assert_eq!(remaining(TimeDelta::minutes(80)), "1h 20m");
/// ```
pub fn remaining(time: TimeDelta) -> String {
    let seconds = whole_seconds(time);
    match seconds {
        0..60 => format!("{seconds}s"),
        60..3600 => format!("{}m {}s", seconds / 60, seconds % 60),
        _ => format!("{}h {}m", seconds / 3600, seconds % 3600 / 60),
    }
}

/// Part of a second counts as a whole one; none is below zero.
pub(crate) fn whole_seconds(time: TimeDelta) -> i64 {
    let begun = i64::from(time.subsec_nanos() > 0);
    (time.num_seconds() + begun).max(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_unit_begins_where_it_should() {
        for (seconds, expected) in [
            (-5, "0s"),
            (0, "0s"),
            (59, "59s"),
            (60, "1m 0s"),
            (3599, "59m 59s"),
            (3600, "1h 0m"),
            (3661, "1h 1m"),
            (90_000, "25h 0m"),
        ] {
            assert_eq!(remaining(TimeDelta::seconds(seconds)), expected);
        }
    }
}
