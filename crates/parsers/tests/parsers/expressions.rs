//! Date and time expressions of our own, with what they mean.
//!
//! `DATES=own cargo test -p parsers own_expressions -- --nocapture` lists what is read otherwise.

use chrono::NaiveDateTime;
use parsers::{TimeExpression, parse_expressions, parse_zone, resolve};
use serde_json::Value;

/// How many of a thousand are read as they are meant.
const RIGHT_AT_LEAST: usize = 700;

#[test]
fn own_expressions_are_read_as_they_are_meant() {
    let cases: Vec<Value> = include_str!("../data/expressions.jsonl")
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let wrong: Vec<String> = cases.iter().filter_map(misread).collect();
    let right = cases.len() - wrong.len();
    println!("own expressions: {right} of {}", cases.len());
    if std::env::var("DATES").is_ok_and(|it| it == "own") {
        println!("{}", wrong.join("\n"));
    }
    assert!(
        right * 1000 >= cases.len() * RIGHT_AT_LEAST,
        "{}",
        wrong.join("\n")
    );
}

fn misread(case: &Value) -> Option<String> {
    let text = case["text"].as_str().unwrap();
    let zone = parse_zone(case["zone"].as_str().unwrap()).unwrap();
    let now: NaiveDateTime = format!("{}:00", case["now"].as_str().unwrap())
        .parse()
        .unwrap();
    let found = parse_expressions(text, resolve(now.date(), now.time(), zone), zone);
    let first = found.first();
    let start = shown(case["start"].as_str(), first.map(|it| it.start));
    let end = shown(case["end"].as_str(), first.and_then(|it| it.end));
    let grain = first.map(|it| it.grain.as_str());
    let right = match case["start"].as_str() {
        None => first.is_none(),
        expected => {
            start.as_deref() == expected
                && (case["end"].is_null() || end.as_deref() == case["end"].as_str())
                && (case["grain"].is_null() || grain == case["grain"].as_str())
        }
    };
    let told =
        |it: &TimeExpression| format!("{:?} by {}", &text[it.span.clone()], it.rule.as_str());
    (!right).then(|| {
        format!(
            "{text:?} at {}: {start:?} {end:?} {grain:?} from {}, not {} {} {}",
            case["now"].as_str().unwrap(),
            first.map(told).unwrap_or_default(),
            case["start"],
            case["end"],
            case["grain"]
        )
    })
}

/// As exactly as the case is written.
fn shown(expected: Option<&str>, found: Option<NaiveDateTime>) -> Option<String> {
    let form = match expected.map(str::len) {
        Some(10) => "%Y-%m-%d",
        Some(5) => "%H:%M",
        _ => "%Y-%m-%dT%H:%M",
    };
    found.map(|it| it.format(form).to_string())
}
