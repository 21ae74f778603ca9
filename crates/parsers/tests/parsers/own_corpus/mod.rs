//! Our own announcements, read and counted: what each means was written down before the grammar was asked.
//!
//! `tests/data/announcements-<language>.jsonl` holds one announcement per line, every field of
//! whose expectation is judged. `cargo test -p parsers own_corpus --
//! --nocapture` prints the figures of each field and every miss. The `heldout` file was run once, after the last rule
//! was written.

mod judge;

use std::collections::BTreeMap;
use std::path::PathBuf;

use chrono::NaiveDate;
use parsers::{Kind, local, parse_announcement};
use serde_json::Value;

use self::judge::{Verdict, judge, when};
use crate::message::announcement;
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
    misread: 0.0,
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

/// Just under what is seen on a second set of recurrences; 25 of its 40 were right when it was read first. What people
/// do every day and tell in passing is still read as an event: three of its ten that mean nothing.
const BLIND: Floor = Floor {
    all: 92.0,
    labelled: 100.0,
    free: 100.0,
    misread: 30.0,
};

/// Just under what was seen on the cases of a reviewer.
const REVIEWED: Floor = Floor {
    all: 98.0,
    labelled: 98.0,
    free: 98.0,
    misread: 2.0,
};

/// Just under what is seen on the lines of someone who had not read the rules; 115 of 120 were right when they were
/// read first. One of the 35 that mean nothing is read: the day of a deadline that stands alone.
const UNKNOWING: Floor = Floor {
    all: 99.0,
    labelled: 100.0,
    free: 100.0,
    misread: 2.9,
};

/// Just under what is seen on names, places and links.
const NAMED: Floor = Floor {
    all: 99.0,
    labelled: 100.0,
    free: 98.0,
    misread: 0.0,
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
fn announcements_by_someone_who_had_not_read_the_rules_are_read_as_they_are_meant() {
    holds("announcements-blind-3.jsonl", &UNKNOWING);
}

#[test]
fn titles_places_and_links_are_read_as_they_are_meant() {
    holds("announcements-titles.jsonl", &NAMED);
}

#[test]
fn what_comes_again_is_read_with_its_bounds_and_exceptions() {
    holds("recurrences.jsonl", &WHOLE);
}

#[test]
fn what_comes_again_is_read_where_no_rule_was_written_for_it() {
    holds("recurrences-blind.jsonl", &BLIND);
}

/// A rule says of itself when it is next, without our expansion of it.
#[test]
fn the_rule_of_every_reading_begins_where_it_is_next() {
    let mut rules = 0;
    for file in [
        "recurrences.jsonl",
        "recurrences-blind.jsonl",
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
    let mut fields: BTreeMap<String, Share> = BTreeMap::new();
    for line in lines(file) {
        let case: Value = serde_json::from_str(&line).unwrap();
        let verdicts = judge(&case);
        let right = verdicts.iter().all(|it| it.wrong.is_none());
        let is_none = case["expected"]["kind"] == "none";
        all.count(right);
        match case["form"].as_str() {
            _ if is_none => nothing.count(right),
            Some("labelled") => labelled.count(right),
            _ => free.count(right),
        }
        if !right {
            println!("MISS {line}");
        }
        for Verdict { field, wrong } in verdicts {
            if let Some(read) = &wrong {
                println!("     READ {field} {read}");
            }
            let share = fields.entry(field).or_default();
            share.count(wrong.is_none());
        }
    }
    for (field, Share { right, all }) in &fields {
        println!("{file} field {field}: {right} of {all}");
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
