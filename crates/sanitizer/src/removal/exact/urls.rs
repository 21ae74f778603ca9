//! Where a URL begins and where it ends.

use super::tape::{Shows, Tape};

use crate::removal::hosts::{INVITE_HOSTS, is_file_or_prose};
use crate::removal::urls::{
    BRACKETED, COLONS, DEFANGED, LONGEST_HOST, LONGEST_PORT, LONGEST_SCHEME, MOST_ZEROS,
    SCRIPT_SCHEMES, SLASHES, Spellings, UrlKind, UrlStart,
};

/// The URL whose beginning the last character of the tape completes.
pub(super) fn begun(tape: &Tape, text: &str) -> Option<UrlStart> {
    let end = tape.len();
    match tape.before(end)?.1 {
        '/' => after_slashes(tape, end)
            .or_else(|| in_brackets(tape, end - 1, "<"))
            .or_else(|| host_with_path(tape, text, end)),
        'f' => after_slashes(tape, end).or_else(|| host_with_path(tape, text, end)),
        '?' => host_with_path(tape, text, end),
        ';' => after_slashes(tape, end)
            .or_else(|| script_scheme(tape, end))
            .or_else(|| host_with_path(tape, text, end)),
        ':' => script_scheme(tape, end).or_else(|| in_brackets(tape, end, "](")),
        'a' => script_scheme(tape, end),
        '.' => www(tape, end),
        _ => None,
    }
}

/// Where the URL ends that began at `start`: punctuation that closes the sentence around it is not part of it, a bracket
/// that closes one of its own is.
pub(super) fn end_of(tape: &Tape, start: UrlStart) -> usize {
    let cells = &tape.cells()[start.at..];
    let count = |wanted| cells.iter().filter(|it| it.value == wanted).count();
    let mut round = count(')').saturating_sub(count('('));
    let mut square = count(']').saturating_sub(count('['));
    let mut end = tape.len();
    while let Some((at, c)) = tape.before(end).filter(|(at, _)| *at >= start.body) {
        match c {
            ')' if round > 0 => round -= 1,
            ']' if square > 0 => square -= 1,
            '>' | '}' | '.' | ',' | ';' | '!' | '?' | '"' | '\'' | '*' | '~' | '|' | '`' => {}
            _ => break,
        }
        end = at;
    }
    end
}

fn any_of(tape: &Tape, end: usize, spellings: &[&str]) -> Option<usize> {
    spellings.iter().find_map(|it| tape.spells(end, it))
}

/// Where the character begins that ends at `end`, in any of its spellings.
fn spelling(tape: &Tape, end: usize, of: &Spellings) -> Option<usize> {
    let number = |digits: &str, opening: &str| {
        let number = tape.spells(end, digits)?;
        let zeros = tape.run_start(number, MOST_ZEROS, |it| it == '0');
        tape.spells(zeros, opening)
    };
    any_of(tape, end, of.plain)
        .or_else(|| number(of.decimal, "&#"))
        .or_else(|| number(of.hexadecimal, "&#x"))
}

fn after_slashes(tape: &Tape, end: usize) -> Option<UrlStart> {
    let second = spelling(tape, end, &SLASHES)?;
    let first = spelling(tape, second, &SLASHES)?;
    match spelling(tape, first, &COLONS) {
        Some(colon) => scheme(tape, colon),
        None => opens_a_word(tape, first).then_some(UrlStart {
            at: first,
            body: end,
            kind: UrlKind::Schemeless,
        }),
    }
}

fn scheme(tape: &Tape, colon: usize) -> Option<UrlStart> {
    let belongs = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.');
    let start = tape.run_start(colon, LONGEST_SCHEME, belongs);
    let name = tape.text(start, colon);
    if name.is_empty() || DEFANGED.contains(&name.as_str()) {
        return None;
    }
    let web = ["https", "http"]
        .iter()
        .find_map(|it| tape.spells(colon, it));
    Some(match web {
        Some(at) => UrlStart {
            at,
            body: at,
            kind: UrlKind::Web,
        },
        // Even with nothing behind it: a backslash, or what our own text goes on with, would complete it.
        None => UrlStart {
            at: start,
            body: start,
            kind: UrlKind::Dangerous,
        },
    })
}

/// `<http:/…` and `](http:…`: the scheme whose colon ends at `end`, behind this opening. Further brackets between them may vanish: `]([https:…](…)`.
fn in_brackets(tape: &Tape, end: usize, opening: &str) -> Option<UrlStart> {
    let colon = tape.spells(end, ":")?;
    let at = tape.run_start(colon, LONGEST_SCHEME, |c| c.is_ascii_alphabetic());
    let run = tape.run_start(at, usize::MAX, |it| matches!(it, '[' | '<'));
    let is_open = match opening {
        "<" => tape.text(run, at).contains('<'),
        _ => tape.spells(run, opening).is_some(),
    };
    let name = tape.text(at, colon);
    let kind = match name.as_str() {
        "http" | "https" => UrlKind::Web,
        _ => UrlKind::Dangerous,
    };
    let is_known = BRACKETED.contains(&name.as_str());
    (is_open && is_known).then_some(UrlStart {
        at,
        body: end,
        kind,
    })
}

