//! What holds for every text that is redacted: secrets are gone, however they are dressed up, nothing else changes, and
//! what was JSON still is.

use proptest::prelude::*;
use sanitizer::{Sensitive, redact, safe_log_message};
use serde_json::{Map, Value};

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
    "\\",
    "\\n",
    "\\\"",
    "{\"",
    "\":\"",
    "\"}",
    "Authorization",
    "Basic ",
    "Cookie",
    "--",
    "wachtwoord van de wifi",
    "\u{a0}",
    "\u{2011}",
    "＠",
    "аb",
    "[redacted api",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: ProptestConfig::default().cases.max(3000), failure_persistence: None, ..ProptestConfig::default() })]

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

    #[test]
    fn a_secret_in_a_sentence_goes_and_the_sentence_stays(
        (secret, kind) in secrets(),
        before in prop::sample::select(BEFORE),
        behind in prop::sample::select(BEHIND),
    ) {
        let redacted = redact(&format!("{before} {secret}{behind}"));
        let mark = format!("[redacted {}]", kind.as_str().replace('_', " "));
        prop_assert_eq!(redacted.text, format!("{before} {mark}{behind}"));
        prop_assert_eq!(redacted.kinds, [kind]);
    }

    #[test]
    fn what_nobody_sees_hides_no_secret(
        (secret, kind) in secrets(),
        hidden in prop::sample::select(&['\u{200b}', '\u{ad}', '\u{2060}', '\u{feff}', '\u{fe0f}', '\u{202e}'][..]),
        place in any::<prop::sample::Index>(),
        blank in prop::sample::select(&[" ", "\u{a0}", "\u{2009}", "\u{202f}", "\u{3000}"][..]),
    ) {
        let mut dressed: Vec<char> = secret.chars().collect();
        dressed.insert(1 + place.index(dressed.len() - 1), hidden);
        let dressed = dressed.into_iter().collect::<String>().replace(' ', blank);
        let redacted = redact(&format!("zie {dressed} hier"));
        let mark = format!("[redacted {}]", kind.as_str().replace('_', " "));
        prop_assert_eq!(redacted.text, format!("zie {mark} hier"));
    }

    #[test]
    fn json_stays_json(value in json()) {
        let redacted = redact(&value.to_string()).text;
        prop_assert!(serde_json::from_str::<Value>(&redacted).is_ok(), "{value} -> {redacted}");
        let indented = serde_json::to_string_pretty(&value).expect("a value can be written");
        let redacted = redact(&indented).text;
        prop_assert!(serde_json::from_str::<Value>(&redacted).is_ok(), "{indented} -> {redacted}");
    }

    #[test]
    fn honest_lines_stay_honest_together(lines in prop::collection::vec(prop::sample::select(honest_lines()), 1..6)) {
        let text = lines.join("\n");
        prop_assert_eq!(redact(&text).text, text);
    }
}

const BEFORE: &[&str] = &[
    "zie",
    "Hoi allemaal,",
    "stuur dit naar",
    "This is mine:",
    "(hier staat het:",
];
const BEHIND: &[&str] = &[
    "",
    " aub",
    ", dank je",
    ". Groetjes",
    ") en zo",
    "\nEls",
    "; bedankt!",
];

/// A secret that is told by its form, and its kind.
fn secrets() -> impl Strategy<Value = (String, Sensitive)> {
    let of = |kind| move |text: String| (text, kind);
    prop_oneof![
        "[a-z][a-z0-9]{0,8}(\\.[a-z]{1,6})?@[a-z]{2,9}\\.(be|nl|example|co\\.uk)"
            .prop_map(of(Sensitive::Email)),
        "04[5-9][0-9]( [0-9]{2}){3}".prop_map(of(Sensitive::Phone)),
        "\\+31 6 [1-9][0-9]{3}[1-9]{4}".prop_map(of(Sensitive::Phone)),
        "(ghp_|glpat-|sk_live_|xoxb-)[A-Z][a-z][0-9][A-Za-z0-9]{21}"
            .prop_map(of(Sensitive::ApiKey)),
        "eyJ[A-Za-z0-9]{12}\\.eyJ[A-Za-z0-9]{16}\\.[A-Za-z0-9_]{20}"
            .prop_map(of(Sensitive::AccessToken)),
        "[MN][A-Za-z0-9]{23}\\.G[a-z]{5}\\.[A-Za-z0-9]{30}".prop_map(of(Sensitive::BotToken)),
        "[0-9]{12}"
            .prop_map(|it| belgian_account(&it))
            .prop_map(of(Sensitive::Iban)),
        "4[0-9]{14}"
            .prop_map(|it| card(&it))
            .prop_map(of(Sensitive::Card)),
    ]
}

/// The account number with these digits, its check digits put before them.
fn belgian_account(digits: &str) -> String {
    // B, E and two noughts, as the rule of the check digits has it.
    let number: u128 = format!("{digits}111400").parse().expect("digits");
    let whole = format!("BE{:02}{digits}", 98 - number % 97);
    let groups: Vec<&str> = (0..4).map(|at| &whole[at * 4..at * 4 + 4]).collect();
    groups.join(" ")
}

/// The card number with these digits, its check digit put behind them.
fn card(digits: &str) -> String {
    let sum: u32 = digits
        .bytes()
        .rev()
        .enumerate()
        .map(|(at, digit)| {
            let digit = u32::from(digit - b'0') * if at % 2 == 0 { 2 } else { 1 };
            digit / 10 + digit % 10
        })
        .sum();
    format!("{digits}{}", (10 - sum % 10) % 10)
}

/// Objects and lists whose names and texts have much to do with secrets.
fn json() -> impl Strategy<Value = Value> {
    let text =
        || prop::collection::vec(prop::sample::select(PIECES), 0..5).prop_map(|it| it.concat());
    let leaf = prop_oneof![
        text().prop_map(Value::String),
        any::<String>().prop_map(Value::String),
        any::<bool>().prop_map(Value::Bool),
        any::<i64>().prop_map(Value::from),
        Just(Value::from(4_111_111_111_111_111_i64)),
        Just(Value::from(0.5)),
        Just(Value::Null),
    ];
    let values = leaf.prop_recursive(3, 16, 4, move |inner| {
        let entries = prop::collection::vec((text(), inner.clone()), 0..4);
        prop_oneof![
            prop::collection::vec(inner, 0..4).prop_map(Value::Array),
            entries.prop_map(|it| Value::Object(it.into_iter().collect::<Map<_, _>>())),
        ]
    });
    // A number alone is read as what somebody typed.
    values.prop_map(|it| match it {
        Value::Object(_) | Value::Array(_) => it,
        alone => Value::Array(vec![alone]),
    })
}

/// The honest texts of the labelled set, save those that ask for an answer on the next line.
fn honest_lines() -> Vec<String> {
    let texts = include_str!("data/redaction.jsonl").lines().map(|line| {
        let json: Value = serde_json::from_str(line).expect("a case");
        json["text"].as_str().expect("a text").to_owned()
    });
    texts
        .filter(|it| !it.contains(['⟦', '⟨', '\n']) && !it.trim_end().ends_with([':', '=']))
        .collect()
}
