//! What is made unreadable and what is not: for every kind what it looks like, and what only looks like it.

use std::collections::BTreeSet;

use sanitizer::{Flag, Sensitive, redact, safe_log_message};
use serde_json::Value;

/// One text a line: `text`, with `⟦kind|…⟧` around what has to go. Long secrets are written `⟨part×times⟩`, so that
/// nobody takes this file for a leak; `"kind` says that the mark stands in quotes, where JSON had a number.
const CASES: &str = include_str!("data/redaction.jsonl");

struct Case {
    id: String,
    text: String,
    expected: String,
    secrets: Vec<String>,
    kinds: BTreeSet<Sensitive>,
}

fn cases() -> Vec<Case> {
    CASES.lines().map(case).collect()
}

fn case(line: &str) -> Case {
    let json: Value = serde_json::from_str(line).unwrap_or_else(|error| panic!("{line}: {error}"));
    let marked = spelled_out(json["text"].as_str().expect("a text"));
    let mut case = Case {
        id: json["id"].as_str().expect("an id").to_owned(),
        text: String::new(),
        expected: String::new(),
        secrets: Vec::new(),
        kinds: BTreeSet::new(),
    };
    for (at, piece) in marked.split(['⟦', '⟧']).enumerate() {
        if at % 2 == 0 {
            case.text.push_str(piece);
            case.expected.push_str(piece);
            continue;
        }
        let (kind, secret) = piece.split_once('|').expect("a kind and a secret");
        let quote = if kind.starts_with('"') { "\"" } else { "" };
        let kind = kind_named(kind.trim_start_matches('"'));
        case.text.push_str(secret);
        case.expected.extend([quote, &mark_of(kind), quote]);
        case.secrets.push(secret.to_owned());
        case.kinds.insert(kind);
    }
    case
}

fn kind_named(name: &str) -> Sensitive {
    let found = Sensitive::ALL.into_iter().find(|it| it.as_str() == name);
    found.unwrap_or_else(|| panic!("no kind is called {name}"))
}

/// What stands where a secret stood, as the documentation gives it.
fn mark_of(kind: Sensitive) -> String {
    match kind {
        Sensitive::WebhookUrl => "[redacted webhook]".to_owned(),
        _ => format!("[redacted {}]", kind.as_str().replace('_', " ")),
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
    let cases = cases();
    let is_right = |case: &&Case| {
        let redacted = redact(&case.text);
        redacted.text == case.expected && redacted.kinds.iter().eq(&case.kinds)
    };
    for (name, has_secrets) in [("with secrets", true), ("honest", false)] {
        let of_it = || {
            cases
                .iter()
                .filter(|it| it.secrets.is_empty() != has_secrets)
        };
        let (right, all) = (of_it().filter(is_right).count(), of_it().count());
        println!("{name}: {right} of {all} as they should be");
    }
    let wrong: Vec<String> = cases
        .iter()
        .filter(|it| !is_right(it))
        .map(|it| format!("{} {:?} -> {:?}", it.id, it.text, redact(&it.text).text))
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_kind_has_cases_and_so_has_what_is_none() {
    let cases = cases();
    for kind in Sensitive::ALL {
        let count = cases.iter().filter(|it| it.kinds.contains(&kind)).count();
        assert!(count >= 4, "{}: {count}", kind.as_str());
    }
    assert!(cases.iter().filter(|it| !it.secrets.is_empty()).count() >= 240);
    assert!(cases.iter().filter(|it| it.secrets.is_empty()).count() >= 260);
}

#[test]
fn what_was_replaced_is_not_replaced_again() {
    for case in cases() {
        let once = redact(&case.text).text;
        assert_eq!(redact(&once).text, once);
    }
}

#[test]
fn what_was_json_is_json_afterwards() {
    let is_json = |text: &str| serde_json::from_str::<Value>(text).is_ok();
    let cases = cases();
    let json: Vec<&Case> = cases.iter().filter(|it| is_json(&it.text)).collect();
    assert!(json.len() >= 25, "{}", json.len());
    for case in json {
        let redacted = redact(&case.text).text;
        assert!(is_json(&redacted), "{:?} -> {redacted:?}", case.text);
    }
}

#[test]
fn what_ends_in_the_middle_of_a_text_of_json_leaves_its_quote() {
    for (text, redacted) in [
        (
            r#"{"-----BEGIN PRIVATE KEY-----\"":""}"#,
            r#"{"[redacted private key]\"":""}"#,
        ),
        (
            r#"{"kop":"Cookie:sid="}"#,
            r#"{"kop":"Cookie:[redacted access token]"}"#,
        ),
        (
            r#"{"password":"geheim﹨","wachtwoord van de wifi":""}"#,
            r#"{"password":"[redacted password]","wachtwoord van de wifi":""}"#,
        ),
    ] {
        assert_eq!(redact(text).text, redacted);
    }
}

#[test]
fn logs_lose_secrets_and_keep_personal_data() {
    for case in cases().into_iter().filter(|it| it.kinds.len() == 1) {
        let log = safe_log_message(&case.text, 10_000).into_string();
        let is_secret = case.kinds.iter().all(|it| it.flag() == Flag::Secrets);
        let holds = |it: &String| log.contains(&on_one_line(it));
        assert_eq!(
            !case.secrets.iter().all(holds),
            is_secret,
            "{:?} -> {log:?}",
            case.text
        );
    }
}

/// What can be seen of `text`, blanks collapsed.
fn on_one_line(text: &str) -> String {
    let seen = text.replace(['\u{200b}', '\u{2060}', '\u{ad}'], "");
    seen.split_whitespace().collect::<Vec<_>>().join(" ")
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
