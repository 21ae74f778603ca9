//! Every rule fires where it must and keeps still where a text only comes near it.

use parsers::{Rule, parse_announcement, parse_expressions};
use serde_json::Value;

use crate::reading::{ZONE, now, text};

/// A text, the rule it is about, and whether that rule must read something in it.
struct Case {
    rule: String,
    text: String,
    fires: bool,
    /// Read as a mere text with dates, not as an announcement.
    free: bool,
}

fn cases() -> Vec<Case> {
    include_str!("../data/rules.jsonl")
        .lines()
        .map(|line| {
            let case: Value = serde_json::from_str(line).unwrap();
            Case {
                rule: case["rule"].as_str().unwrap().to_owned(),
                text: case["text"].as_str().unwrap().to_owned(),
                fires: case["fires"].as_bool().unwrap(),
                free: case["as"] == "expression",
            }
        })
        .collect()
}

/// The rules that read anything in a text.
fn rules_in(body: &str, free: bool) -> Vec<&'static str> {
    if free {
        let found = parse_expressions(body, now(), ZONE);
        return found.iter().map(|it| it.rule.as_str()).collect();
    }
    let evidence = match parse_announcement(&text(body), now(), ZONE) {
        Ok(event) => event.evidence,
        Err(why) => why.evidence,
    };
    evidence.iter().map(|it| it.rule.as_str()).collect()
}

#[test]
fn every_rule_has_a_case_that_fires_and_a_near_miss() {
    let cases = cases();
    for rule in Rule::ALL {
        for fires in [true, false] {
            let mut of_rule = cases.iter().filter(|it| it.rule == rule.as_str());
            assert!(
                of_rule.any(|it| it.fires == fires),
                "{rule:?} has no case with fires = {fires} in tests/data/rules.jsonl"
            );
        }
    }
    for case in &cases {
        assert!(
            Rule::ALL.iter().any(|it| it.as_str() == case.rule),
            "no such rule: {}",
            case.rule
        );
    }
}

#[test]
fn rules_fire_where_they_must_and_nowhere_near_it() {
    let wrong: Vec<String> = cases()
        .iter()
        .filter_map(|case| {
            let found = rules_in(&case.text, case.free);
            let fired = found.contains(&case.rule.as_str());
            (fired != case.fires).then(|| {
                format!(
                    "{} must{} fire in {:?}, found {found:?}",
                    case.rule,
                    if case.fires { "" } else { " not" },
                    case.text
                )
            })
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
