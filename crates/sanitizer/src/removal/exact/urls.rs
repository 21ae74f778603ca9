//! Where a URL begins and where it ends.

use super::tape::Tape;

use crate::removal::urls::{UrlKind, UrlStart};

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
    match tape.before(end)?.1 {
        '/' => after_slashes(tape, end)
            .or_else(|| in_brackets(tape, end - 1, "<"))
            .or_else(|| host_with_path(tape, end - 1)),
        'f' => after_slashes(tape, end),
        ';' => after_slashes(tape, end).or_else(|| script_scheme(tape, end)),
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

/// `<http:/…` and `](http:…`: the scheme whose colon ends at `end`, behind this opening. Further
/// brackets between them may vanish: `]([https:…](…)`.
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
    let colon = any_of(tape, end, &COLONS)?;
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

/// `discord.gg/abc`, `shop.example/login`: a host name and the slash at `slash`.
fn host_with_path(tape: &Tape, slash: usize) -> Option<UrlStart> {
    let belongs = |c: char| c.is_alphanumeric() || matches!(c, '-' | '.');
    let at = tape.run_start(slash, LONGEST_HOST, belongs);
    let is_inside_something =
        |(_, c): (usize, char)| matches!(c, '/' | '@' | '%' | '=' | '&' | '?' | '#' | '_' | '\\');
    if tape.before(at).is_some_and(is_inside_something) || !is_host(&tape.text(at, slash)) {
        return None;
    }
    Some(UrlStart {
        at,
        body: at,
        kind: UrlKind::Schemeless,
    })
}

fn is_host(name: &str) -> bool {
    let Some((labels, top)) = name.rsplit_once('.') else {
        return false;
    };
    let is_top = top.chars().count() >= 2 && top.chars().all(char::is_alphabetic);
    (is_top || top.starts_with("xn--")) && labels.split('.').all(|it| !it.is_empty())
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
