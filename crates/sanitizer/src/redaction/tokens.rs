//! What is a secret by its form: bot tokens, keys with a known prefix, JSON web tokens, private keys.

use super::scanner::found;
use super::{Found, Sensitive};

/// How keys begin that say what they are, and how many characters follow at least.
const PREFIXES: [(&str, usize); 27] = [
    ("sk-", 20),
    ("sk_live_", 16),
    ("sk_test_", 16),
    ("rk_live_", 16),
    ("rk_test_", 16),
    ("whsec_", 20),
    ("ghp_", 30),
    ("gho_", 30),
    ("ghu_", 30),
    ("ghs_", 30),
    ("ghr_", 30),
    ("github_pat_", 30),
    ("glpat-", 16),
    ("xoxa-", 10),
    ("xoxb-", 10),
    ("xoxp-", 10),
    ("xoxr-", 10),
    ("xoxs-", 10),
    ("xapp-", 10),
    ("AIza", 30),
    ("npm_", 30),
    ("pypi-", 30),
    ("hf_", 30),
    ("dop_v1_", 30),
    ("SG.", 30),
    ("key-", 32),
    ("mfa.", 40),
];
/// How the names of keys begin that Amazon gives out; sixteen capitals and digits follow.
const AMAZON: [&str; 4] = ["AKIA", "ASIA", "ABIA", "ACCA"];
/// Shorter than any of these.
const SHORTEST: usize = 13;

/// The token around the byte at `at`: letters, digits, `_`, `-` and `.`.
pub(super) fn around(text: &str, floor: usize, at: usize) -> (usize, usize) {
    let bytes = text.as_bytes();
    let before = bytes[floor..at].iter().rposition(|it| !is_token_byte(*it));
    let behind = bytes[at..].iter().position(|it| !is_token_byte(*it));
    (
        before.map_or(floor, |it| floor + it + 1),
        behind.map_or(bytes.len(), |it| at + it),
    )
}

pub(super) fn is_token_byte(c: u8) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, b'_' | b'-' | b'.')
}

/// What kind of secret `token` is, and how long without the punctuation behind it.
pub(super) fn secret(token: &str) -> Option<(Sensitive, usize)> {
    let token = token.trim_end_matches(['.', '-']);
    if token.len() < SHORTEST {
        return None;
    }
    let kind = if is_json_web_token(token) {
        Sensitive::AccessToken
    } else if is_bot_token(token) {
        Sensitive::BotToken
    } else if is_key(token) {
        Sensitive::ApiKey
    } else {
        return None;
    };
    Some((kind, token.len()))
}

fn is_key(token: &str) -> bool {
    let has_prefix = |(prefix, rest): &(&str, usize)| {
        let behind = token.strip_prefix(prefix);
        behind.is_some_and(|it| it.len() >= *rest && it.bytes().any(|it| it.is_ascii_digit()))
    };
    let is_amazon = |prefix: &&str| {
        let name = token.strip_prefix(*prefix).unwrap_or_default();
        let is_part = |it: u8| it.is_ascii_uppercase() || it.is_ascii_digit();
        name.len() == 16 && name.bytes().all(is_part)
    };
    PREFIXES.iter().any(has_prefix) || AMAZON.iter().any(is_amazon)
}

/// Id, time and signature, with dots between.
fn is_bot_token(token: &str) -> bool {
    let mut parts = [0; 3];
    token.split('.').any(|part| {
        parts = [parts[1], parts[2], part.len()];
        parts[0] >= 23 && (5..=8).contains(&parts[1]) && parts[2] >= 27
    })
}

/// Two objects in base64, and a signature.
fn is_json_web_token(token: &str) -> bool {
    let mut parts = token.split('.');
    let head = parts.next().unwrap_or_default();
    let body = parts.next().unwrap_or_default();
    head.starts_with("eyJ") && head.len() >= 10 && body.len() >= 6 && parts.next().is_some()
}

/// `123456789:AA…`, as Telegram gives its bots; the colon stands at `at`.
pub(super) fn telegram(text: &str, floor: usize, at: usize) -> Option<Found> {
    if !text[at + 1..].starts_with("AA") {
        return None;
    }
    let bytes = text.as_bytes();
    let digits = bytes[floor..at].iter().rev().take(11);
    let digits = digits.take_while(|it| it.is_ascii_digit()).count();
    let (_, end) = around(text, at + 1, at + 1);
    let is_token = (8..=10).contains(&digits) && (30..=40).contains(&(end - at - 1));
    found(Sensitive::BotToken, at - digits, end).filter(|_| is_token)
}

/// From `-----BEGIN … PRIVATE KEY-----` at `at` to its end, or to that of the text when it has none.
pub(super) fn private_key(text: &str, at: usize) -> Option<Found> {
    const DASHES: &str = "-----";
    let label = &text[at + DASHES.len()..];
    let label_end = label.find(DASHES).filter(|it| *it <= 64)?;
    if !label[..label_end].contains("PRIVATE KEY") {
        return None;
    }
    let body = at + 2 * DASHES.len() + label_end;
    let end = text[body..].find("-----END").and_then(|end| {
        let label = body + end + "-----END".len();
        let closing = text[label..].find(DASHES)?;
        Some(label + closing + DASHES.len())
    });
    found(Sensitive::PrivateKey, at, end.unwrap_or(text.len()))
}
