//! What is a secret because somebody calls it one: `password: …`, `api_key=…`, `Bearer …`.

use super::scanner::found;
use super::tokens::is_token_byte;
use super::{Found, Sensitive};

/// How a mark begins; what has been replaced is not replaced again.
const MARK: &str = "[redacted]";
/// Names of passwords; whatever follows is one.
const PASSWORDS: [&str; 9] = [
    "password",
    "passwd",
    "passphrase",
    "passcode",
    "pass",
    "pwd",
    "wachtwoord",
    "wachtwoorden",
    "paswoord",
];
/// The last part of the name of a key. Behind a blank they may be ordinary words.
const KEYS: [&str; 6] = [
    "key",
    "apikey",
    "secret",
    "signature",
    "credential",
    "sleutel",
];
const TOKENS: [&str; 2] = ["token", "jwt"];
/// Behind "password:" these say something about it.
const NO_PASSWORDS: [&str; 20] = [
    "required",
    "optional",
    "none",
    "reset",
    "forgotten",
    "forgot",
    "incorrect",
    "wrong",
    "invalid",
    "expired",
    "verplicht",
    "optioneel",
    "geen",
    "vergeten",
    "fout",
    "verkeerd",
    "ongeldig",
    "vereist",
    "minstens",
    "minimum",
];
/// No name worth reading is longer.
const LONGEST_NAME: usize = 64;
/// A value behind a blank is no secret when it is shorter.
const SHORTEST_BEHIND_BLANK: usize = 4;
const SHORTEST_KEY_BEHIND_BLANK: usize = 8;
const SHORTEST_BEARER: usize = 6;
/// No value in quotes is longer.
const LONGEST_QUOTED: usize = 200;
/// A word this long is no word.
const LONGEST_WORD: usize = 24;

/// The value behind the `:` or `=` at `at`, if what stands before it names a secret.
pub(super) fn value(text: &str, floor: usize, at: usize) -> Option<Found> {
    let kind = kind_of(name_before(text, floor, at))?;
    let rest = &text[at + 1..];
    let lead = rest.len() - rest.trim_start_matches([':', '=', '"', '\'', '>']).len();
    let is_blank = |c| matches!(c, ' ' | '\t');
    let behind = &rest[lead..];
    let blanks = behind.len() - behind.trim_start_matches(is_blank).len();
    let start = at + 1 + lead + blanks;
    if blanks == 0 {
        let end = quoted_end(text, start).unwrap_or_else(|| joined_end(text, start));
        return replaceable(kind, text, start, end);
    }
    let opening = &text[start..];
    let start = start + opening.len() - opening.trim_start_matches(['"', '\'', '`']).len();
    if let Some(end) = quoted_end(text, start).filter(|_| kind == Sensitive::Password) {
        return replaceable(kind, text, start, end);
    }
    let end = spaced_end(text, start);
    is_told(kind, &text[start..end])
        .then(|| replaceable(kind, text, start, end))
        .flatten()
}

/// The token behind the word `Bearer` that begins at `at`.
pub(super) fn bearer(text: &str, floor: usize, at: usize) -> Option<Found> {
    let start = word(text, floor, at, "bearer")?;
    let separators = |c| matches!(c, ' ' | '\t' | ':' | '=' | '"' | '\'');
    let rest = &text[start..];
    let lead = rest.len() - rest.trim_start_matches(separators).len();
    let start = start + lead;
    let end = joined_end(text, start);
    let value = without_dots(&text[start..end]);
    let is_token =
        value.len() >= SHORTEST_BEARER && lead > 0 && !is_word(value) && !names_another(value);
    replaceable(Sensitive::AccessToken, text, start, end).filter(|_| is_token)
}

/// The password behind "wachtwoord is" or "password is", whose name begins at `at`, if it cannot be a word.
pub(super) fn spoken_password(text: &str, floor: usize, at: usize) -> Option<Found> {
    let name = PASSWORDS.iter().find_map(|it| word(text, floor, at, it))?;
    let verb = [" is ", " was ", " - "];
    let lead = verb.iter().find(|it| text[name..].starts_with(**it))?;
    let start = name + lead.len();
    let end = spaced_end(text, start);
    let value = &text[start..end];
    let is_told = value.len() >= SHORTEST_BEHIND_BLANK && !is_word(value) && !names_another(value);
    replaceable(Sensitive::Password, text, start, end).filter(|_| is_told)
}

/// Where `wanted` ends, if it stands at `at` as a word of its own, in any case.
fn word(text: &str, floor: usize, at: usize, wanted: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let end = at + wanted.len();
    let found = bytes.get(at..end)?;
    let is_border = |it: Option<&u8>| it.is_none_or(|it| !it.is_ascii_alphanumeric());
    let begins = at == floor || is_border(bytes.get(at - 1));
    (found.eq_ignore_ascii_case(wanted.as_bytes()) && begins && is_border(bytes.get(end)))
        .then_some(end)
}

