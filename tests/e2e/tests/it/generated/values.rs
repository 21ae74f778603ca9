//! Values: those that a schema allows, up to its bounds, and those that hardly anything allows.

use e2e_tests::Dice;
use proptest::strategy::{Strategy as _, ValueTree as _};
use proptest::string::string_regex;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use serde_json::{Value, json};

use super::document::Document;

/// What stands in a body where [`odd_json`] is put in the end, since no value could hold it.
pub(crate) const ODD: &str = "@odd@";

/// Pieces of JSON that break what reads them carelessly.
const ODD_JSON: [&str; 60] = [
    "null",
    "true",
    "false",
    "0",
    "-0",
    "-1",
    "1.5",
    "1e3",
    "1e308",
    "1e400",
    "123456789012345678901234567890",
    "-9223372036854775808",
    "9223372036854775808",
    "18446744073709551615",
    "18446744073709551616",
    r#""""#,
    r#"" ""#,
    r#""0""#,
    r#""-1""#,
    r#""1.0""#,
    r#""1e3""#,
    r#""NaN""#,
    r#""+1""#,
    r#""00000000000000000000000000001""#,
    r#""9999999999999999999""#,
    r#""18446744073709551616""#,
    r#""\u0000""#,
    r#""a\u0000b""#,
    r#""\ud800""#,
    r#""\udc00\ud800""#,
    r#""\ud83d\ude00""#,
    r#""\u202eabc\u2066""#,
    r#""\u2028\u0085""#,
    r#""\u0007\u001b[0m\u007f""#,
    r#""\ufeff""#,
    r#""\u200b""#,
    r#""٣""#,
    r#""１２:３０""#,
    "[]",
    "{}",
    "[[]]",
    "[null]",
    r#"{"a":1}"#,
    r#"["0","0"]"#,
    "[7]",
    "[-1,1e2]",
    r#""2026-02-30T25:61:00Z""#,
    r#""2026-03-29T02:30:00""#,
    r#""2026-10-25T02:30:00""#,
    r#""9999-12-31T23:59:59Z""#,
    r#""0001-01-01T00:00:00+18:00""#,
    r#""-262143-01-01T00:00:00Z""#,
    r#""+262142-12-31T23:59:59-23:59""#,
    r#""24:00""#,
    r#""23:59:60""#,
    r#""'; DROP TABLE reminders; --""#,
    r#""@everyone <@1> [x](http://y)""#,
    r#""https://""#,
    r#""javascript:alert(1)""#,
    r#""../../etc/passwd""#,
];

/// Texts for addresses and headers that break what reads them carelessly.
const ODD_TEXT: [&str; 24] = [
    " ",
    "0",
    "-1",
    "1.5",
    "1e3",
    "+1",
    "007",
    "9223372036854775808",
    "18446744073709551616",
    "99999999999999999999999999",
    "null",
    "true",
    "NaN",
    "abc",
    "..",
    "%",
    "a/b",
    "a?b#c",
    "é👩‍👩‍👧",
    "\u{202e}123",
    "\u{7f}\u{1}",
    "' OR 1=1 --",
    "٣",
    "00000000-0000-0000-0000-000000000000",
];

/// A value that the schema allows.
pub(crate) fn allowed(document: &Document, schema: &Value, dice: &mut Dice) -> Value {
    let schema = document.resolved(schema);
    if let Some(words) = schema["enum"].as_array() {
        return dice.pick(words).clone();
    }
    if let Some(either) = schema["oneOf"].as_array() {
        return allowed(document, dice.pick(either), dice);
    }
    match kind(schema, dice) {
        "null" => Value::Null,
        "boolean" => dice.once_in(2).into(),
        "integer" => integer(schema, dice).into(),
        "number" => json!(*dice.pick(&[-1.5, 0.0, 0.25, 1e9])),
        "string" => string(schema, dice).into(),
        "array" => array(document, schema, dice),
        "object" => object(document, schema, dice),
        _ => serde_json::from_str(&odd_json(dice)).unwrap_or_default(),
    }
}

/// JSON that may be anything, as text: it need not be a value.
pub(crate) fn odd_json(dice: &mut Dice) -> String {
    if dice.once_in(6) {
        let letter = dice.pick(&["x", "é", "👩‍👩‍👧", "\u{301}", "\\n", "<", "𝔸"]);
        let times = dice.pick(&[99, 101, 256, 513, 1025, 2001, 4001]);
        return format!("\"{}\"", letter.repeat(*times));
    }
    if dice.once_in(20) {
        let depth = *dice.pick(&[30, 31, 32, 33, 500]);
        return format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    }
    (*dice.pick(&ODD_JSON)).to_owned()
}