fn script_scheme(tape: &Tape, end: usize) -> Option<UrlStart> {
    let colon = spelling(tape, end, &COLONS)?;
    let at = any_of(tape, colon, &SCRIPT_SCHEMES)?;
    let continues_a_word = |(_, c): (usize, char)| c.is_alphanumeric() || matches!(c, '-' | '_');
    let begins = !tape.before(at).is_some_and(continues_a_word);
    begins.then_some(UrlStart {
        at,
        body: end,
        kind: UrlKind::Dangerous,
    })
}

fn www(tape: &Tape, end: usize) -> Option<UrlStart> {
    let at = tape.spells(end, "www.")?;
    let begins = !tape
        .before(at)
        .is_some_and(|(_, c)| c.is_alphanumeric() || c == '/' || c == '.');
    begins.then_some(UrlStart {
        at,
        body: end,
        kind: UrlKind::Schemeless,
    })
}

/// `discord.gg/abc`, `shop.example:80/login`: a host name, maybe a port, and the slash that ends at `end`; behind the host
/// of an invite also a `?`.
fn host_with_path(tape: &Tape, text: &str, end: usize) -> Option<UrlStart> {
    let query = tape.spells(end, "?");
    let slash = query.or_else(|| spelling(tape, end, &SLASHES))?;
    let digits = tape.run_start(slash, LONGEST_PORT, |it| it.is_ascii_digit());
    let colon = tape.spells(digits, ":").filter(|_| digits < slash);
    let host = colon.unwrap_or(slash);
    let belongs = |c: char| c.is_alphanumeric() || matches!(c, '-' | '.');
    let at = tape.run_start(host, LONGEST_HOST, belongs);
    let name = tape.text(at, host);
    let invite = any_of(tape, host, &INVITE_HOSTS);
    let is_host = query.is_none()
        && !is_inside_something(tape, at)
        && is_host(&name, is_capitalized(tape, text, at, host));
    let at = if is_host { at } else { invite? };
    Some(UrlStart {
        at,
        body: at,
        kind: UrlKind::Schemeless,
    })
}

/// Whether what begins at `at` goes on with an address, a path or a link that was defanged.
fn is_inside_something(tape: &Tape, at: usize) -> bool {
    let Some(slashes) = tape.spells(at, "//") else {
        let last = tape.before(at).map(|(_, it)| it);
        return last.is_some_and(|it| matches!(it, '/' | '@' | '%' | '\\'));
    };
    let colon = spelling(tape, slashes, &COLONS);
    colon.is_some_and(|colon| any_of(tape, colon, &DEFANGED).is_some())
}

/// Whether the part behind the last dot begins with a capital in a name that has small letters too.
fn is_capitalized(tape: &Tape, text: &str, at: usize, end: usize) -> bool {
    let top = tape.run_start(end, LONGEST_HOST, |it| it != '.');
    let written = |at: usize| {
        let cell = tape.cells()[at];
        match cell.shows {
            Shows::Source { start, .. } if cell.is_head => text.as_bytes()[start],
            _ => b' ',
        }
    };
    top < end
        && written(top).is_ascii_uppercase()
        && (at..end).any(|it| written(it).is_ascii_lowercase())
}

/// A byte for every character, as the tables count them.
fn bytes(name: &str) -> Vec<u8> {
    name.chars()
        .map(|c| u8::try_from(c).unwrap_or(0x80))
        .collect()
}

fn is_host(name: &str, is_capitalized: bool) -> bool {
    let Some((labels, top)) = name.rsplit_once('.') else {
        return false;
    };
    let is_top = top.chars().count() >= 2 && top.chars().all(char::is_alphabetic);
    (is_top || top.starts_with("xn--"))
        && labels.split('.').all(|it| !it.is_empty())
        && !is_file_or_prose(&bytes(labels), &bytes(top), is_capitalized)
}

/// A double slash counts only where a word begins, so that `ja//nee` stays.
fn opens_a_word(tape: &Tape, at: usize) -> bool {
    tape.before(at).is_none_or(|(_, c)| {
        c.is_whitespace()
            || matches!(
                c,
                '(' | '['
                    | '{'
                    | '<'
                    | '>'
                    | '"'
                    | '\''
                    | '*'
                    | '_'
                    | '~'
                    | '|'
                    | '`'
                    | ','
                    | ';'
                    | '='
            )
    })
}
