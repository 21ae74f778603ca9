//! Our own table of dates and times, written down with what they mean before the code was run on them.
//!
//! A line of `tests/data/expressions.jsonl` is a text, the local moment it is read at, and the first thing that is
//! said: `start` as far as it is meant (`2026-03` is any day of March), where several readings are right all of them,
//! `grain` and `end` where they matter. A `start` of `null` is a text that says no moment at all.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDateTime, Utc};
use chrono_tz::Tz;
use parsers::{parse_expressions, resolve};
use serde_json::Value;

/// How many of the Dutch lines with a moment are not right yet; of the others, and of those without a moment, all are.
const MISSED_IN_DUTCH: usize = 8;

/// What was read first: start, end and grain, as the table writes them.
struct Read {
    start: String,
    end: Option<String>,
    grain: String,
}

fn first(case: &Value) -> Option<Read> {
    let text = case["text"].as_str().unwrap();
    let zone: Tz = case["zone"].as_str().unwrap().parse().unwrap();
    let found = parse_expressions(text, moment(case["now"].as_str().unwrap(), zone), zone);
    found.into_iter().next().map(|it| Read {
        start: written(it.start),
        end: it.end.map(written),
        grain: it.grain.as_str().to_owned(),
    })
}

fn written(moment: NaiveDateTime) -> String {
    moment.format("%Y-%m-%dT%H:%M").to_string()
}

fn moment(local: &str, zone: Tz) -> DateTime<Utc> {
    let local = NaiveDateTime::parse_from_str(local, "%Y-%m-%dT%H:%M").unwrap();
    resolve(local.date(), local.time(), zone)
}

/// Why a line is not read as it is meant.
fn miss(case: &Value) -> Option<String> {
    let accepted: Vec<&str> = match &case["start"] {
        Value::String(start) => vec![start],
        Value::Array(all) => all.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    let Some(read) = first(case) else {
        return (!accepted.is_empty()).then(|| format!("nothing instead of {accepted:?}"));
    };
    let starts = accepted.iter().any(|it| read.start.starts_with(it));
    let grain = case["grain"].as_str().is_none_or(|it| it == read.grain);
    let end = case["end"]
        .as_str()
        .is_none_or(|it| read.end.as_deref().is_some_and(|end| end.starts_with(it)));
    let right = starts && grain && end;
    (!right).then(|| {
        format!(
            "{} ({}) to {:?} instead of {accepted:?} {} {}",
            read.start, read.grain, read.end, case["grain"], case["end"]
        )
    })
}

#[test]
fn our_own_expressions_are_read_as_they_are_meant() {
    let mut counts: BTreeMap<(String, bool), (usize, usize)> = BTreeMap::new();
    for line in include_str!("../data/expressions.jsonl").lines() {
        let case: Value = serde_json::from_str(line).unwrap();
        let language = case["lang"].as_str().unwrap().to_owned();
        let count = counts
            .entry((language, case["start"].is_null()))
            .or_default();
        count.1 += 1;
        match miss(&case) {
            None => count.0 += 1,
            Some(why) => println!("{} {:?}: {why}", case["lang"], case["text"].as_str()),
        }
    }
    for ((language, negative), (right, of)) in &counts {
        let kind = if *negative {
            "without a moment"
        } else {
            "with one"
        };
        println!("{language}, {kind}: {right} of {of} right");
        let missed = if language == "nl" && !negative {
            MISSED_IN_DUTCH
        } else {
            0
        };
        assert!(
            right + missed >= *of,
            "{language}, {kind}: {right} of {of} right"
        );
    }
}
