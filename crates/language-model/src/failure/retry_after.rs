//! How long a service asks to be left alone.

use chrono::{DateTime, TimeDelta, Utc};

/// Nobody is left alone for longer than this.
const LONGEST: TimeDelta = TimeDelta::days(1);

/// Reads the value of a `Retry-After` header: seconds, also with a fraction, or a date; none for anything else.
/// A moment that has passed is no wait at all, and a wait is never longer than a day.
///
/// ```
/// use chrono::{DateTime, TimeDelta, Utc};
///
/// let now: DateTime<Utc> = "2015-10-21T07:28:00Z".parse().unwrap();
/// let wait = |value| language_model::retry_after(value, now);
/// assert_eq!(wait("7"), Some(TimeDelta::seconds(7)));
/// assert_eq!(wait("Wed, 21 Oct 2015 07:28:30 GMT"), Some(TimeDelta::seconds(30)));
/// assert_eq!(wait("soon"), None);
/// ```
pub fn retry_after(value: &str, now: DateTime<Utc>) -> Option<TimeDelta> {
    let value = value.trim_ascii();
    let wait = if value.starts_with(|first: char| first.is_ascii_digit()) {
        seconds(value)?
    } else {
        let until = DateTime::parse_from_rfc2822(value).ok()?;
        until.to_utc() - now
    };
    Some(wait.clamp(TimeDelta::zero(), LONGEST))
}

/// Rounded up to whole milliseconds, so that nobody comes back too early.
#[expect(
    clippy::cast_possible_truncation,
    reason = "less than a day in milliseconds"
)]
fn seconds(value: &str) -> Option<TimeDelta> {
    let is_number = |it: u8| it.is_ascii_digit() || it == b'.';
    if !value.bytes().all(is_number) {
        return None;
    }
    let seconds: f64 = value.parse().ok()?;
    if seconds >= 86_400.0 {
        return Some(LONGEST);
    }
    Some(TimeDelta::milliseconds((seconds * 1000.0).ceil() as i64))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(value: &str, milliseconds: Option<i64>) {
        let now = "2026-11-21T12:00:00Z".parse().unwrap();
        let expected = milliseconds.map(TimeDelta::milliseconds);
        assert_eq!(retry_after(value, now), expected, "{value:?}");
    }

    #[test]
    fn seconds_and_dates_are_read() {
        check("0", Some(0));
        check(" 12 ", Some(12_000));
        check("0.0501", Some(51));
        check("Sat, 21 Nov 2026 12:01:40 GMT", Some(100_000));
    }

    #[test]
    fn what_is_over_is_no_wait_and_what_is_absurd_is_a_day() {
        check("Sat, 21 Nov 2026 11:00:00 GMT", Some(0));
        for value in [
            "99999999999999999999999999",
            "Sat, 21 Nov 2099 12:00:00 GMT",
        ] {
            check(value, Some(86_400_000));
        }
    }

    #[test]
    fn anything_else_is_not_read() {
        for value in ["", "-5", "1e9", "5s", "1.2.3", "NaN", "inf", "tomorrow"] {
            check(value, None);
        }
    }
}
