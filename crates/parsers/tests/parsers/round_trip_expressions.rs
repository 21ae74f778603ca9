//! Every date of 2020 to 2040 and every clock of the day, read back out of a sentence.

use chrono::{DateTime, Datelike, NaiveTime, TimeZone, Utc};
use parsers::parse_expressions;

use crate::reading::ZONE;
use crate::spelling::{clocks_of, dates_of, every_date, every_minute};

/// The evening before a year begins; two digits of a year mean one within twenty years of it.
fn before(year: i32) -> DateTime<Utc> {
    Utc.with_ymd_and_hms(year - 1, 12, 31, 20, 0, 0).unwrap()
}

/// What is read first, as local text, and the words it was read from.
fn first(text: &str, now: DateTime<Utc>) -> Option<(String, String)> {
    let found = parse_expressions(text, now, ZONE).into_iter().next()?;
    Some((
        found.start.format("%Y-%m-%dT%H:%M").to_string(),
        text[found.span].to_owned(),
    ))
}

fn report(wrong: &[String]) {
    let some = &wrong[..wrong.len().min(30)];
    assert!(wrong.is_empty(), "{} wrong, as {some:#?}", wrong.len());
}

#[test]
fn every_date_is_read_from_every_spelling() {
    let mut wrong = Vec::new();
    for date in every_date() {
        for spelled in dates_of(date) {
            let found = first(&spelled, before(date.year()));
            let right = found.as_ref().is_some_and(|(start, words)| {
                start.starts_with(&date.to_string()) && *words == spelled
            });
            if !right {
                wrong.push(format!("{spelled:?}: {found:?} instead of {date}"));
            }
        }
    }
    report(&wrong);
}

#[test]
fn every_clock_is_read_from_every_spelling_on_a_day() {
    let mut wrong = Vec::new();
    let mut check = |text: String, clock: NaiveTime| {
        let expected = format!("2020-03-06T{}", clock.format("%H:%M"));
        let found = first(&text, before(2020));
        if found.as_ref().is_none_or(|(start, _)| *start != expected) {
            wrong.push(format!("{text:?}: {found:?} instead of {expected}"));
        }
    };
    for clock in every_minute() {
        for spelled in clocks_of(clock) {
            check(format!("We starten op 6 maart 2020 om {spelled}"), clock);
            check(format!("We start on March 6, 2020 at {spelled}"), clock);
        }
    }
    report(&wrong);
}
