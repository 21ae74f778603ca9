//! What members type as one option: days, clocks, dates, recurrences, rules, zones.

use chrono::{DateTime, Timelike, Utc};
use chrono_tz::Tz;
use parsers::{
    Recurrence, WeekdaySet, format_days, format_recurrence, local, parse_clock, parse_date,
    parse_days, parse_recurrence, parse_zone, resolve, resolve_moved,
};

pub(super) fn check(text: &str, now: DateTime<Utc>, zone: Tz) {
    days(text);
    clock_and_date(text, now, zone);
    recurrence(text, now, zone);
    if let Some(found) = parse_zone(text) {
        assert_eq!(parse_zone(found.name()), Some(found), "{text:?}");
    }
}

fn days(text: &str) {
    let read = parse_days(text);
    assert_eq!(
        WeekdaySet::from_numbers(read.days.numbers()),
        read.days,
        "{text:?}"
    );
    if !read.days.is_empty() {
        assert_eq!(
            parse_days(&format_days(read.days)).days,
            read.days,
            "{text:?} is told in words that mean other days"
        );
    }
    for piece in &read.unknown {
        assert!(
            !piece.trim().is_empty(),
            "{text:?} has an unknown piece that is none"
        );
    }
    let silence = read.days.is_empty() && read.unknown.is_empty();
    let said = text.contains(|c: char| c.is_ascii_digit());
    assert!(!silence || !said, "{text:?} is passed over in silence");
}

fn clock_and_date(text: &str, now: DateTime<Utc>, zone: Tz) {
    let (clock, date) = (parse_clock(text), parse_date(text, now, zone));
    if let Ok(clock) = clock {
        assert_eq!(clock.second(), 0, "{text:?}");
        assert_eq!(
            parse_clock(&clock.format("%H:%M").to_string()),
            Ok(clock),
            "{text:?}"
        );
    }
    if let Ok(date) = date {
        assert!(date >= local(now, zone).date(), "{text:?} has passed");
        assert_eq!(
            parse_date(&date.to_string(), now, zone),
            Ok(date),
            "{text:?}"
        );
    }
    let (date, clock) = (date.unwrap_or(now.date_naive()), clock.unwrap_or_default());
    let moment = resolve(date, clock, zone);
    assert_eq!(resolve_moved(date, clock, zone).0, moment, "{text:?}");
    let shown = local(moment, zone);
    assert!(
        shown >= date.and_time(clock),
        "{text:?} is shown at {shown}, before it was asked for"
    );
}

fn recurrence(text: &str, now: DateTime<Utc>, zone: Tz) {
    let today = local(now, zone).date();
    for read in [
        parse_recurrence(text, now, zone).ok(),
        Recurrence::from_rrule(text, Some(today)).ok(),
    ] {
        let Some(read) = read else { continue };
        assert!(!format_recurrence(&read).is_empty(), "{text:?}");
        let rule = read.to_rrule();
        assert_eq!(
            Recurrence::from_rrule(&rule, read.starts_on()),
            Ok(read),
            "{text:?} as {rule:?}"
        );
        let dates: Vec<_> = read.dates_from(today).take(20).collect();
        assert!(
            dates.windows(2).all(|it| it[0] < it[1]),
            "{text:?} gives {dates:?}"
        );
        assert!(
            dates.iter().all(|it| *it >= today),
            "{text:?} gives {dates:?}"
        );
        let is_bounded = |it: &chrono::NaiveDate| {
            read.starts_on().is_none_or(|start| start <= *it)
                && read.ends_on().is_none_or(|end| *it <= end)
        };
        assert!(dates.iter().all(is_bounded), "{text:?} gives {dates:?}");
    }
}
