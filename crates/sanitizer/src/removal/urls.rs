//! Where a URL begins and where it ends.

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

/// Schemes that need no `//`.
const SCRIPT_SCHEMES: [&str; 9] = [
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
const DEFANGED: [&str; 3] = ["hxxp", "hxxps", "hxp"];
/// A colon, and the ways to write one that a browser undoes.
const COLONS: [&str; 7] = [":", "%3a", "%253a", "&colon;", "&#58;", "&#058;", "&#x3a;"];
/// A slash, likewise.
const SLASHES: [&str; 6] = ["/", "%2f", "%252f", "&sol;", "&#47;", "&#x2f;"];
/// Schemes that Discord makes a link of in `<…>` and `[…](…)`, where it needs no second slash.
const BRACKETED: [&str; 5] = ["http", "https", "ftp", "steam", "discord"];
/// The longest scheme and host name worth reading.
const LONGEST_SCHEME: usize = 40;
const LONGEST_HOST: usize = 253;

/// The URL whose beginning the last character of the tape completes.
pub(super) fn begun(tape: &Tape) -> Option<UrlStart> {
    let end = tape.len();
    let (at, last) = tape.before(end)?;
    let before = tape.before(at).map_or(b' ', |(_, it)| it);
    // Most of these come to nothing, which the character before them tells at once.
    match (last, before) {
        (b'/', b'/' | b';') | (b'f', b'2') => after_slashes(tape, end),
        (b'/', b'f') => after_slashes(tape, end).or_else(|| host_with_path(tape, at)),
        (b'/', b':') => in_brackets(tape, at, "<"),
        (b'/', _) => host_with_path(tape, at),
        (b';', b'n' | b'l' | b'8' | b'a' | b'7' | b'f') => {
            after_slashes(tape, end).or_else(|| script_scheme(tape, end))
        }
        (b':', b'p' | b's' | b'm' | b'd') => in_brackets(tape, end, "]("),
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

fn after_slashes(tape: &Tape, end: usize) -> Option<UrlStart> {
    let second = any_of(tape, end, &SLASHES)?;
    let first = any_of(tape, second, &SLASHES)?;
    match any_of(tape, first, &COLONS) {
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

/// `<http:/…` and `](http:…`: the scheme whose colon ends at `end`, behind this opening. Further
/// brackets between them may vanish: `]([https:…](…)`.
fn in_brackets(tape: &Tape, end: usize, opening: &str) -> Option<UrlStart> {
    let colon = tape.spells(end, ":")?;
    let at = tape.run_start(colon, LONGEST_SCHEME, |it| it.is_ascii_alphabetic());
    let run = tape.run_start(at, usize::MAX, |it| matches!(it, b'[' | b'<'));
    let is_open = match opening {
        "<" => tape.raw(run, at).contains(&b'<'),
        _ => tape.spells(run, opening).is_some(),
    };
    let name = BRACKETED
        .iter()
        .find(|it| tape.spells(colon, it) == Some(at))?;
    let kind = match *name {
        "http" | "https" => UrlKind::Web,
        _ => UrlKind::Dangerous,
    };
    is_open.then_some(UrlStart {
        at,
        body: end,
        kind,
    })
}

fn script_scheme(tape: &Tape, end: usize) -> Option<UrlStart> {
    let colon = any_of(tape, end, &COLONS)?;
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

/// `discord.gg/abc`, `shop.example/login`: a host name and the slash at `slash`.
fn host_with_path(tape: &Tape, slash: usize) -> Option<UrlStart> {
    let belongs = |c: u8| is_letter_or_number(c) || matches!(c, b'-' | b'.');
    let at = tape.run_start(slash, LONGEST_HOST, belongs);
    let is_inside_something = |(_, c): (usize, u8)| {
        matches!(
            c,
            b'/' | b'@' | b'%' | b'=' | b'&' | b'?' | b'#' | b'_' | b'\\'
        )
    };
    let is_host = if tape.has_gaps() {
        is_host(&tape.visible(at, slash))
    } else {
        is_host(tape.raw(at, slash))
    };
    if !is_host || tape.before(at).is_some_and(is_inside_something) {
        return None;
    }
    Some(UrlStart {
        at,
        body: at,
        kind: UrlKind::Schemeless,
    })
}

fn is_host(name: &[u8]) -> bool {
    let Some(dot) = name.iter().rposition(|it| *it == b'.') else {
        return false;
    };
    let (labels, top) = (&name[..dot], &name[dot + 1..]);
    let is_top = top.len() >= 2 && top.iter().all(|it| is_letter(*it));
    (is_top || top.starts_with(b"xn--")) && labels.split(|it| *it == b'.').all(|it| !it.is_empty())
}

/// A double slash counts only where a word begins, so that `ja//nee` stays.
fn opens_a_word(tape: &Tape, at: usize) -> bool {
    const OPENING: &[u8] = b"([{<>\"'*_~|`,;=";
    tape.before(at)
        .is_none_or(|(_, c)| is_white(c) || OPENING.contains(&c))
}
