//! What lets in as part of a request: `Authorization`, `Bearer …`, cookies, and the user of `curl`.

use super::bytes::{before, is_blank, is_escaped, is_letter_or_digit, run};
use super::named::{ends_line, taken};
use super::scanner::found;
use super::values::{Value, closes_text, joined, quoted};
use super::words::{REMARKS, is_one_of};
use super::{Found, Sensitive, json};

/// How what follows is to be understood; one word of it.
const SCHEMES: &[&str] = &[
    "basic",
    "bearer",
    "token",
    "bot",
    "apikey",
    "api-key",
    "key",
    "negotiate",
    "ntlm",
    "hmac",
    "jwt",
    "user",
    "sso-key",
    "genie-key",
    "splunk",
    "discogs",
];
/// Schemes with several parts, all of which go.
const LONG_SCHEMES: &[&str] = &[
    "digest",
    "aws4-hmac-sha256",
    "hawk",
    "oauth",
    "signature",
    "mac",
];
/// A token behind a scheme is no word when it is so long.
const SHORTEST: usize = 6;
/// No name of a cookie is longer, and no command before its options.
const LONGEST_NAME: usize = 64;
const LONGEST_COMMAND: usize = 200;

/// What stands behind `Authorization:`, from `at` on.
pub(super) fn credentials(bytes: &[u8], at: usize) -> Option<Found> {
    let at = quoted(bytes, at).map_or(at, |it| it.start);
    let first = joined(bytes, at);
    let scheme = &bytes[first.start..first.end];
    let blanks = run(bytes, first.end, is_blank);
    let second = joined(bytes, first.end + blanks);
    if blanks > 0 && is_one_of(scheme, LONG_SCHEMES) {
        return parameters(bytes, second.start);
    }
    if blanks > 0 && is_one_of(scheme, SCHEMES) {
        return token(bytes, second);
    }
    if first.is_something(bytes) && first.is_key(bytes) {
        taken(bytes, Sensitive::AccessToken, first)
    } else {
        None
    }
}

/// A token that is no word, or the only word behind its scheme.
fn token(bytes: &[u8], value: Value) -> Option<Found> {
    let body = &bytes[value.start..value.end];
    let is_said = value.is_word(bytes)
        && (body.len() < SHORTEST || is_one_of(body, REMARKS) || !ends_line(bytes, value.end));
    if value.is_something(bytes) && !is_said && !value.names_another(bytes) {
        taken(bytes, Sensitive::AccessToken, value)
    } else {
        None
    }
}

/// `name=value, name=value`, to the end of the line or of the quotes.
fn parameters(bytes: &[u8], start: usize) -> Option<Found> {
    let name = run(
        &bytes[..bytes.len().min(start + LONGEST_NAME)],
        start,
        |it| it.is_ascii_alphanumeric() || matches!(it, b'_' | b'-' | b'.'),
    );
    if name == 0 || bytes.get(start + name) != Some(&b'=') {
        return None;
    }
    found(Sensitive::AccessToken, start, line_end(bytes, start))
}

/// What stands behind `Cookie:` or `Set-Cookie:`, from `at` on.
pub(super) fn cookie(bytes: &[u8], at: usize) -> Option<Found> {
    let start = quoted(bytes, at).map_or(at, |it| it.start);
    parameters(bytes, start)
}

/// Where a header ends: with its line, or with the quotes around it.
fn line_end(bytes: &[u8], start: usize) -> usize {
    let mut previous = b' ';
    let mut open = None;
    let ends = |(at, it): (usize, &u8)| {
        let is_quote = matches!(it, b'"' | b'\'');
        // Digest has its values in quotes; a text of JSON may end behind `=`.
        let opens =
            is_quote && open.is_none() && previous == b'=' && !closes_text(bytes, start + at);
        let closes = is_quote && open == Some(*it);
        previous = *it;
        if opens {
            open = Some(*it);
        } else if closes {
            open = None;
        }
        matches!(it, b'\n' | b'\r') || (is_quote && !opens && !closes)
    };
    let length = bytes[start..].iter().enumerate().position(ends);
    let end = length.map_or(bytes.len(), |it| start + it);
    let is_quote = bytes.get(end).is_some_and(|it| matches!(it, b'"' | b'\''));
    if is_quote && is_escaped(bytes, end) {
        end - 1
    } else {
        end
    }
}

/// The token behind the word `Bearer` that begins at `at`.
pub(super) fn bearer(bytes: &[u8], floor: usize, at: usize) -> Option<Found> {
    let end = at + "bearer".len();
    let is_word = bytes.get(at..end)?.eq_ignore_ascii_case(b"bearer");
    let begins = at == floor || !is_letter_or_digit(before(bytes, at));
    if !is_word || !begins {
        return None;
    }
    let start = if bytes[end..].starts_with(b"\":") {
        json::value_start(bytes, end + 1)?
    } else {
        let lead = run(&bytes[..bytes.len().min(end + 8)], end, |it| {
            matches!(it, b' ' | b'\t' | b':' | b'=')
        });
        if lead == 0 {
            return None;
        }
        end + lead
    };
    let start = quoted(bytes, start).map_or(start, |it| it.start);
    let value = joined(bytes, start).without_dots(bytes);
    let is_strange = value.end - value.start >= SHORTEST && !value.is_word(bytes);
    if value.is_something(bytes) && is_strange && !value.names_another(bytes) {
        taken(bytes, Sensitive::AccessToken, value)
    } else {
        None
    }
}

/// The password in `curl -u name:password`; the option begins at `option`, its value at `at`.
pub(super) fn user(bytes: &[u8], floor: usize, option: usize, at: usize) -> Option<Found> {
    let command = &bytes[floor.max(option.saturating_sub(LONGEST_COMMAND))..option];
    let line = command.rsplit(|it| *it == b'\n').next()?;
    if !line.windows(4).any(|it| it == b"curl") {
        return None;
    }
    let value = quoted(bytes, at).unwrap_or_else(|| joined(bytes, at));
    let body = &bytes[value.start..value.end];
    let colon = body.iter().take(LONGEST_NAME).position(|it| *it == b':')?;
    let secret = value.from(value.start + colon + 1);
    if secret.is_something(bytes) {
        taken(bytes, Sensitive::Password, secret)
    } else {
        None
    }
}
