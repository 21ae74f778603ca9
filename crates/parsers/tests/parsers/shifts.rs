//! Shifted days, counted weekdays, feasts and days that do not exist, with what they mean.
//!
//! `tests/data/shifts.jsonl` was written before any of this was read (32 of its 80 lines were right at once),
//! `shifts-second.jsonl` before the code that reads it was run on it (44 of 46), the lines of `shifts-more.jsonl` came up while the others were mended. A line is a text, how it is read (`as`), and the moment it
//! is read at. `start` is the first thing that is said as far as it is meant (`2026-03` is any day of March), where
//! several readings are right all of them; `more` are the starts behind it, `grain` the grains that are right, and
//! `days`, `clock` and `clock_end` what comes again. A `start` of `null` without days is a text in which nothing may be
//! read.

use chrono::{DateTime, NaiveDateTime, Utc};
use chrono_tz::Tz;
use parsers::{
    AnnouncementText, Kind, ParsedAnnouncement, Warning, WeekdaySet, local, parse_announcement,
    parse_expressions, resolve,
};
use serde_json::{Value, json};

/// Lines that are not read as they are meant, and why. They are counted as missed.
const MISSED: [(&str, &str); 3] = [
    (
        "Christmas Eve: carols at 5pm",
        "a feast before a colon may be what it is about",
    ),
    (
        "Kamp: elke dag ma-vr 9-17u",
        "a working week of hours is taken for a presence, not for an event",
    ),
    (
        "overmorgen in de late namiddag",
        "a late afternoon is read as any afternoon",
    ),
];

#[test]
fn shifted_days_and_feasts_are_read_as_they_are_meant() {
    let first = include_str!("../data/shifts.jsonl").lines();
    let second = include_str!("../data/shifts-second.jsonl").lines();
    let more = include_str!("../data/shifts-more.jsonl").lines();
    let lines = first.chain(second).chain(more);
    let cases: Vec<Value> = lines.map(|it| serde_json::from_str(it).unwrap()).collect();
    let missed: Vec<(&str, String)> = cases
        .iter()
        .filter_map(|it| Some((it["text"].as_str()?, miss(it)?)))
        .collect();
    println!("{} of {} right", cases.len() - missed.len(), cases.len());
    for (text, why) in &missed {
        assert!(MISSED.iter().any(|(it, _)| it == text), "{why}");
    }
    assert_eq!(missed.len(), MISSED.len(), "one of them is none any more");
}

/// Why a line is not read as it is meant.
fn miss(case: &Value) -> Option<String> {
    let text = case["text"].as_str().unwrap();
    let zone: Tz = case["zone"].as_str().unwrap().parse().unwrap();
    let now = moment(case["now"].as_str().unwrap(), zone);
    let read = match case["as"].as_str().unwrap() {
        "announcement" => parse_announcement(&AnnouncementText::plain(text), now, zone)
            .map_or_else(
                |why| json!({ "why": why.reason.as_str() }),
                |it| announced(&it, zone),
            ),
        _ => expressed(text, now, zone),
    };
    let right = match &case["start"] {
        Value::Null => {
            read["start"].is_null()
                && ["days", "clock", "clock_end"]
                    .iter()
                    .all(|it| case[it] == read[it])
        }
        start => is_among(start, &read["start"]),
    };
    let grain = case["grain"].is_null() || is_among(&case["grain"], &read["grain"]);
    let none = Vec::new();
    let (expected, found) = (case["more"].as_array(), read["more"].as_array());
    let more = expected.is_none_or(|expected| {
        let found = found.unwrap_or(&none);
        expected.len() == found.len()
            && expected
                .iter()
                .zip(found)
                .all(|(it, read)| is_among(it, read))
    });
    let end = case["end"].is_null() || is_among(&case["end"], &read["end"]);
    (!(right && grain && more && end)).then(|| format!("{text:?}: {read} instead of {case}"))
}

/// Whether what was read begins like one of those that are right, or for a clock ends like it.
fn is_among(accepted: &Value, read: &Value) -> bool {
    let Some(read) = read.as_str() else {
        return false;
    };
    let right = |it: &Value| {
        it.as_str()
            .is_some_and(|it| read.starts_with(it) || it.len() == 5 && read.ends_with(it))
    };
    accepted
        .as_array()
        .map_or_else(|| right(accepted), |all| all.iter().any(right))
}

fn announced(event: &ParsedAnnouncement, zone: Tz) -> Value {
    match &event.kind {
        Kind::OneOff { start, .. } => {
            let more = event.warnings.iter().find_map(|it| match it {
                Warning::MoreDates(more) => Some(more.iter().map(|it| here(*it, zone)).collect()),
                _ => None,
            });
            let more: Vec<String> = more.unwrap_or_default();
            json!({ "start": here(*start, zone), "more": more })
        }
        Kind::Recurring {
            recurrence,
            clock,
            end,
        } => json!({
            "days": recurrence.plain_weekly().map(WeekdaySet::numbers),
            "clock": clock.format("%H:%M").to_string(),
            "clock_end": end.map(|it| it.format("%H:%M").to_string()),
        }),
    }
}

fn expressed(text: &str, now: DateTime<Utc>, zone: Tz) -> Value {
    let found = parse_expressions(text, now, zone);
    let Some((first, more)) = found.split_first() else {
        return json!({});
    };
    let more: Vec<String> = more.iter().map(|it| written(it.start)).collect();
    json!({
        "start": written(first.start),
        "end": first.end.map(written),
        "grain": first.grain.as_str(),
        "more": more,
    })
}

fn here(instant: DateTime<Utc>, zone: Tz) -> String {
    written(local(instant, zone))
}

fn written(moment: NaiveDateTime) -> String {
    moment.format("%Y-%m-%dT%H:%M").to_string()
}

fn moment(local: &str, zone: Tz) -> DateTime<Utc> {
    let local = NaiveDateTime::parse_from_str(local, "%Y-%m-%dT%H:%M").unwrap();
    resolve(local.date(), local.time(), zone)
}
