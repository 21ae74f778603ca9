//! Makes look-alikes alike: one dash, one quote, one blank, no accents, nothing invisible.

use std::borrow::Cow;

use unicode_normalization::char::{decompose_compatible, is_combining_mark};

/// What a digit-like character that is no digit becomes, so that `5²` is not fifty-two.
const NO_DIGIT: char = '\u{fffd}';

/// How many bytes are read at most: one character may become eleven times as long, and places take four bytes.
const LONGEST: usize = 1 << 28;

/// For how many places of a text that is not all ASCII room is made at once.
const USUAL_SHIFTS: usize = 16;

/// A text as it is scanned, and where each of its characters comes from.
pub(super) struct Normal<'a> {
    /// With its letter case; the text itself where nothing had to be changed.
    pub(super) cased: Cow<'a, str>,
    /// The same in lower case, byte for byte at the same place.
    pub(super) lower: String,
    sources: Sources,
}

/// From which byte of the original each byte of the normalised text comes. Asked for in ascending order only.
struct Sources {
    /// Where the distance between both changes: a byte of the normalised text, and one of the original.
    shifts: Vec<(usize, usize)>,
    /// How many of them are passed.
    passed: usize,
    /// The last one that was passed.
    last: (usize, usize),
}

/// At most `limit` characters of a text. Control characters stay: the scanner takes them for blanks and line ends.
pub(super) fn normalise(text: &str, limit: usize) -> Normal<'_> {
    let text = first(text, limit);
    if text.is_ascii() {
        return Normal {
            cased: Cow::Borrowed(text),
            lower: text.to_ascii_lowercase(),
            sources: Sources::new(),
        };
    }
    let mut cased = String::with_capacity(text.len());
    let mut lower = String::with_capacity(text.len());
    let mut sources = Sources::new();
    sources.shifts.reserve(USUAL_SHIFTS);
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        let ascii = rest.bytes().position(|it| !it.is_ascii());
        let ascii = ascii.unwrap_or(rest.len());
        sources.shifts.push((cased.len(), at));
        cased.push_str(&rest[..ascii]);
        lower.push_str(&rest[..ascii]);
        at += ascii;
        let Some(c) = text[at..].chars().next() else {
            break;
        };
        fold(c, |c| {
            sources.shifts.push((cased.len(), at));
            cased.push(c);
            lower.push(lower_case(c));
        });
        at += c.len_utf8();
    }
    sources.shifts.push((cased.len(), text.len()));
    lower.make_ascii_lowercase();
    Normal {
        cased: Cow::Owned(cased),
        lower,
        sources,
    }
}

/// The first characters of a text.
fn first(text: &str, limit: usize) -> &str {
    let text = &text[..text.floor_char_boundary(LONGEST)];
    if text.len() <= limit {
        return text;
    }
    let end = text.char_indices().nth(limit);
    end.map_or(text, |(end, _)| &text[..end])
}

impl Normal<'_> {
    /// The byte of the original that a byte of the normalised text comes from. Must not go back.
    pub(super) fn source(&mut self, at: usize) -> usize {
        self.sources.of(at)
    }
}

impl Sources {
    fn new() -> Self {
        Self {
            shifts: Vec::new(),
            passed: 0,
            last: (0, 0),
        }
    }

    fn of(&mut self, at: usize) -> usize {
        while let Some(next) = self.shifts.get(self.passed).filter(|(it, _)| *it <= at) {
            self.last = *next;
            self.passed += 1;
        }
        let (here, source) = self.last;
        source + (at - here)
    }
}

/// The lower case of a character, where it takes as many bytes.
fn lower_case(c: char) -> char {
    let mut lower = c.to_lowercase();
    match (lower.next(), lower.next()) {
        (Some(lower), None) if lower.len_utf8() == c.len_utf8() => lower,
        _ => c,
    }
}

fn fold(c: char, mut push: impl FnMut(char)) {
    match c {
        // Emoji, which are many and stand for themselves.
        '\u{1f300}'..='\u{1faff}' => push(c),
        _ if is_invisible(c) => {}
        '\u{2028}' | '\u{2029}' | '\u{85}' => push('\n'),
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' | '\u{ff0d}' => push('-'),
        '\u{2018}'..='\u{201b}' | '\u{2032}' | '\u{b4}' | '\u{2bc}' => push('\''),
        '\u{201c}'..='\u{201f}' | '\u{ab}' | '\u{bb}' => push('"'),
        _ if c.is_whitespace() => push(' '),
        '\u{ff10}'..='\u{ff19}' | '\u{1d7ce}'..='\u{1d7ff}' => decompose_compatible(c, push),
        _ if c.is_numeric() => push(NO_DIGIT),
        _ if is_combining_mark(c) => {}
        _ => decompose_compatible(c, |c| {
            if c.is_ascii() || !is_combining_mark(c) {
                push(c);
            }
        }),
    }
}

/// Whether nobody sees the character.
pub(crate) fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}'
        | '\u{2066}'..='\u{2069}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        assert_eq!(normalise(text, 6000).cased, expected);
    }

    #[test]
    fn look_alikes_become_one_character() {
        check("20:00–22:00 ’s avonds", "20:00-22:00 's avonds");
        check("é\u{e9} ｆｕｌｌ ２０", "ee full 20");
        check("a\u{a0}b\u{200b}c\u{ad}d", "a bcd");
        check("5²", "5\u{fffd}");
    }

    #[test]
    fn only_the_first_characters_are_read() {
        assert_eq!(normalise(&"é".repeat(20), 7).cased, "eeeeeee");
        assert_eq!(normalise("12345678", 7).cased, "1234567");
    }

    #[test]
    fn lower_case_stands_at_the_same_bytes() {
        let text = "É Ⱥ İ Σ ẞ K \u{1f170} – A";
        let normal = normalise(text, 6000);
        let ends = |text: &str| text.char_indices().map(|(at, _)| at).collect::<Vec<_>>();
        assert_eq!(ends(&normal.cased), ends(&normal.lower));
    }

    #[test]
    fn every_character_knows_where_it_comes_from() {
        let mut normal = normalise("a\u{200b}é ﬁ–b", 6000);
        assert_eq!(normal.cased, "ae fi-b");
        let sources: Vec<usize> = (0..=7).map(|at| normal.source(at)).collect();
        assert_eq!(sources, [0, 4, 6, 7, 7, 10, 13, 14]);
    }
}
