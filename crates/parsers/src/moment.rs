//! Between a wall clock and an instant, in any zone and over every clock change.

use chrono::{
    DateTime, Duration, MappedLocalTime, NaiveDate, NaiveDateTime, NaiveTime, Offset, TimeZone, Utc,
};
use chrono_tz::Tz;

/// The instant of a local date and clock.
///
/// A clock that does not exist (spring) moves forward by the length of the gap; one that exists twice
/// (autumn) means the first.
///
/// ```
/// use chrono::{NaiveDate, NaiveTime};
///
/// let spring = NaiveDate::from_ymd_opt(2026, 3, 29).unwrap();
/// let instant = parsers::resolve(spring, NaiveTime::from_hms_opt(2, 30, 0).unwrap(), chrono_tz::Europe::Brussels);
/// assert_eq!(instant.to_rfc3339(), "2026-03-29T01:30:00+00:00"); // 03:30 on the wall
/// ```
pub fn resolve(date: NaiveDate, clock: NaiveTime, zone: Tz) -> DateTime<Utc> {
    resolve_moved(date, clock, zone).0
}

/// What a clock change does to a wall clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ClockChange {
    /// The clock does not exist on that date; it moved forward by the length of the gap.
    Skipped,
    /// The clock exists twice on that date; the first is meant.
    Doubled,
}

/// As [`resolve`], and what a clock change did to the clock.
///
/// ```
/// use chrono::{NaiveDate, NaiveTime};
/// use parsers::{ClockChange, resolve_moved};
///
/// let autumn = NaiveDate::from_ymd_opt(2026, 10, 25).unwrap();
/// let clock = NaiveTime::from_hms_opt(2, 30, 0).unwrap();
/// let (instant, change) = resolve_moved(autumn, clock, chrono_tz::Europe::Brussels);
/// assert_eq!(instant.to_rfc3339(), "2026-10-25T00:30:00+00:00");
/// assert_eq!(change, Some(ClockChange::Doubled));
/// ```
pub fn resolve_moved(
    date: NaiveDate,
    clock: NaiveTime,
    zone: Tz,
) -> (DateTime<Utc>, Option<ClockChange>) {
    let wall = date.and_time(clock);
    match zone.from_local_datetime(&wall) {
        MappedLocalTime::Single(found) => return (found.with_timezone(&Utc), None),
        MappedLocalTime::Ambiguous(first, _) => {
            return (first.with_timezone(&Utc), Some(ClockChange::Doubled));
        }
        MappedLocalTime::None => {}
    }
    // In a gap the clock is read with the offset that held before it: that is what "forward by the
    // gap's length" means. A day back is always before the gap and after the change that came before it.
    let before = wall.checked_sub_signed(Duration::days(1)).unwrap_or(wall);
    let offset = zone.offset_from_utc_datetime(&before).fix();
    let instant = wall.checked_sub_offset(offset).unwrap_or(wall).and_utc();
    (instant, Some(ClockChange::Skipped))
}

/// The wall clock of an instant.
///
/// ```
/// use chrono::{TimeZone, Utc};
///
/// let instant = Utc.with_ymd_and_hms(2026, 7, 1, 18, 0, 0).unwrap();
/// assert_eq!(parsers::local(instant, chrono_tz::Europe::Brussels).to_string(), "2026-07-01 20:00:00");
/// ```
pub fn local(instant: DateTime<Utc>, zone: Tz) -> NaiveDateTime {
    let utc = instant.naive_utc();
    let offset = zone.offset_from_utc_datetime(&utc).fix();
    // Only at the very ends of the calendar there is no such wall clock.
    utc.checked_add_offset(offset).unwrap_or(utc)
}

