//! What the earlier Alphapy's functions gave, read from `../shared/vectors` beside the workspace when it is there.

use std::path::PathBuf;

use chrono::{DateTime, NaiveTime, Utc};
use parsers::{
    AnnouncementText, Kind, WeekdaySet, local, parse_announcement, parse_clock, parse_date,
    parse_days,
};
use serde_json::Value;

/// Vectors that a Must of the specification overrules, and why.
const EXCEPTIONS: [(&str, &str); 2] = [
    (
        "embeds-007",
        "a clock without a day is no event: reason no_date (11.8)",
    ),
    (
        "embeds-014",
        "next <weekday> is the one of the next calendar week, which on a Monday is the same (11.4)",
    ),
];

fn vectors(file: &str) -> Option<Vec<Value>> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../../../shared/vectors")
        .join(file);
    let Ok(text) = std::fs::read_to_string(&path) else {
        println!("left out: {file} is not beside the workspace");
        return None;
    };
    let all: Value = serde_json::from_str(&text).unwrap();
    Some(all["vectors"].as_array().unwrap().clone())
}

fn excused(id: &str) -> bool {
    EXCEPTIONS.iter().any(|(it, _)| *it == id)
}

fn strings(value: &Value) -> Vec<String> {
    value
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it.as_str().unwrap().to_owned())
        .collect()
}

fn numbers(days: WeekdaySet) -> Vec<String> {
    days.numbers().iter().map(u8::to_string).collect()
}

#[test]
fn options_are_read_as_before() {
    for vector in vectors("parsers.json")
        .into_iter()
        .flatten()
        .filter(|it| !excused(it["id"].as_str().unwrap()))
    {
        let (input, expected) = (&vector["input"], &vector["expected"]);
        match vector["function"].as_str().unwrap() {
            "parse_days_string" => {
                let found = numbers(parse_days(input.as_str().unwrap_or_default()).days);
                assert_eq!(found, strings(expected), "{vector}");
            }
            "parse_time_string" => {
                let found = parse_clock(input.as_str().unwrap_or_default())
                    .ok()
                    .map(hours_and_minutes);
                assert_eq!(found.as_deref(), expected.as_str(), "{vector}");
            }
            "format_days_for_display" => {
                let found = parsers::format_days(WeekdaySet::from_stored(strings(input)));
                match expected.as_str() {
                    Some(expected) => assert_eq!(found, expected, "{vector}"),
                    None => assert!(
                        strings(expected)
                            .iter()
                            .all(|it| found.contains(it.as_str())),
                        "{vector}"
                    ),
                }
            }
            other => panic!("no test for {other}"),
        }
    }
}

#[test]
fn announcements_are_read_as_before() {
    for vector in vectors("embeds.json")
        .into_iter()
        .flatten()
        .filter(|it| !excused(it["id"].as_str().unwrap()))
    {
        let now: DateTime<Utc> = vector["now"].as_str().unwrap().parse().unwrap();
        let (input, expected) = (&vector["input"], &vector["expected"]);
        match vector["function"].as_str().unwrap() {
            "extract_datetime_from_text" => start_is(
                &crate::reading::text(input.as_str().unwrap()),
                now,
                expected,
                &vector,
            ),
            "parse_datetime" => start_is(&labelled(input), now, expected, &vector),
            "parse_relative_date" => relative_is(input.as_str().unwrap(), now, expected, &vector),
            "parse_days" => {
                let Some(line) = input["days_line"].as_str() else {
                    continue;
                }; // the weekday of the moment: display only
                assert_eq!(
                    numbers(parse_days(line).days).join(","),
                    expected.as_str().unwrap(),
                    "{vector}"
                );
            }
            "parse_embed_for_reminder" => embed_is(input, now, expected, &vector),
            other => panic!("no test for {other}"),
        }
    }
}

fn hours_and_minutes(clock: NaiveTime) -> String {
    clock.format("%H:%M").to_string()
}

fn labelled(input: &Value) -> AnnouncementText {
    let value = |name: &str, key: &str| {
        input[key]
            .as_str()
            .map(|it| (name.to_owned(), it.to_owned()))
    };
    let fields = [value("Date", "date_line"), value("Time", "time_line")]
        .into_iter()
        .flatten()
        .collect();
    AnnouncementText {
        fields,
        ..AnnouncementText::default()
    }
}

fn start_is(text: &AnnouncementText, now: DateTime<Utc>, expected: &Value, vector: &Value) {
    let found = parse_announcement(text, now, crate::reading::ZONE)
        .ok()
        .and_then(|it| match it.kind {
            Kind::OneOff { start, .. } => {
                Some(start.with_timezone(&crate::reading::ZONE).to_rfc3339())
            }
            Kind::Recurring { .. } => None,
        });
    assert_eq!(found.as_deref(), expected.as_str(), "{vector}");
}

/// The words after the event's name, read as a date option.
fn relative_is(text: &str, now: DateTime<Utc>, expected: &Value, vector: &Value) {
    let (_, day) = text.split_once(' ').unwrap();
    let found = parse_date(day, now, crate::reading::ZONE)
        .ok()
        .map(|it| it.format("%d/%m/%Y").to_string());
    assert_eq!(found.as_deref(), expected.as_str(), "{vector}");
}

fn embed_is(input: &Value, now: DateTime<Utc>, expected: &Value, vector: &Value) {
    let word = |it: &Value| it.as_str().map(str::to_owned);
    let fields = input["fields"].as_array().unwrap();
    let text = AnnouncementText {
        title: word(&input["title"]),
        body: word(&input["description"]).unwrap_or_default(),
        fields: fields
            .iter()
            .map(|it| (word(&it["name"]).unwrap(), word(&it["value"]).unwrap()))
            .collect(),
        footer: word(&input["footer"]),
        url: None,
    };
    start_is(&text, now, &expected["start"], vector);
    if !expected.is_null() {
        let event = parse_announcement(&text, now, crate::reading::ZONE).unwrap();
        let Kind::OneOff { start, .. } = event.kind else {
            panic!("{vector}")
        };
        assert_eq!(
            hours_and_minutes(local(start, crate::reading::ZONE).time()),
            expected["time"].as_str().unwrap()
        );
        assert_eq!(event.title.as_deref(), expected["title"].as_str());
        assert_eq!(event.location.as_deref(), expected["location"].as_str());
    }
}
