//! Our own announcements, read and counted: what each means was written down before the grammar was asked.
//!
//! `tests/data/announcements-<language>.jsonl` holds one announcement per line. `cargo test -p parsers own_corpus --
//! --nocapture` prints the figures and every miss. The `heldout` file was run once, after the last rule was written.

use std::collections::BTreeSet;
use std::path::PathBuf;

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use parsers::{
    AnnouncementText, Kind, ParsedAnnouncement, Recurrence, Warning, WeekdaySet, local,
    parse_announcement,
};
use serde_json::Value;

use crate::recurrences::oracle;

/// Shares, in percent, that a file must keep.
struct Floor {
    all: f64,
    labelled: f64,
    free: f64,
    /// The most events read where nothing is meant.
    misread: f64,
}

/// Just under what is seen; the specification asks for 95, 95, 90 and 2 (acceptance point 9).
const MUST: Floor = Floor {
    all: 99.0,
    labelled: 96.0,
    free: 99.0,
    misread: 1.0,
};

/// Just under what was seen on the announcements that no rule was written for.
const HELD_OUT: Floor = Floor {
    all: 98.0,
    labelled: 95.0,
    free: 95.0,
    misread: 0.0,
};

/// What is promised row by row.
const WHOLE: Floor = Floor {
    all: 100.0,
    labelled: 100.0,
    free: 100.0,
    misread: 0.0,
};

/// Just under what was seen when the Dutch file that was held out was read for the first time: 63 of 63.
const HELD_OUT_DUTCH: Floor = Floor {
    all: 98.0,
    labelled: 94.0,
    free: 96.0,
    misread: 2.0,
};

/// Just under what was seen on the cases of a reviewer.
const REVIEWED: Floor = Floor {
    all: 98.0,
    labelled: 98.0,
    free: 98.0,
    misread: 2.0,
};

#[derive(Default)]
struct Share {
    right: u32,
    all: u32,
}

impl Share {
    fn count(&mut self, right: bool) {
        self.all += 1;
        self.right += u32::from(right);
    }

    fn percent(&self) -> f64 {
        100.0 * f64::from(self.right) / f64::from(self.all.max(1))
    }
}

#[test]
fn english_announcements_are_read_as_they_are_meant() {
    holds("announcements-en.jsonl", &MUST);
}

#[test]
fn further_english_announcements_are_read_as_they_are_meant() {
    holds("announcements-en-more.jsonl", &MUST);
}

#[test]
fn english_announcements_that_no_rule_was_written_for_are_read_as_they_are_meant() {
    holds("announcements-en-heldout.jsonl", &HELD_OUT);
}

#[test]
fn every_row_of_the_tables_is_read_in_english() {
    holds("spec-tables-en.jsonl", &WHOLE);
}

#[test]
fn dutch_announcements_are_read_as_they_are_meant() {
    holds("announcements-nl.jsonl", &MUST);
}

#[test]
fn dutch_announcements_that_were_held_out_are_read_as_they_are_meant() {
    holds("announcements-nl-heldout.jsonl", &HELD_OUT_DUTCH);
}

#[test]
fn ranges_pairs_and_shifts_are_read_as_they_are_meant() {
    holds("announcements-review-1.jsonl", &WHOLE);
}

#[test]
fn texts_that_only_look_like_events_are_told_from_those_that_are() {
    holds("announcements-review-2.jsonl", &REVIEWED);
}

#[test]
fn what_comes_again_is_read_with_its_bounds_and_exceptions() {
    holds("recurrences.jsonl", &WHOLE);
}

/// A rule says of itself when it is next, without our expansion of it.
#[test]
fn the_rule_of_every_reading_begins_where_it_is_next() {
    let mut rules = 0;
    for file in [
        "recurrences.jsonl",
        "announcements-en.jsonl",
        "announcements-en-more.jsonl",
        "announcements-nl.jsonl",
    ] {
        for line in lines(file) {
            let case: Value = serde_json::from_str(&line).unwrap();
            let (now, zone) = when(&case);
            let Ok(event) = parse_announcement(&announcement(&case), now, zone) else {
                continue;
            };
            let Kind::Recurring {
                recurrence, clock, ..
            } = event.kind
            else {
                continue;
            };
            let ahead = |date: &NaiveDate| date.and_time(clock) > local(now, zone);
            let today = local(now, zone).date();
            let next = recurrence
                .dates_from(today)
                .find(ahead)
                .expect("a next date");
            let ours = Some(next);
            let first = recurrence.starts_on().map_or(next, |it| it.min(next));
            let theirs = oracle(recurrence, first, next).into_iter().find(ahead);
            assert_eq!(theirs, ours, "{line}");
            rules += 1;
        }
    }
    assert!(rules > 200, "{rules}");
}

fn holds(file: &str, floor: &Floor) {
    let [mut all, mut labelled, mut free, mut nothing] = [const { Share { right: 0, all: 0 } }; 4];
    for line in lines(file) {
        let case: Value = serde_json::from_str(&line).unwrap();
        let (right, shown) = judge(&case);
        let is_none = case["expected"]["kind"] == "none";
        all.count(right);
        match case["form"].as_str() {
            _ if is_none => nothing.count(right),
            Some("labelled") => labelled.count(right),
            _ => free.count(right),
        }
        if !right {
            println!("MISS {line}\n     READ {shown}");
        }
    }
    let misread = 100.0 - nothing.percent();
    for (name, share) in [
        ("all", &all),
        ("labelled", &labelled),
        ("free", &free),
        ("nothing", &nothing),
    ] {
        let Share { right, all } = share;
        println!("{file} {name}: {right} of {all}, {:.1} %", share.percent());
    }
    assert!(all.percent() >= floor.all, "{file}: too few right");
    assert!(labelled.percent() >= floor.labelled, "{file}: labelled");
    assert!(free.percent() >= floor.free, "{file}: free text");
    assert!(misread <= floor.misread, "{file}: read where nothing is");
}