/// The zone with this IANA name, in any letter case.
///
/// ```
/// assert_eq!(parsers::parse_zone(" europe/brussels "), Some(chrono_tz::Europe::Brussels));
/// assert_eq!(parsers::parse_zone("Mars/Olympus"), None);
/// ```
pub fn parse_zone(text: &str) -> Option<Tz> {
    let name = text.trim();
    name.parse().ok().or_else(|| {
        chrono_tz::TZ_VARIANTS
            .iter()
            .find(|it| it.name().eq_ignore_ascii_case(name))
            .copied()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(zone: Tz, date: (i32, u32, u32), clock: (u32, u32), expected: &str) {
        let date = NaiveDate::from_ymd_opt(date.0, date.1, date.2).unwrap();
        let clock = NaiveTime::from_hms_opt(clock.0, clock.1, 0).unwrap();
        let found = resolve(date, clock, zone).with_timezone(&zone).to_rfc3339();
        assert_eq!(found, expected, "{zone} {date} {clock}");
    }

    #[test]
    fn a_clock_in_the_spring_gap_moves_forward_by_its_length() {
        check(
            chrono_tz::Europe::Brussels,
            (2026, 3, 29),
            (2, 15),
            "2026-03-29T03:15:00+02:00",
        );
        check(
            chrono_tz::Europe::Brussels,
            (2026, 3, 29),
            (2, 30),
            "2026-03-29T03:30:00+02:00",
        );
        check(
            chrono_tz::Europe::Brussels,
            (2026, 3, 29),
            (3, 15),
            "2026-03-29T03:15:00+02:00",
        );
        check(
            chrono_tz::Australia::Lord_Howe,
            (2026, 10, 4),
            (2, 10),
            "2026-10-04T02:40:00+11:00",
        );
        check(
            chrono_tz::America::Santiago,
            (2026, 9, 6),
            (0, 20),
            "2026-09-06T01:20:00-03:00",
        );
    }

    #[test]
    fn a_whole_skipped_day_moves_to_the_next() {
        check(
            chrono_tz::Pacific::Apia,
            (2011, 12, 30),
            (12, 0),
            "2011-12-31T12:00:00+14:00",
        );
    }

    #[test]
    fn a_clock_that_exists_twice_is_the_first() {
        check(
            chrono_tz::Europe::Brussels,
            (2026, 10, 25),
            (2, 30),
            "2026-10-25T02:30:00+02:00",
        );
        check(
            chrono_tz::Europe::Brussels,
            (2026, 10, 25),
            (3, 15),
            "2026-10-25T03:15:00+01:00",
        );
        check(
            chrono_tz::Australia::Lord_Howe,
            (2026, 4, 5),
            (1, 45),
            "2026-04-05T01:45:00+11:00",
        );
    }

    #[test]
    fn says_what_a_clock_change_did() {
        let change = |zone, date: (i32, u32, u32), clock: (u32, u32)| {
            let date = NaiveDate::from_ymd_opt(date.0, date.1, date.2).unwrap();
            let clock = NaiveTime::from_hms_opt(clock.0, clock.1, 0).unwrap();
            resolve_moved(date, clock, zone).1
        };
        let brussels = chrono_tz::Europe::Brussels;
        let skipped = Some(ClockChange::Skipped);
        assert_eq!(change(brussels, (2026, 3, 29), (2, 0)), skipped);
        assert_eq!(change(brussels, (2026, 3, 29), (3, 0)), None);
        assert_eq!(change(brussels, (2026, 3, 29), (1, 59)), None);
        let doubled = Some(ClockChange::Doubled);
        assert_eq!(change(brussels, (2026, 10, 25), (2, 0)), doubled);
        assert_eq!(change(brussels, (2026, 10, 25), (2, 59)), doubled);
        assert_eq!(change(brussels, (2026, 10, 25), (3, 0)), None);
        assert_eq!(change(chrono_tz::UTC, (2026, 3, 29), (2, 30)), None);
        let apia = chrono_tz::Pacific::Apia;
        assert_eq!(change(apia, (2011, 12, 30), (12, 0)), skipped);
    }

    #[test]
    fn the_ends_of_the_calendar_do_not_panic() {
        for zone in [chrono_tz::Pacific::Kiritimati, chrono_tz::Pacific::Niue] {
            for instant in [DateTime::<Utc>::MAX_UTC, DateTime::<Utc>::MIN_UTC] {
                let wall = local(instant, zone);
                let _ = resolve(wall.date(), wall.time(), zone);
            }
        }
    }

    /// Spec section 5: the pre send is elapsed time before the event, so these follow from `resolve`.
    #[test]
    fn an_hour_before_an_event_is_elapsed_time() {
        let zone = chrono_tz::Europe::Brussels;
        for (date, clock, pre) in [
            ((2026, 3, 29), (3, 15), "2026-03-29T01:15:00+01:00"),
            ((2026, 3, 29), (2, 15), "2026-03-29T01:15:00+01:00"),
            ((2026, 10, 25), (3, 15), "2026-10-25T02:15:00+01:00"),
            ((2026, 1, 2), (0, 15), "2026-01-01T23:15:00+01:00"),
        ] {
            let date = NaiveDate::from_ymd_opt(date.0, date.1, date.2).unwrap();
            let event = resolve(
                date,
                NaiveTime::from_hms_opt(clock.0, clock.1, 0).unwrap(),
                zone,
            );
            assert_eq!(
                (event - Duration::hours(1))
                    .with_timezone(&zone)
                    .to_rfc3339(),
                pre
            );
        }
    }
}