/// Text that may be anything but empty.
pub(crate) fn odd_text(dice: &mut Dice) -> String {
    if dice.once_in(12) {
        return "9".repeat(*dice.pick(&[19, 20, 21, 300, 4000]));
    }
    (*dice.pick(&ODD_TEXT)).to_owned()
}

/// Words for people, of so many characters.
pub(crate) fn words(least: usize, most: usize, dice: &mut Dice) -> String {
    const LETTERS: [char; 16] = [
        'a', 'e', 'r', 'n', 'S', 'Z', ' ', '-', '7', '\'', 'é', 'ß', 'ع', '界', '👋', '"',
    ];
    let length = match dice.throw(8) {
        0 => least,
        1 => most,
        _ => dice.between(least, most.min(least + 40)),
    };
    // Neither end is a space, since those do not count.
    let letter = |at: usize, dice: &mut Dice| match at {
        _ if at == 0 || at + 1 == length => 'B',
        _ => *dice.pick(&LETTERS),
    };
    (0..length).map(|at| letter(at, dice)).collect()
}

/// A text that a pattern describes.
pub(crate) fn matching(pattern: &str, dice: &mut Dice) -> String {
    let inner = pattern.trim_start_matches('^').trim_end_matches('$');
    let strategy = string_regex(inner).expect("the pattern can be read");
    let seed: Vec<u8> = (0..4)
        .flat_map(|_| dice.throw(u64::MAX).to_le_bytes())
        .collect();
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &seed);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    let tree = strategy.new_tree(&mut runner);
    tree.expect("the pattern has texts").current()
}

/// What of its kinds a value is to be.
fn kind<'a>(schema: &'a Value, dice: &mut Dice) -> &'a str {
    match &schema["type"] {
        Value::Array(kinds) => dice.pick(kinds).as_str().unwrap_or_default(),
        one => one.as_str().unwrap_or_default(),
    }
}

fn integer(schema: &Value, dice: &mut Dice) -> i64 {
    let widest = match schema["format"].as_str() {
        Some("int32") => i64::from(i32::MAX),
        _ => i64::MAX,
    };
    let least = schema["minimum"].as_i64().unwrap_or(-widest);
    let most = schema["maximum"].as_i64().unwrap_or(widest);
    let near = [least, most, least.saturating_add(1), most - 1, 0, 1, 42];
    let near = *dice.pick(&near);
    if near < least || near > most || dice.once_in(2) {
        let room = u64::try_from(most.saturating_sub(least)).unwrap_or(1 << 62);
        let thrown = dice.throw(room.saturating_add(1).min(1 << 62));
        return least.saturating_add(i64::try_from(thrown).unwrap_or_default());
    }
    near
}

fn string(schema: &Value, dice: &mut Dice) -> String {
    if let Some(pattern) = schema["pattern"].as_str() {
        return matching(pattern, dice);
    }
    if schema["format"] == "date-time" {
        return "2026-06-01T10:00:00Z".to_owned();
    }
    let bound = |name: &str, usual: usize| {
        let bound = schema[name].as_u64().and_then(|it| it.try_into().ok());
        bound.unwrap_or(usual)
    };
    words(bound("minLength", 0), bound("maxLength", 60), dice)
}

fn array(document: &Document, schema: &Value, dice: &mut Dice) -> Value {
    let most = schema["maxItems"].as_u64().unwrap_or(9).min(9);
    let length = dice.throw(most + 1);
    let one = |_| allowed(document, &schema["items"], dice);
    (0..length).map(one).collect()
}

fn object(document: &Document, schema: &Value, dice: &mut Dice) -> Value {
    let required = |name: &str| {
        let mut names = schema["required"].as_array().into_iter().flatten();
        names.any(|it| it == name)
    };
    let mut made = json!({});
    for (name, inner) in schema["properties"].as_object().into_iter().flatten() {
        if required(name) || dice.once_in(2) {
            made[name] = allowed(document, inner, dice);
        }
    }
    if schema["additionalProperties"].is_object() {
        for _ in 0..dice.throw(4) {
            let name = *dice.pick(&["reminders", "enabled", "a", "", "system", "x.y"]);
            made[name] = allowed(document, &schema["additionalProperties"], dice);
        }
    }
    made
}
