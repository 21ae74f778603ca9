//! What is a secret because somebody calls it one: `password: …`, `api_key=…`, `--token …`, "wachtwoord is …".

use super::bytes::{before, is_blank, is_letter_or_digit, is_space, run};
use super::names::{Name, name_before, name_end, words_end};
use super::scanner::found;
use super::values::{Dress, Value, joined, quoted, spoken};
use super::words::{AMBIGUOUS_KEYS, PASSWORD_ENDINGS, PASSWORDS, ends_in, is_one_of};
use super::{Found, Scope, Sensitive, headers, json, tokens};

/// How a line may end between a name and its value, as it is and as JSON writes it.
const LINE_BREAKS: [&[u8]; 4] = [b"\r\n", b"\n", b"\\r\\n", b"\\n"];
/// A value behind words that stand behind its name is no secret when it is shorter.
const SHORTEST_BEHIND_WORDS: usize = 6;

/// The value behind the `:` or `=` at `at`, if what stands before it names a secret.
pub(super) fn value(bytes: &[u8], floor: usize, at: usize, scope: Scope) -> Option<Found> {
    let (name, is_quoted) = name_before(bytes, floor, at);
    let known = Name::of(name)?;
    let lead = run(bytes, at, |it| matches!(it, b':' | b'=' | b'>'));
    let emphasis = usize::from(bytes[at + lead..].starts_with(b"**")) * 2;
    let behind = at + lead + emphasis;
    let blanks = run(bytes, behind, is_blank);
    let is_entry = is_quoted && bytes[at] == b':';
    let start = if is_entry {
        json::value_start(bytes, at)?
    } else {
        behind + blanks
    };
    match known {
        Name::Authorization => return headers::credentials(bytes, start),
        Name::Cookie => return headers::cookie(bytes, start),
        _ => {}
    }
    if let Some(value) = next_line(bytes, start) {
        return replaceable(bytes, known, value, || is_below(bytes, known, value));
    }
    let value = quoted(bytes, start).unwrap_or_else(|| {
        if blanks + emphasis > 0 && !is_entry {
            spoken(bytes, start)
        } else {
            joined(bytes, start)
        }
    });
    let separator = Separator {
        is_colon: bytes[at] == b':',
        is_quoted,
        scope,
    };
    // `login(password=password)` gives nothing away.
    let is_name = bytes[value.start..value.end].eq_ignore_ascii_case(name);
    replaceable(bytes, known, value, || {
        !is_name && is_told(bytes, known, value, separator)
    })
}

/// What stands between a name and its value.
#[derive(Clone, Copy, Debug)]
struct Separator {
    is_colon: bool,
    /// Whether the name stands in quotes.
    is_quoted: bool,
    scope: Scope,
}

/// Whether what stands behind a name is its value.
fn is_told(bytes: &[u8], name: Name, value: Value, separator: Separator) -> bool {
    if value.names_another(bytes) {
        return value.dress == Dress::Quoted;
    }
    let is_set =
        value.dress == Dress::Quoted || (value.dress == Dress::Joined && !separator.is_colon);
    let is_key = || value.is_key(bytes);
    match name {
        Name::Password => is_set || separator.is_quoted || value.is_told_password(bytes),
        Name::Pass if is_set || separator.is_quoted => true,
        Name::Pass => value.is_mixed(bytes) && value.is_told_password(bytes),
        Name::Secret(_) => value.dress != Dress::Spoken || is_key(),
        // The specification of logs asks for `key=…`, whatever it is.
        Name::Ambiguous if separator.scope == Scope::Secrets && is_set => true,
        Name::Ambiguous if value.dress == Dress::Spoken => is_key(),
        Name::Ambiguous => {
            !value.is_word(bytes) && !value.is_prose(bytes) && !value.is_address(bytes)
        }
        Name::Authorization | Name::Cookie => false,
    }
}

/// The only word of the line below, if nothing stands behind the separator.
fn next_line(bytes: &[u8], start: usize) -> Option<Value> {
    let mut at = start;
    for _ in 0..2 {
        let found = LINE_BREAKS.iter().find(|it| bytes[at..].starts_with(it));
        at += found.map_or(0, |it| it.len());
    }
    if at == start {
        return None;
    }
    Some(spoken(
        bytes,
        at + run(&bytes[..bytes.len().min(at + 8)], at, is_blank),
    ))
}

/// Whether the word on the line below a name is its value.
fn is_below(bytes: &[u8], name: Name, value: Value) -> bool {
    let rest = &bytes[value.end..];
    let gap = rest
        .iter()
        .take(4)
        .take_while(|it| is_blank(**it) || **it == b'.')
        .count();
    let is_alone = rest
        .get(gap)
        .is_none_or(|it| matches!(it, b'\n' | b'\r' | b'"' | b'\\' | b'*' | b'|' | b'`'));
    let is_next_name =
        bytes.get(value.end) == Some(&b':') || is_setting(&bytes[value.start..value.end]);
    if !is_alone || is_next_name || value.is_address(bytes) {
        return false;
    }
    match name {
        Name::Password => value.is_on_its_own(bytes),
        Name::Pass => value.is_mixed(bytes),
        _ => value.is_key(bytes),
    }
}

