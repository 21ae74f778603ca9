//! A recurrence in English, for display.

use std::fmt::Write;

use chrono::NaiveDate;

use super::{Nth, Pattern, Recurrence};
use crate::format_days;
use crate::weekday_set::english_name;

/// The recurrence in English, with its bounds.
///
/// ```
/// use parsers::{Recurrence, format_recurrence};
///
/// let monthly = Recurrence::monthly_on_day(31).unwrap();
/// assert_eq!(format_recurrence(&monthly), "the 31st of every month (months that have one)");
/// ```
pub fn format_recurrence(recurrence: &Recurrence) -> String {
    let mut text = pattern(recurrence);
    let mut push = |more: std::fmt::Arguments<'_>| {
        text.write_fmt(more).expect("a string takes any text");
    };
    if let Some(start) = recurrence.starts_on() {
        push(format_args!(", from {}", date(start)));
    }
    match (recurrence.count(), recurrence.ends_on()) {
        (Some(1), _) => push(format_args!(", once")),
        (Some(count), _) => push(format_args!(", {count} times")),
        (None, Some(end)) => push(format_args!(", until {}", date(end))),
        (None, None) => {}
    }
    text
}

fn pattern(recurrence: &Recurrence) -> String {
    let interval = recurrence.interval();
    let every = |unit: &str| match interval {
        1 => format!("every {unit}"),
        _ => format!("every {interval} {unit}s"),
    };
    match recurrence.pattern() {
        Pattern::Daily => every("day"),
        Pattern::Weekly(days) if interval == 1 => format_days(days),
        Pattern::Weekly(days) => format!("{} on {}", every("week"), format_days(days)),
        Pattern::MonthlyOnDay(day) => {
            let gaps = if day > 28 {
                " (months that have one)"
            } else {
                ""
            };
            format!("the {day}{} of {}{gaps}", suffix(day), every("month"))
        }
        Pattern::MonthlyOnWeekday { nth, weekday } => {
            let day = english_name(weekday);
            format!("the {} {day} of {}", ordinal(nth), every("month"))
        }
    }
}

fn ordinal(nth: Nth) -> &'static str {
    match nth {
        Nth::First => "first",
        Nth::Second => "second",
        Nth::Third => "third",
        Nth::Fourth => "fourth",
        Nth::Last => "last",
    }
}

fn suffix(day: u8) -> &'static str {
    match day {
        1 | 21 | 31 => "st",
        2 | 22 => "nd",
        3 | 23 => "rd",
        _ => "th",
    }
}

fn date(date: NaiveDate) -> impl std::fmt::Display {
    date.format("%-d %B %Y")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(rrule: &str, start: Option<&str>, expected: &str) {
        let start = start.map(|it| it.parse().unwrap());
        let recurrence = Recurrence::from_rrule(rrule, start).unwrap();
        assert_eq!(format_recurrence(&recurrence), expected);
    }

    #[test]
    fn says_what_comes_again() {
        check("FREQ=WEEKLY;BYDAY=MO,FR", None, "Monday, Friday");
        check("FREQ=DAILY", None, "every day");
        check(
            "FREQ=MONTHLY;BYDAY=1MO",
            None,
            "the first Monday of every month",
        );
        check(
            "FREQ=MONTHLY;BYDAY=-1FR",
            None,
            "the last Friday of every month",
        );
        check(
            "FREQ=MONTHLY;BYMONTHDAY=12",
            None,
            "the 12th of every month",
        );
        check(
            "FREQ=MONTHLY;BYMONTHDAY=22",
            None,
            "the 22nd of every month",
        );
    }

    #[test]
    fn says_the_interval_and_the_bounds() {
        let start = Some("2026-03-01");
        check(
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO",
            start,
            "every 2 weeks on Monday, from 1 March 2026",
        );
        check(
            "FREQ=DAILY;INTERVAL=3;COUNT=10",
            start,
            "every 3 days, from 1 March 2026, 10 times",
        );
        check(
            "FREQ=DAILY;COUNT=1",
            start,
            "every day, from 1 March 2026, once",
        );
        check(
            "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=30;UNTIL=20260630",
            start,
            "the 30th of every 3 months (months that have one), from 1 March 2026, until 30 June 2026",
        );
        check(
            "FREQ=WEEKLY;BYDAY=SU;UNTIL=20260630",
            None,
            "Sunday, until 30 June 2026",
        );
    }
}