/// The name that ends before `at`, without the quotes and the blank between.
fn name_before(text: &str, floor: usize, at: usize) -> &[u8] {
    let bytes = &text.as_bytes()[floor.max(at.saturating_sub(LONGEST_NAME))..at];
    let skipped = bytes.iter().rev().take(2);
    let skipped = skipped
        .take_while(|it| matches!(it, b'"' | b'\'' | b' ' | b'*' | b'`'))
        .count();
    let name = &bytes[..bytes.len() - skipped];
    let start = name.iter().rposition(|it| !is_token_byte(*it));
    &name[start.map_or(0, |it| it + 1)..]
}

fn kind_of(name: &[u8]) -> Option<Sensitive> {
    let last = name.rsplit(|it| matches!(it, b'_' | b'-' | b'.')).next()?;
    let is_in = |names: &[&str]| {
        names
            .iter()
            .any(|it| last.eq_ignore_ascii_case(it.as_bytes()))
    };
    if last.is_empty() {
        None
    } else if is_in(&PASSWORDS) {
        Some(Sensitive::Password)
    } else if is_in(&KEYS) || camel(last, b"Key") || camel(last, b"Secret") {
        Some(Sensitive::ApiKey)
    } else if is_in(&TOKENS) || camel(last, b"Token") {
        Some(Sensitive::AccessToken)
    } else if camel(last, b"Password") {
        Some(Sensitive::Password)
    } else {
        None
    }
}

/// `accessToken`, `clientSecret`.
fn camel(name: &[u8], part: &[u8]) -> bool {
    let before = name.strip_suffix(part).and_then(<[u8]>::last);
    before.is_some_and(u8::is_ascii_lowercase)
}

/// Whether what stands behind a name and a blank is a value rather than the next word of a sentence.
fn is_told(kind: Sensitive, value: &str) -> bool {
    if names_another(value) {
        false
    } else if kind == Sensitive::Password {
        let said = value.trim_matches(|c: char| !c.is_alphanumeric());
        let is_remark = NO_PASSWORDS.iter().any(|it| said.eq_ignore_ascii_case(it));
        value.chars().count() >= SHORTEST_BEHIND_BLANK && !is_remark
    } else {
        value.len() >= SHORTEST_KEY_BEHIND_BLANK && !is_word(value)
    }
}

/// Whether `value` could be an ordinary word: letters only, no capital inside, not too long.
fn is_word(value: &str) -> bool {
    let body = value.trim_matches(|c: char| !c.is_alphanumeric());
    let mut rest = body.chars().skip(1);
    let has_small = body.chars().any(char::is_lowercase);
    body.len() <= LONGEST_WORD
        && rest.all(|c| {
            c.is_lowercase() || matches!(c, '-' | '\'' | '’') || (c.is_uppercase() && !has_small)
        })
        && body.chars().next().is_none_or(char::is_alphabetic)
}

/// Where a value in quotes ends, on its line and not too far; none if no quote stands before `start`.
fn quoted_end(text: &str, start: usize) -> Option<usize> {
    let quote = *text.as_bytes().get(start.checked_sub(1)?)?;
    let value = text.as_bytes()[start..].iter().take(LONGEST_QUOTED);
    let length = value.clone().position(|it| *it == quote)?;
    let is_quoted =
        matches!(quote, b'"' | b'\'' | b'`') && !value.take(length).any(|it| *it == b'\n');
    is_quoted.then_some(start + length)
}

/// Where a value ends that stands directly behind its separator, as in an address or in JSON.
fn joined_end(text: &str, start: usize) -> usize {
    let rest = &text.as_bytes()[start..];
    let ends = |it: &u8| {
        it.is_ascii_whitespace()
            || matches!(
                it,
                b'&' | b';' | b',' | b'"' | b'\'' | b'}' | b')' | b'<' | b'>'
            )
    };
    rest.iter()
        .position(ends)
        .map_or(text.len(), |it| start + it)
}

/// Where a value ends that somebody wrote in a sentence.
fn spaced_end(text: &str, start: usize) -> usize {
    let rest = &text[start..];
    let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
    let closing = |c| matches!(c, ',' | '.' | ';' | ')' | '"' | '\'' | '`' | '>');
    start + rest[..end].trim_end_matches(closing).len()
}

fn replaceable(kind: Sensitive, text: &str, start: usize, end: usize) -> Option<Found> {
    let value = &text[start..end];
    found(kind, start, end).filter(|_| !holds_mark(value))
}

/// Whether `value` was replaced already; its mark stays, also when a line was cut short in it.
fn holds_mark(value: &str) -> bool {
    value.starts_with("[redacted") || MARK.starts_with(without_dots(value))
}

/// Whether `value` is itself a name with a secret behind it, which is looked at in its turn.
fn names_another(value: &str) -> bool {
    let separators = value.match_indices([':', '=']);
    let mut names = separators.map(|(at, _)| name_before(value, 0, at));
    names.any(|it| kind_of(it).is_some())
}

fn without_dots(text: &str) -> &str {
    text.trim_end_matches('.')
}
