//! What is made unreadable and what is not: for every kind what it looks like, and what only looks like it.

use proptest::prelude::*;
use sanitizer::{Flag, Sensitive, redact, safe_log_message};
use serde_json::Value;

/// One text a line: `text`, with `⟦…⟧` around what has to go, and `kinds`. Long secrets are written `⟨part×times⟩`, so
/// that nobody takes this file for a leak.
const CASES: &str = include_str!("redaction.jsonl");

struct Case {
    text: String,
    secrets: Vec<String>,
    kept: Vec<String>,
    kinds: Vec<String>,
}

fn cases() -> Vec<Case> {
    let lines = CASES.lines().filter(|it| !it.trim().is_empty());
    lines.map(case).collect()
}

fn case(line: &str) -> Case {
    let json: Value = serde_json::from_str(line).unwrap_or_else(|error| panic!("{line}: {error}"));
    let marked = spelled_out(json["text"].as_str().expect("a text"));
    let pieces: Vec<String> = marked.split(['⟦', '⟧']).map(str::to_owned).collect();
    let kinds = json["kinds"].as_array().expect("a list of kinds");
    Case {
        text: pieces.concat(),
        kept: pieces.iter().step_by(2).cloned().collect(),
        secrets: pieces.iter().skip(1).step_by(2).cloned().collect(),
        kinds: kinds
            .iter()
            .map(|it| it.as_str().expect("a name").to_owned())
            .collect(),
    }
}

/// `⟨ab×3⟩` is `ababab`.
fn spelled_out(text: &str) -> String {
    let mut pieces = text.split(['⟨', '⟩']);
    let mut whole = pieces.next().unwrap_or_default().to_owned();
    while let (Some(repeated), Some(plain)) = (pieces.next(), pieces.next()) {
        let (part, times) = repeated.split_once('×').expect("a part and how often");
        whole.push_str(&part.repeat(times.parse().expect("a number")));
        whole.push_str(plain);
    }
    whole
}

#[test]
fn everything_sensitive_goes_and_everything_else_stays() {
    let mut wrong = Vec::new();
    for case in cases() {
        let redacted = redact(&case.text);
        let kinds: Vec<&str> = redacted.kinds.iter().map(|it| it.as_str()).collect();
        let mut rest = redacted.text.as_str();
        let is_kept = case.kept.iter().all(|kept| {
            let found = rest.find(kept.as_str());
            rest = &rest[found.map_or(rest.len(), |at| at + kept.len())..];
            found.is_some()
        });
        let leaks = case
            .secrets
            .iter()
            .any(|it| redacted.text.contains(it.as_str()));
        let is_unchanged = redacted.text == case.text;
        if kinds != case.kinds || !is_kept || leaks || is_unchanged != case.secrets.is_empty() {
            wrong.push(format!("{:?} -> {:?} {kinds:?}", case.text, redacted.text));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_kind_has_cases_and_so_has_what_is_none() {
    let cases = cases();
    for kind in Sensitive::ALL {
        let count = cases
            .iter()
            .filter(|it| it.kinds.iter().any(|it| it == kind.as_str()))
            .count();
        assert!(count >= 3, "{}: {count}", kind.as_str());
    }
    assert!(cases.iter().filter(|it| it.kinds.is_empty()).count() >= 60);
}

#[test]
fn what_was_replaced_is_not_replaced_again() {
    for case in cases() {
        let once = redact(&case.text).text;
        assert_eq!(redact(&once).text, once);
    }
}

#[test]
fn logs_lose_secrets_and_keep_personal_data() {
    for case in cases().into_iter().filter(|it| it.kinds.len() == 1) {
        let log = safe_log_message(&case.text, 10_000).into_string();
        let is_secret = redact(&case.text).flags().contains(Flag::Secrets);
        let holds =
            |it: &String| log.contains(&it.split_whitespace().collect::<Vec<_>>().join(" "));
        assert_eq!(
            !case.secrets.iter().all(holds),
            is_secret,
            "{:?} -> {log:?}",
            case.text
        );
    }
}

#[test]
fn neighbours_are_found_each_for_itself() {
    let redacted = redact("jan@club.example,piet@club.example;BE68539007547034/0470123456");
    assert_eq!(
        redacted.text,
        "[redacted email],[redacted email];[redacted iban]/[redacted phone]"
    );
    assert!(redacted.flags().contains(Flag::PersonalData));
    assert!(!redacted.flags().contains(Flag::Secrets));
}

/// Pieces of what is looked for, and what holds them together.
const PIECES: &[&str] = &[
    "password",
    "wachtwoord",
    "key",
    "token",
    ":",
    "=",
    ": ",
    " is ",
    "\"",
    "'",
    "Bearer ",
    "sk-",
    "ghp_",
    "eyJ",
    ".",
    "-",
    "_",
    "AKIA",
    "AAAAAAAA",
    "abcdef",
    "x9",
    "https://",
    "user",
    "@",
    "host.example",
    "/",
    "webhooks/",
    "+",
    "0",
    "04",
    "32",
    "470",
    "12",
    "34",
    "56",
    " ",
    "BE",
    "68",
    "5390",
    "0754",
    "7034",
    "4111",
    "1111",
    "-----BEGIN ",
    "PRIVATE KEY-----",
    "-----END ",
    "[redacted",
    "[redacted password]",
    "]",
    "\n",
    "é",
    "😊",
    "\u{200b}",
    "1234567890",
    "(",
    ")",
    ",",
    "git",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 3000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_redacted_once(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..24)) {
        let once = redact(&pieces.concat());
        prop_assert_eq!(once.kinds.is_empty(), once.text == pieces.concat());
        let twice = redact(&once.text);
        prop_assert!(twice.text == once.text, "{:?} -> {:?}", once.text, twice.text);
    }

    #[test]
    fn a_log_message_with_secrets_is_stable(
        pieces in prop::collection::vec(prop::sample::select(PIECES), 0..24),
        max in 0..90_usize,
    ) {
        let once = safe_log_message(&pieces.concat(), max);
        let twice = safe_log_message(once.as_str(), max);
        prop_assert!(twice == once, "{once:?} -> {twice:?}");
    }
}