fn lines(file: &str) -> Vec<String> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("tests/data")
        .join(file);
    let text = std::fs::read_to_string(path).unwrap();
    text.lines().map(str::to_owned).collect()
}

fn when(case: &Value) -> (DateTime<Utc>, Tz) {
    let now = DateTime::parse_from_rfc3339(case["now"].as_str().unwrap()).unwrap();
    let zone = case["zone"].as_str().unwrap().parse().unwrap();
    (now.with_timezone(&Utc), zone)
}

/// Whether the reading is what was meant, and how it looks.
fn judge(case: &Value) -> (bool, String) {
    let (now, zone) = when(case);
    let expected = &case["expected"];
    match parse_announcement(&announcement(case), now, zone) {
        Err(why) => (expected["kind"] == "none", format!("{:?}", why.reason)),
        Ok(event) => {
            let wrong = differences(&event, expected, zone);
            (wrong.is_empty(), wrong.join("; "))
        }
    }
}

fn announcement(case: &Value) -> AnnouncementText {
    let word = |it: &Value| it.as_str().map(str::to_owned);
    if let Some(text) = word(&case["text"]) {
        return AnnouncementText::plain(text);
    }
    let message = &case["message"];
    let fields = message["fields"].as_array().into_iter().flatten();
    AnnouncementText {
        title: word(&message["title"]),
        body: word(&message["description"]).unwrap_or_default(),
        fields: fields
            .map(|it| (word(&it["name"]).unwrap(), word(&it["value"]).unwrap()))
            .collect(),
        footer: word(&message["footer"]["text"]),
        url: word(&message["url"]),
    }
}

fn differences(event: &ParsedAnnouncement, expected: &Value, zone: Tz) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut same = |what: &str, found: Option<String>, wanted: &Value| {
        if found.as_deref() != wanted.as_str() {
            wrong.push(format!("{what} {found:?}"));
        }
    };
    let stamp = |it: DateTime<Utc>| Some(local(it, zone).format("%Y-%m-%dT%H:%M").to_string());
    match &event.kind {
        Kind::OneOff { start, end } => {
            same("kind", Some("one_off".into()), &expected["kind"]);
            same("start", stamp(*start), &expected["start"]);
            // An explicit null says that there must be none.
            if expected.get("end").is_some() {
                same("end", end.and_then(stamp), &expected["end"]);
            }
        }
        Kind::Recurring {
            recurrence, clock, ..
        } => {
            same("kind", Some("recurring".into()), &expected["kind"]);
            let clock = clock.format("%H:%M").to_string();
            same("clock", Some(clock), &expected["clock"]);
            let day = |it: chrono::NaiveDate| it.to_string();
            if recurrence.interval() == 1 || !expected["starts_on"].is_null() {
                let found = recurrence.starts_on().map(day);
                same("starts_on", found, &expected["starts_on"]);
            }
            same(
                "ends_on",
                recurrence.ends_on().map(day),
                &expected["ends_on"],
            );
            if !repeats_as(recurrence, expected) {
                wrong.push(format!("rule {}", recurrence.to_rrule()));
            }
        }
    }
    for (what, found) in [
        ("location", &event.location),
        ("link", &event.link),
        ("title", &event.title),
    ] {
        if expected.get(what).is_some() && found.as_deref() != expected[what].as_str() {
            wrong.push(format!("{what} {found:?}"));
        }
    }
    if let Some(warning) = expected["warns"].as_str()
        && !event.warnings.iter().any(|it| it.as_str() == warning)
    {
        wrong.push(format!("no warning {warning}"));
    }
    let more = event.warnings.iter().find_map(|it| match it {
        Warning::MoreDates(more) => Some(more.iter().copied().filter_map(stamp).collect()),
        _ => None,
    });
    let more: Vec<String> = more.unwrap_or_default();
    if !more_as(&more, &expected["more_dates"]) {
        wrong.push(format!("more dates: {more:?}"));
    }
    wrong
}

/// Whether there are more, or exactly which.
fn more_as(found: &[String], expected: &Value) -> bool {
    match expected.as_array() {
        Some(moments) => found
            .iter()
            .eq(moments.iter().map(|it| it.as_str().unwrap())),
        None => expected.as_bool().unwrap_or_default() != found.is_empty(),
    }
}

/// Plain weekly ones by their days, the others by their rule, in whatever order its parts stand.
fn repeats_as(recurrence: &Recurrence, expected: &Value) -> bool {
    if let Some(days) = expected["days"].as_array() {
        let days = days.iter().map(|it| it.as_u64().unwrap().to_string());
        return recurrence.plain_weekly() == Some(WeekdaySet::from_stored(days));
    }
    let parts = |rule: &str| -> BTreeSet<String> {
        rule.split(';')
            .filter(|it| !it.starts_with("UNTIL="))
            .map(str::to_owned)
            .collect()
    };
    expected["rrule"]
        .as_str()
        .is_some_and(|it| parts(it) == parts(&recurrence.to_rrule()))
}
