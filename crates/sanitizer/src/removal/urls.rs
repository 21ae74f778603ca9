//! Where a URL begins and where it ends.

use super::hosts::{INVITE_HOSTS, is_file_or_prose};
use super::suspicion::is_white;
use super::tape::Tape;
use crate::fold::{is_letter, is_letter_or_number};

/// How far a URL may lead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum UrlKind {
    /// `http://`, `https://`.
    Web,
    /// `//host`, `www.host`, `host.example/path`: links only where somebody makes them one.
    Schemeless,
    /// Every other scheme: runs a script, opens an app, writes a mail.
    Dangerous,
}

/// The beginning of a URL on the tape.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct UrlStart {
    pub(super) at: usize,
    /// It is only a URL if something stands behind this position.
    pub(super) body: usize,
    pub(super) kind: UrlKind,
}

/// How one character can be written.
pub(super) struct Spellings {
    pub(super) plain: &'static [&'static str],
    /// Its number, behind `&#` and any zeros.
    pub(super) decimal: &'static str,
    /// Its number, behind `&#x` and any zeros.
    pub(super) hexadecimal: &'static str,
}

/// Schemes that need no `//`.
pub(super) const SCRIPT_SCHEMES: [&str; 9] = [
    "javascript",
    "vbscript",
    "livescript",
    "data",
    "file",
    "mailto",
    "intent",
    "blob",
    "view-source",
];
/// Written so on purpose, to show a link without making one.
pub(super) const DEFANGED: [&str; 3] = ["hxxp", "hxxps", "hxp"];
/// A colon, and the ways to write one that a browser undoes.
pub(super) const COLONS: Spellings = Spellings {
    plain: &[":", "%3a", "%253a", "&colon;"],
    decimal: "58;",
    hexadecimal: "3a;",
};
/// A slash, likewise.
pub(super) const SLASHES: Spellings = Spellings {
    plain: &["/", "%2f", "%252f", "&sol;"],
    decimal: "47;",
    hexadecimal: "2f;",
};
/// Schemes that Discord makes a link of in `<…>` and `[…](…)`, where it needs no second slash.
pub(super) const BRACKETED: [&str; 5] = ["http", "https", "ftp", "steam", "discord"];
/// How many zeros may stand before the number of a character.
pub(super) const MOST_ZEROS: usize = 64;
/// The longest scheme and host name worth reading.
pub(super) const LONGEST_SCHEME: usize = 40;
pub(super) const LONGEST_HOST: usize = 253;
pub(super) const LONGEST_PORT: usize = 5;

/// The URL whose beginning the last character of the tape completes.
pub(super) fn begun(tape: &Tape, text: &str) -> Option<UrlStart> {
    let end = tape.len();
    let (at, last) = tape.before(end)?;
    let before = tape.before(at).map_or(b' ', |(_, it)| it);
    // Most of these come to nothing, which the character before them tells at once.
    match (last, before) {
        (b'/', b'/' | b';') => after_slashes(tape, end),
        (b'/' | b'f', b'f' | b'2') => {
            after_slashes(tape, end).or_else(|| host_with_path(tape, text, end))
        }
        (b'/', b':') => in_angle_brackets(tape, at),
        (b'/', _) | (b'?', b'g' | b'm' | b'e' | b'0'..=b'9') => host_with_path(tape, text, end),
        (b';', b'n' | b'l' | b'8' | b'a' | b'7' | b'f') => after_slashes(tape, end)
            .or_else(|| script_scheme(tape, end))
            .or_else(|| host_with_path(tape, text, end)),
        (b':', b'p' | b's' | b'm' | b'd') => in_target(tape, end),
        (b':', b't' | b'a' | b'e' | b'o' | b'b') | (b'a', b'3') => script_scheme(tape, end),
        (b'.', b'w') => www(tape, end),
        _ => None,
    }
}

