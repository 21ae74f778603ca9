//! How many expressions of two public corpora are read as their authors meant, when `../shared/dates` is there.
//!
//! `cargo test -p parsers dates -- --nocapture` prints the table and lists what is missed.

use std::path::PathBuf;

use chrono::NaiveDateTime;
use chrono_tz::Tz;
use parsers::{TimeExpression, parse_expressions, resolve};
use serde_json::Value;

/// Percent of the Dutch cases that are read as accepted: 166 of 169.
const DUTCH_RIGHT: f64 = 98.2;
/// The same of the English ones: 324 of 337.
const ENGLISH_RIGHT: f64 = 96.1;
/// Percent of the texts without a date in which one is read.
const MISREAD_AT_MOST: f64 = 0.0;

/// Two hours behind UTC, as the corpus of the `duckling` keys has it.
const BEHIND: Tz = chrono_tz::Etc::GMTPlus2;

/// Cases in which a corpus asks for what a Dutch or Flemish reader would call wrong, and why. They count as missed.
const EXCEPTIONS: [(&str, &str); 15] = [
    ("in 7 dagen", DAYS),
    ("over 7 dagen", DAYS),
    ("a day from now", DAYS),
    ("14 days Ago", DAYS),
    ("a fortnight ago", DAYS),
    ("14 days hence", DAYS),
    ("a fortnight hence", DAYS),
    (
        "at 7 in 3 years",
        "the same date in three years, not the first of its month",
    ),
    (
        "3:18",
        "without more words the next to come is 15:18, as the English cases have it",
    ),
    (
        "I'll leave on May/22(Tue)-11:30 AM PT.",
        "a zone that is named is converted",
    ),
    ("This task should be done on 5.12", DAY_FIRST),
    ("This task should be done this friday 5/12", DAY_FIRST),
    ("This task should be done this 5/12", DAY_FIRST),
    ("It will happen 16 days from 01/02/2018.", DAY_FIRST),
    (
        "Cortana, please set up a Skype call sometime on this Friday 7.6 with Jim.",
        "7 June is that Friday",
    ),
];
const DAYS: &str = "so many days from now is a day, not an hour of it";
const DAY_FIRST: &str = "the day comes before the month";

#[derive(Default)]
struct Share {
    right: usize,
    of: usize,
}

impl Share {
    fn percent(&self) -> f64 {
        let count = |it| f64::from(u32::try_from(it).unwrap());
        100.0 * count(self.right) / count(self.of.max(1))
    }

    fn add(&mut self, other: &Self) {
        self.right += other.right;
        self.of += other.of;
    }
}

#[test]
fn public_corpora_are_read_as_their_authors_meant() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/dates/dev.json");
    let Ok(text) = std::fs::read_to_string(&path) else {
        println!("left out: dates/dev.json is not beside the workspace");
        return;
    };
    let all: Value = serde_json::from_str(&text).unwrap();
    let (mut dutch, mut english, mut nothing) =
        (Share::default(), Share::default(), Share::default());
    for (key, cases) in all.as_object().unwrap() {
        let share = share_of(key, cases);
        println!(
            "{key:18} {:3}/{:3} {:5.1} %",
            share.right,
            share.of,
            share.percent()
        );
        match key {
            _ if key.ends_with("_neg") => nothing.add(&share),
            _ if key.ends_with("_nl") => dutch.add(&share),
            _ => english.add(&share),
        }
    }
    let misread = 100.0 - nothing.percent();
    println!(
        "Dutch {:.1} %, English {:.1} %, misread {misread:.1} %",
        dutch.percent(),
        english.percent()
    );
    assert!(dutch.percent() >= DUTCH_RIGHT, "Dutch");
    assert!(english.percent() >= ENGLISH_RIGHT, "English");
    assert!(misread <= MISREAD_AT_MOST, "misread");
}

fn share_of(key: &str, cases: &Value) -> Share {
    let zone = if key.starts_with("duckling") {
        BEHIND
    } else {
        crate::reading::ZONE
    };
    let mut share = Share::default();
    for case in cases.as_array().unwrap() {
        let text = case["text"].as_str().unwrap();
        let now = wall(case["ref"].as_str().unwrap());
        let now = resolve(now.date(), now.time(), zone);
        let found = parse_expressions(text, now, zone).into_iter().next();
        let kind = case["kind"].as_str().unwrap();
        let shown = found.as_ref().map(|it| shown(it, kind));
        let accepted: Vec<&str> = case["accept"]
            .as_array()
            .unwrap()
            .iter()
            .map(|it| it.as_str().unwrap())
            .collect();
        let right = match &shown {
            Some(shown) => accepted.contains(&shown.as_str()),
            None => kind == "neg",
        };
        share.of += 1;
        share.right += usize::from(right);
        let excused = EXCEPTIONS.iter().any(|(it, _)| *it == text);
        assert!(!(excused && right), "{text:?} is no exception any more");
        if !right {
            let said = found.as_ref().map_or("", |it| &text[it.span.clone()]);
            let rule = found.as_ref().map_or("", |it| it.rule.as_str());
            println!(
                "  {key}: {} {text:?}: {shown:?} from {said:?} by {rule}, not {accepted:?}",
                case["ref"]
            );
        }
    }
    share
}

fn wall(text: &str) -> NaiveDateTime {
    text.parse().unwrap()
}

fn shown(found: &TimeExpression, kind: &str) -> String {
    let form = match kind {
        "date" => "%Y-%m-%d",
        "time" => "%H:%M",
        _ => "%Y-%m-%dT%H:%M",
    };
    found.start.format(form).to_string()
}
