//! Dates and times of a text: in order, without overlap, as exact as they say, and the same twice.

use chrono::{DateTime, Datelike, NaiveDateTime, NaiveTime, Timelike, Utc, Weekday};
use chrono_tz::Tz;
use parsers::{Grain, TimeExpression, parse_expressions};

use super::is_within;

pub(super) fn check(text: &str, now: DateTime<Utc>, zone: Tz) {
    let found = parse_expressions(text, now, zone);
    assert_eq!(
        found,
        parse_expressions(text, now, zone),
        "{text:?} is read in two ways"
    );
    for it in &found {
        assert!(is_within(&it.span, text), "{it:?} is no part of {text:?}");
        is_exact(it, text);
    }
    let in_order = found
        .windows(2)
        .all(|it| it[0].span.end <= it[1].span.start);
    assert!(in_order, "{text:?} has overlapping or disordered {found:?}");
}

fn is_exact(it: &TimeExpression, text: &str) {
    for moment in [Some(it.start), it.end].into_iter().flatten() {
        assert!(
            moment.second() == 0 && moment.nanosecond() == 0,
            "{it:?} of {text:?}"
        );
    }
    let begins_day = |moment: NaiveDateTime| moment.time() == NaiveTime::MIN;
    let fits = match it.grain {
        Grain::Minute | Grain::Hour => true,
        Grain::Day => begins_day(it.start),
        // The middle of a month is about a week long, and begins on its fifteenth.
        Grain::Week => {
            begins_day(it.start) && (it.start.weekday() == Weekday::Mon || it.start.day() == 15)
        }
        Grain::Month => begins_day(it.start) && it.start.day() == 1,
        Grain::Year => begins_day(it.start) && it.start.ordinal() == 1,
    };
    assert!(fits, "{it:?} of {text:?} begins in the middle");
    assert!(
        it.end.is_none_or(|end| end >= it.start),
        "{it:?} of {text:?} ends before it begins"
    );
}