/// Where the URL ends that began at `start`: punctuation that closes the sentence around it is not part of it, a bracket
/// that closes one of its own is.
pub(super) fn end_of(tape: &Tape, start: UrlStart) -> usize {
    let word = tape.raw(start.at, tape.len());
    let count = |wanted| -> usize { word.iter().map(|it| usize::from(*it == wanted)).sum() };
    let mut round = count(b')').saturating_sub(count(b'('));
    let mut square = count(b']').saturating_sub(count(b'['));
    let mut end = tape.len();
    while let Some((at, c)) = tape.before(end).filter(|(at, _)| *at >= start.body) {
        match c {
            b')' if round > 0 => round -= 1,
            b']' if square > 0 => square -= 1,
            b'>' | b'}' | b'.' | b',' | b';' | b'!' | b'?' | b'"' | b'\'' | b'*' | b'~' | b'|'
            | b'`' => {}
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
        let zeros = tape.run_start(number, MOST_ZEROS, |it| it == b'0');
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
    let belongs = |c: u8| c.is_ascii_alphanumeric() || matches!(c, b'+' | b'-' | b'.');
    let start = tape.run_start(colon, LONGEST_SCHEME, belongs);
    let is_defanged = || {
        let names = DEFANGED.iter();
        names
            .into_iter()
            .any(|it| tape.spells(colon, it) == Some(start))
    };
    if start == colon || is_defanged() {
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

/// `<http:/…`: the scheme whose colon ends at `end`. Further brackets behind the `<` may vanish.
fn in_angle_brackets(tape: &Tape, end: usize) -> Option<UrlStart> {
    let (at, run) = behind_brackets(tape, end)?;
    let is_open = tape.raw(run, at).contains(&b'<');
    is_open.then(|| bracketed(tape, at, end))?
}

/// `](http:…`: likewise. With a blank between them it takes slashes to make a URL: brackets that vanish could bring any
/// scheme behind a `](` of before.
fn in_target(tape: &Tape, end: usize) -> Option<UrlStart> {
    let (at, run) = behind_brackets(tape, end)?;
    let is_open = tape.spells(run, "](").is_some();
    is_open.then(|| bracketed(tape, at, end))?
}

/// Where the name begins before the colon that ends at `end`, and where the brackets before it begin.
fn behind_brackets(tape: &Tape, end: usize) -> Option<(usize, usize)> {
    let colon = tape.spells(end, ":")?;
    let at = tape.run_start(colon, LONGEST_SCHEME, |it| it.is_ascii_alphabetic());
    let run = tape.run_start(at, usize::MAX, |it| matches!(it, b'[' | b'<'));
    Some((at, run))
}

fn bracketed(tape: &Tape, at: usize, end: usize) -> Option<UrlStart> {
    let colon = tape.spells(end, ":")?;
    let name = BRACKETED
        .iter()
        .find(|it| tape.spells(colon, it) == Some(at))?;
    let kind = match *name {
        "http" | "https" => UrlKind::Web,
        _ => UrlKind::Dangerous,
    };
    Some(UrlStart {
        at,
        body: end,
        kind,
    })
}

fn script_scheme(tape: &Tape, end: usize) -> Option<UrlStart> {
    let colon = spelling(tape, end, &COLONS)?;
    let at = any_of(tape, colon, &SCRIPT_SCHEMES)?;
    let continues_a_word = |(_, c): (usize, u8)| is_letter_or_number(c) || matches!(c, b'-' | b'_');
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
        .is_some_and(|(_, c)| is_letter_or_number(c) || c == b'/' || c == b'.');
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
    let belongs = |c: u8| is_letter_or_number(c) || matches!(c, b'-' | b'.');
    let at = tape.run_start(host, LONGEST_HOST, belongs);
    let name = tape.visible(at, host);
    let invite = any_of(tape, host, &INVITE_HOSTS);
    let is_host = query.is_none()
        && !is_inside_something(tape, at)
        && is_host(&name, || is_capitalized(tape, text, at, host));
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
        return last.is_some_and(|it| matches!(it, b'/' | b'@' | b'%' | b'\\'));
    };
    let colon = spelling(tape, slashes, &COLONS);
    colon.is_some_and(|colon| any_of(tape, colon, &DEFANGED).is_some())
}

/// Whether the part behind the last dot begins with a capital in a name that has small letters too.
fn is_capitalized(tape: &Tape, text: &str, at: usize, end: usize) -> bool {
    let top = tape.run_start(end, LONGEST_HOST, |it| it != b'.');
    let written = |at: usize| {
        let is_there = top < end && !tape.is_gone(at);
        let byte = text.as_bytes().get(tape.start(at)).filter(|_| is_there);
        byte.copied().unwrap_or(b' ')
    };
    top < end
        && written(top).is_ascii_uppercase()
        && (at..end).any(|it| written(it).is_ascii_lowercase())
}

fn is_host(name: &[u8], is_capitalized: impl Fn() -> bool) -> bool {
    let Some(dot) = name.iter().rposition(|it| *it == b'.') else {
        return false;
    };
    let (labels, top) = (&name[..dot], &name[dot + 1..]);
    let is_top = top.len() >= 2 && top.iter().all(|it| is_letter(*it));
    (is_top || top.starts_with(b"xn--"))
        && labels.split(|it| *it == b'.').all(|it| !it.is_empty())
        && !is_file_or_prose(labels, top, is_capitalized())
}

/// A double slash counts only where a word begins, so that `ja//nee` stays.
fn opens_a_word(tape: &Tape, at: usize) -> bool {
    const OPENING: &[u8] = b"([{<>\"'*_~|`,;=";
    tape.before(at)
        .is_none_or(|(_, c)| is_white(c) || OPENING.contains(&c))
}
