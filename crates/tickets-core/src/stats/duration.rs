//! Stretches of time as people read them.

use chrono::TimeDelta;

/// Days, hours and minutes, of which those that are zero are left out before the minutes.
///
/// ```
/// use chrono::TimeDelta;
/// use tickets_core::stats::duration_text;
///
/// assert_eq!(duration_text(TimeDelta::minutes(2 * 24 * 60 + 3 * 60 + 5)), "2d 3h 5m");
/// assert_eq!(duration_text(TimeDelta::minutes(24 * 60)), "1d 0m");
/// assert_eq!(duration_text(TimeDelta::seconds(59)), "<1m");
/// ```
pub fn duration_text(span: TimeDelta) -> String {
    let minutes = span.num_minutes();
    if minutes < 1 {
        return "<1m".to_owned();
    }
    let units = [(minutes / (24 * 60), "d"), (minutes / 60 % 24, "h")];
    let mut parts: Vec<String> = units
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, unit)| format!("{count}{unit}"))
        .collect();
    parts.push(format!("{}m", minutes % 60));
    parts.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_is_zero_is_left_out_before_the_minutes() {
        for (seconds, text) in [
            (-5, "<1m"),
            (0, "<1m"),
            (60, "1m"),
            (3_599, "59m"),
            (3_600, "1h 0m"),
            (90_061, "1d 1h 1m"),
            (86_700, "1d 5m"),
        ] {
            assert_eq!(duration_text(TimeDelta::seconds(seconds)), text);
        }
    }
}
