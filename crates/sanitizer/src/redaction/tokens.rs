//! What is a secret by its form: bot tokens, keys with a known prefix, JSON web tokens, private keys.

use super::bytes::{after_escape, is_escaped};
use super::scanner::found;
use super::{Found, Sensitive, prefixes};

/// Shorter than any of these.
const SHORTEST: usize = 13;
/// How many bytes are read to find out whether letters of both cases and digits occur.
const MIXED_WITHIN: usize = 96;
/// What stands around the label of a private key, and how long the label may be.
const DASHES: &[u8] = b"-----";
const LONGEST_LABEL: usize = 64;

/// The token around the byte at `at`: letters, digits, `_`, `-` and `.`.
pub(super) fn around(bytes: &[u8], floor: usize, at: usize) -> (usize, usize) {
    let before = bytes[floor..at].iter().rposition(|it| !is_token_byte(*it));
    let behind = bytes[at..].iter().position(|it| !is_token_byte(*it));
    let start = before.map_or(floor, |it| floor + it + 1);
    (
        after_escape(bytes, start).min(at),
        behind.map_or(bytes.len(), |it| at + it),
    )
}

pub(super) fn is_token_byte(c: u8) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, b'_' | b'-' | b'.')
}

/// What kind of secret `token` is, and where in it, without the punctuation around it.
pub(super) fn secret(token: &[u8]) -> Option<(Sensitive, usize, usize)> {
    if token.len() < SHORTEST {
        return None;
    }
    let is_joint = |it: &u8| !matches!(it, b'.' | b'-' | b'_');
    let start = token.iter().position(is_joint)?;
    let end = token.iter().rposition(|it| !matches!(it, b'.' | b'-'))? + 1;
    let body = &token[start..end];
    let kind = if is_json_web_token(body) {
        Sensitive::AccessToken
    } else if is_bot_token(body) {
        Sensitive::BotToken
    } else if prefixes::is_key(body) {
        Sensitive::ApiKey
    } else {
        return None;
    };
    Some((kind, start, end))
}

/// Id, time and signature, with dots between.
fn is_bot_token(token: &[u8]) -> bool {
    let mut parts = [0; 3];
    let has_form = token.split(|it| *it == b'.').any(|part| {
        parts = [parts[1], parts[2], part.len()];
        parts[0] >= 23 && (5..=8).contains(&parts[1]) && parts[2] >= 27
    });
    let start = token.iter().take(MIXED_WITHIN);
    has_form && start.clone().any(u8::is_ascii_uppercase) | start.clone().any(u8::is_ascii_digit)
}

/// Two objects in base64, and a signature.
fn is_json_web_token(token: &[u8]) -> bool {
    let mut parts = token.split(|it| *it == b'.');
    let head = parts.next().unwrap_or_default();
    let body = parts.next().unwrap_or_default();
    head.starts_with(b"eyJ") && head.len() >= 10 && !body.is_empty() && parts.next().is_some()
}

/// `123456789:AA…`, as Telegram gives its bots; the colon stands at `at`.
pub(super) fn telegram(bytes: &[u8], floor: usize, at: usize) -> Option<Found> {
    if !bytes[at + 1..].starts_with(b"AA") {
        return None;
    }
    let digits = bytes[floor..at].iter().rev().take(11);
    let digits = digits.take_while(|it| it.is_ascii_digit()).count();
    let (_, end) = around(bytes, at + 1, at + 1);
    let is_token = (8..=10).contains(&digits) && (30..=40).contains(&(end - at - 1));
    found(Sensitive::BotToken, at - digits, end).filter(|_| is_token)
}

/// From `-----BEGIN … PRIVATE KEY-----` at `at` to its end, or as far as it goes when it has none.
pub(super) fn private_key(bytes: &[u8], at: usize) -> Option<Found> {
    let label = at + DASHES.len();
    let within = &bytes[label..bytes.len().min(label + LONGEST_LABEL + DASHES.len())];
    let label_end = position(within, DASHES)?;
    let is_label = |it: &u8| it.is_ascii_uppercase() || it.is_ascii_digit() || *it == b' ';
    let label_of = &within[..label_end];
    position(label_of, b"PRIVATE KEY").filter(|_| label_of.iter().all(is_label))?;
    let body = label + label_end + DASHES.len();
    let rest = &bytes[body..];
    // The body of a key has no quotes: what was cut short inside of them ends where they do.
    let closing = rest
        .iter()
        .position(|it| matches!(it, b'"' | b'\'' | b'<' | b'`'));
    let mut rest = &rest[..closing.unwrap_or(rest.len())];
    // A quote that JSON writes with a backslash keeps it.
    if is_escaped(bytes, body + rest.len()) {
        rest = &rest[..rest.len().saturating_sub(1)];
    }
    let end = position(rest, b"-----END").and_then(|end| {
        let label = end + b"-----END".len();
        let closing = position(&rest[label..], DASHES)?;
        Some(label + closing + DASHES.len())
    });
    found(Sensitive::PrivateKey, at, body + end.unwrap_or(rest.len()))
}

/// Where `wanted` begins in `bytes`.
fn position(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|it| it == wanted)
}
