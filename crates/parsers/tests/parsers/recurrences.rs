//! Recurrences against another implementation of RFC 5545, and against their own text.

use chrono::{Datelike, Days, NaiveDate, TimeZone, Utc, Weekday};
use parsers::{Nth, Recurrence, WeekdaySet, format_recurrence, parse_recurrence};
use proptest::prelude::*;
use rrule::{RRule, RRuleSet, Unvalidated};

use crate::reading::{ZONE, now};

fn weekday() -> impl Strategy<Value = Weekday> {
    (0_u8..7).prop_map(|it| Weekday::try_from(it).unwrap())
}

fn nth() -> impl Strategy<Value = Nth> {
    prop::sample::select(vec![
        Nth::First,
        Nth::Second,
        Nth::Third,
        Nth::Fourth,
        Nth::Last,
    ])
}

fn pattern() -> impl Strategy<Value = Recurrence> {
    let days = prop::collection::vec(0_u8..7, 1..7).prop_map(WeekdaySet::from_numbers);
    prop_oneof![
        Just(Recurrence::daily()),
        days.prop_map(|it| Recurrence::weekly(it).unwrap()),
        (1_u8..=31).prop_map(|it| Recurrence::monthly_on_day(it).unwrap()),
        (nth(), weekday()).prop_map(|(nth, day)| Recurrence::monthly_on_weekday(nth, day)),
    ]
}

fn date() -> impl Strategy<Value = NaiveDate> {
    let first = NaiveDate::from_ymd_opt(2020, 1, 1).unwrap();
    (0_u64..7300).prop_map(move |it| first + Days::new(it))
}

#[derive(Debug, Clone)]
enum End {
    Never,
    On(u64),
    Times(u16),
}

fn end() -> impl Strategy<Value = End> {
    prop_oneof![
        Just(End::Never),
        (0_u64..3000).prop_map(End::On),
        (1_u16..60).prop_map(End::Times),
    ]
}

/// Every pattern with every kind of bounds; what can never happen is left out.
fn recurrence() -> impl Strategy<Value = Recurrence> {
    let interval = prop_oneof![Just(1_u16), 2_u16..=13, 1_u16..=99];
    let bounded = (pattern(), interval, date(), end());
    let bounded = bounded.prop_filter_map("it happens", |(rule, interval, start, end)| {
        let rule = rule.every(interval, start).ok()?;
        match end {
            End::Never => Ok(rule),
            End::On(days) => rule.ending_on(Some(start + Days::new(days))),
            End::Times(count) => rule.times(count),
        }
        .ok()
    });
    prop_oneof![4 => bounded, 1 => pattern()]
}

/// What the `rrule` crate makes of the same rule between two dates; it walks from the start of the rule, or from
/// that of the window where the rule has none.
pub(crate) fn oracle(recurrence: Recurrence, from: NaiveDate, to: NaiveDate) -> Vec<NaiveDate> {
    let utc = |date: NaiveDate| {
        let noon = date.and_hms_opt(12, 0, 0).unwrap();
        rrule::Tz::UTC.from_utc_datetime(&noon)
    };
    let start = utc(recurrence.starts_on().unwrap_or(from));
    let mut text = recurrence.to_rrule();
    if recurrence.count().is_none() && recurrence.ends_on().is_some() {
        text.push_str("T120000Z"); // UNTIL is the last part
    }
    let rule: RRule<Unvalidated> = text.parse().unwrap();
    let all = RRuleSet::new(start)
        .rrule(rule.validate(start).unwrap())
        .after(utc(from))
        .before(utc(to));
    let all = all.all_unchecked().into_iter();
    all.map(|it| it.with_timezone(&Utc).date_naive()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn dates_are_those_of_another_implementation(
        recurrence in recurrence(),
        from in date(),
        length in 1_u64..1500,
    ) {
        let to = from + Days::new(length);
        let ours: Vec<_> = recurrence.dates_from(from).take_while(|it| *it <= to).collect();
        prop_assert_eq!(ours, oracle(recurrence, from, to), "{}", recurrence.to_rrule());
    }

    #[test]
    fn the_text_of_a_rule_and_its_start_are_the_whole_rule(recurrence in recurrence()) {
        let read = Recurrence::from_rrule(&recurrence.to_rrule(), recurrence.starts_on());
        prop_assert_eq!(read, Ok(recurrence));
    }

    /// A form that is filled in with the words for a recurrence reads them back.
    #[test]
    fn the_words_for_a_recurrence_are_read_back(recurrence in recurrence()) {
        let words = format_recurrence(&recurrence);
        let read = parse_recurrence(&words, now(), ZONE);
        prop_assert_eq!(read, Ok(recurrence), "{}", words);
    }

    #[test]
    fn a_count_ends_on_its_last_date(recurrence in recurrence()) {
        if let (Some(count), Some(start)) = (recurrence.count(), recurrence.starts_on()) {
            let dates: Vec<_> = recurrence.dates_from(start).collect();
            prop_assert_eq!(dates.len(), usize::from(count));
            prop_assert_eq!(dates.last().copied(), recurrence.ends_on());
        }
    }

    #[test]
    fn dates_asked_for_late_are_those_asked_for_early(recurrence in recurrence(), from in date()) {
        let walked: Vec<_> = recurrence
            .dates_from(NaiveDate::from_ymd_opt(2019, 1, 1).unwrap())
            .take_while(|it| it.year() <= 2041)
            .filter(|it| *it >= from)
            .collect();
        let jumped: Vec<_> = recurrence.dates_from(from).take_while(|it| it.year() <= 2041).collect();
        prop_assert_eq!(walked, jumped);
    }

    #[test]
    fn no_rule_text_panics(
        parts in prop::collection::vec("(FREQ|BYDAY|BYMONTHDAY|UNTIL|COUNT|INTERVAL|WKST|\\PC{0,4})=(DAILY|WEEKLY|MONTHLY|[-+]?[0-9]{0,3}(MO|SU)?|[0-9]{8}T?[0-9]{0,6}Z?|\\PC{0,6})", 0..6),
        start in prop::option::of(date()),
        other in "\\PC{0,30}",
    ) {
        for text in [parts.join(";"), other.clone(), format!("RRULE:{other}")] {
            let _ = parse_recurrence(&text, now(), ZONE);
            if let Ok(read) = Recurrence::from_rrule(&text, start) {
                prop_assert_eq!(read.starts_on(), start);
                prop_assert!(!format_recurrence(&read).is_empty());
                let _ = read.dates_from(NaiveDate::MIN).next();
            }
        }
    }
}
