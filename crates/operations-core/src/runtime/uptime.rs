//! How long the program runs, in the words of a dashboard.

/// `1d 2h 3m 4s`; units in front that are zero are left out.
///
/// ```
/// assert_eq!(operations_core::uptime_words(93_784), "1d 2h 3m 4s");
/// assert_eq!(operations_core::uptime_words(60), "1m 0s");
/// ```
pub fn uptime_words(seconds: u64) -> String {
    let units = [
        (seconds / 86_400, 'd'),
        (seconds / 3600 % 24, 'h'),
        (seconds / 60 % 60, 'm'),
        (seconds % 60, 's'),
    ];
    let begin = units.iter().position(|it| it.0 > 0).unwrap_or(3);
    let words = units[begin..].iter().map(|(n, unit)| format!("{n}{unit}"));
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_are_left_out_until_one_counts() {
        let cases = [
            (0, "0s"),
            (59, "59s"),
            (3600, "1h 0m 0s"),
            (86_400, "1d 0h 0m 0s"),
            (u64::MAX, "213503982334601d 7h 0m 15s"),
        ];
        for (seconds, expected) in cases {
            assert_eq!(uptime_words(seconds), expected);
        }
    }
}