/// `name=value`, `name:value`.
fn is_setting(value: &[u8]) -> bool {
    let name = run(value, 0, |it| it.is_ascii_alphabetic() || it == b'_');
    name > 0 && matches!(value.get(name), Some(b':' | b'='))
}

/// The password behind "wachtwoord is" or "wachtwoord van de wifi:", whose name begins at `at`.
pub(super) fn spoken_password(bytes: &[u8], floor: usize, at: usize) -> Option<Found> {
    if at > floor && is_letter_or_digit(before(bytes, at)) {
        return None;
    }
    let name = name_end(bytes, at);
    let word = &bytes[at..name];
    if !(ends_in(word, PASSWORD_ENDINGS) || is_one_of(word, PASSWORDS)) {
        return None;
    }
    let end = words_end(bytes, name);
    let words = &bytes[name..end];
    let verbs: [&[u8]; 4] = [b" is ", b" was ", b" wordt ", b" is"];
    let verb = verbs.iter().find_map(|verb| {
        let found = words
            .windows(verb.len())
            .position(|it| it.eq_ignore_ascii_case(verb))?;
        let ends_here = verb.ends_with(b" ")
            || (name + found + verb.len() == end && bytes.get(end) == Some(&b':'));
        ends_here.then_some((found, found + verb.len()))
    });
    let (between, start) = match verb {
        Some((between, start)) => (between, name + start),
        None if bytes[name..].starts_with(b" - ") => (0, name + 3),
        None if end > name && bytes.get(end) == Some(&b':') => (1, end),
        None => return None,
    };
    let start = start
        + run(&bytes[..bytes.len().min(start + 4)], start, |it| {
            is_blank(it) || it == b':'
        });
    let value = quoted(bytes, start).unwrap_or_else(|| spoken(bytes, start));
    replaceable(bytes, Name::Password, value, || {
        let is_strange = !value.is_word(bytes) && !value.names_another(bytes);
        let length = value.end - value.start;
        let is_far =
            value.is_mixed(bytes) && length >= SHORTEST_BEHIND_WORDS && !value.is_address(bytes);
        is_strange && length >= 4 && value.is_told_password(bytes) && (between == 0 || is_far)
    })
}

/// The key or token that begins at `at`, behind "api key is" or "token was", if it is strange enough.
pub(super) fn spoken_key(bytes: &[u8], floor: usize, at: usize) -> Option<Found> {
    let value = spoken(bytes, at);
    let verbs: [&[u8]; 3] = [b" is ", b" was ", b" - "];
    let verb = verbs.iter().find(|it| bytes[floor..at].ends_with(it))?;
    let name = name_before(bytes, floor, at - verb.len()).0;
    let known = Name::of(name).filter(|it| matches!(it, Name::Secret(_) | Name::Ambiguous))?;
    let is_ambiguous = known == Name::Ambiguous && !is_one_of(name, &AMBIGUOUS_KEYS[..1]);
    replaceable(bytes, known, value, || {
        value.is_key(bytes) && value.is_mixed(bytes) && !is_ambiguous
    })
}

/// The value of the option that begins at `at`, as in `--password x`.
pub(super) fn option(bytes: &[u8], floor: usize, at: usize) -> Option<Found> {
    let is_begin = at == floor || !is_letter_or_digit(before(bytes, at)) && bytes[at - 1] != b'-';
    let name = at + run(&bytes[..bytes.len().min(at + 2)], at, |it| it == b'-');
    let end = name_end(bytes, name);
    let blanks = run(&bytes[..bytes.len().min(end + 4)], end, is_blank);
    if !is_begin || blanks == 0 {
        return None;
    }
    if matches!(&bytes[name..end], b"u" | b"user") {
        return headers::user(bytes, floor, at, end + blanks);
    }
    let known = Name::of(&bytes[name..end]).filter(|_| name == at + 2)?;
    let value = quoted(bytes, end + blanks).unwrap_or_else(|| spoken(bytes, end + blanks));
    replaceable(bytes, known, value, || match known {
        Name::Password | Name::Pass | Name::Secret(_) => value.is_behind_option(bytes),
        Name::Ambiguous => value.is_key(bytes),
        Name::Authorization | Name::Cookie => false,
    })
}

/// `value` as something to replace, unless nothing stands there or it was replaced already.
fn replaceable(
    bytes: &[u8],
    name: Name,
    value: Value,
    is_told: impl FnOnce() -> bool,
) -> Option<Found> {
    if value.is_something(bytes) && is_told() {
        taken(bytes, name.kind(), value)
    } else {
        None
    }
}

/// All of `value`; what is a token by its name may be a more special one by its form.
pub(super) fn taken(bytes: &[u8], kind: Sensitive, value: Value) -> Option<Found> {
    let value = value.whole(bytes);
    let form = || tokens::secret(&bytes[value.start..value.end]).map(|(it, ..)| it);
    let special = (kind == Sensitive::AccessToken).then(form).flatten();
    found(special.unwrap_or(kind), value.start, value.end)
}

/// Whether nothing but blanks stands between two places.
pub(super) fn ends_line(bytes: &[u8], at: usize) -> bool {
    bytes
        .get(at)
        .is_none_or(|it| matches!(it, b'"' | b'\'' | b'\\') || (is_space(*it) && !is_blank(*it)))
}
