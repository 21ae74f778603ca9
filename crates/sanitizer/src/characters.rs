//! Which characters a reader cannot see, and text without them.

use std::borrow::Cow;

/// A joiner that makes one picture out of several emoji.
const JOINER: char = '\u{200d}';
/// Asks for the coloured form of the character before it.
const EMOJI_STYLE: char = '\u{fe0f}';
/// Asks for the plain form of the character before it.
const TEXT_STYLE: char = '\u{fe0e}';
/// The frame around a digit, as in 1️⃣.
const KEYCAP: char = '\u{20e3}';
/// The flag that England, Scotland and Wales write invisible letters behind.
const BLACK_FLAG: char = '\u{1f3f4}';
/// Ends those letters.
const TAG_END: char = '\u{e007f}';
/// The only invisible letters that draw something: gbeng, gbsct, gbwls and the end mark.
const SUBDIVISIONS: [&str; 3] = [
    "\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}",
    "\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}",
    "\u{e0067}\u{e0062}\u{e0077}\u{e006c}\u{e0073}\u{e007f}",
];

/// Whether `c` ends a line, in any of the ways Unicode knows.
pub(crate) fn is_line_break(c: char) -> bool {
    matches!(
        c,
        '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}'
    )
}

/// Whether `c` draws nothing and is no blank: controls, zero-width and bidi characters, tags, variation selectors,
/// fillers. What has no look can only be there to deceive, or to hold an emoji together.
pub(crate) fn is_invisible(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_control() && !c.is_ascii_whitespace() && c != '\u{b}';
    }
    (c.is_control() && c != '\u{85}') || is_default_ignorable(c)
}

/// The text without invisible characters, save those that an emoji is made of.
pub(crate) fn without_invisible(text: &str) -> Cow<'_, str> {
    let bytes = text.as_bytes();
    let mut clean = String::new();
    let mut from = 0;
    let mut at = 0;
    while let Some(next) = bytes[at..].iter().position(|it| MAY_HIDE[usize::from(*it)]) {
        at += next;
        if bytes[at..].starts_with(b"\xf0\x9f") {
            at += 4;
            continue;
        }
        let Some(c) = text[at..].chars().next() else {
            break;
        };
        let kept = kept_length(text, at, c, || before(&clean, &text[from..at]));
        at += kept;
        if kept == 0 {
            if clean.is_empty() {
                clean.reserve(text.len());
            }
            clean.push_str(&text[from..at]);
            at += c.len_utf8();
            from = at;
        }
    }
    if from == 0 {
        return Cow::Borrowed(text);
    }
    clean.push_str(&text[from..]);
    Cow::Owned(clean)
}

/// The first bytes of all invisible characters; others may have them too.
const MAY_HIDE: [bool; 256] = {
    let mut may_hide = [false; 256];
    let mut at = 0;
    while at < 256 {
        may_hide[at] = matches!(
            at,
            0..=8 | 0xe..=0x1f | 0x7f | 0xc2 | 0xcd | 0xd8 | 0xe1 | 0xe2 | 0xe3 | 0xef | 0xf0 | 0xf3
        );
        at += 1;
    }
    may_hide
};

/// How many bytes stay of what begins at `at` with `c`.
fn kept_length(text: &str, at: usize, c: char, before: impl FnOnce() -> Before) -> usize {
    if !is_invisible(c) {
        return c.len_utf8();
    }
    let rest = &text[at..];
    match c {
        JOINER | EMOJI_STYLE | TEXT_STYLE => {
            let behind = &rest[c.len_utf8()..];
            if holds_emoji_together(before(), c, behind) {
                c.len_utf8()
            } else {
                0
            }
        }
        '\u{e0067}' if text[..at].ends_with(BLACK_FLAG) => {
            let found = SUBDIVISIONS.into_iter().find(|it| rest.starts_with(it));
            found.map_or(0, str::len)
        }
        _ => 0,
    }
}

/// What stands before a character, as far as emoji are concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Before {
    Text,
    /// A digit that may get a frame.
    KeycapBase,
    /// A symbol that has a coloured and a plain form.
    Symbol,
    /// A picture that can be joined to another one.
    Picture,
    /// Such a picture, with its colour chosen.
    StyledPicture,
}

/// No emoji has more colours and styles than this behind one picture.
const MOST_STYLES: usize = 4;

/// What stands at the end of `clean` and `more` together.
fn before(clean: &str, more: &str) -> Before {
    let mut back = more.chars().rev().chain(clean.chars().rev());
    let is_style = |c: &char| matches!(c, &EMOJI_STYLE | &TEXT_STYLE | '\u{1f3fb}'..='\u{1f3ff}');
    let mut styles = 0;
    let mut last = back.next();
    while last.as_ref().is_some_and(is_style) && styles < MOST_STYLES {
        styles += 1;
        last = back.next();
    }
    match last {
        Some(TAG_END) => Before::Picture,
        Some(c) if is_joinable(c) && styles == 0 => Before::Picture,
        Some(c) if is_joinable(c) => Before::StyledPicture,
        Some(c) if is_symbol(c) && styles == 0 => Before::Symbol,
        Some('0'..='9' | '#' | '*') if styles == 0 => Before::KeycapBase,
        _ => Before::Text,
    }
}

fn holds_emoji_together(before: Before, c: char, rest: &str) -> bool {
    match (c, before) {
        (JOINER, Before::Picture | Before::StyledPicture) => rest.starts_with(is_joinable),
        (EMOJI_STYLE | TEXT_STYLE, Before::Picture | Before::Symbol) => true,
        (EMOJI_STYLE | TEXT_STYLE, Before::KeycapBase) => rest.starts_with(KEYCAP),
        _ => false,
    }
}

/// The pictures that joined emoji are made of; none of them is a letter in disguise.
fn is_joinable(c: char) -> bool {
    matches!(c,
        '\u{2194}' | '\u{2195}' | '\u{2620}' | '\u{2640}' | '\u{2642}' | '\u{2695}' | '\u{2696}' | '\u{26a7}'
        | '\u{26d3}' | '\u{26f9}' | '\u{2708}' | '\u{2764}' | '\u{27a1}' | '\u{2b1b}' | '\u{1f300}'..='\u{1f3fa}'
        | '\u{1f400}'..='\u{1f53d}' | '\u{1f546}'..='\u{1f64f}' | '\u{1f680}'..='\u{1f6ff}'
        | '\u{1f7e0}'..='\u{1f7eb}' | '\u{1f90c}'..='\u{1f93a}' | '\u{1f93c}'..='\u{1f945}'
        | '\u{1f947}'..='\u{1faff}')
}

/// The blocks with symbols that have an emoji form; being generous only keeps an invisible mark behind a symbol.
fn is_symbol(c: char) -> bool {
    matches!(c,
        '\u{a9}' | '\u{ae}' | '\u{203c}' | '\u{2049}' | '\u{2122}' | '\u{2139}' | '\u{3030}' | '\u{303d}'
        | '\u{3297}' | '\u{3299}' | '\u{2190}'..='\u{21ff}' | '\u{2300}'..='\u{23ff}' | '\u{24c2}'
        | '\u{25a0}'..='\u{27bf}' | '\u{2900}'..='\u{297f}' | '\u{2b00}'..='\u{2bff}' | '\u{1f000}'..='\u{1f2ff}')
}

/// Unicode's `Default_Ignorable_Code_Point`, and the interlinear annotation marks.
fn is_default_ignorable(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}'
        | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_characters_go_and_what_is_seen_stays() {
        assert_eq!(
            without_invisible("a\u{200b}b\u{202e}c\u{0}\u{feff}d\u{e0041}"),
            "abcd"
        );
        assert_eq!(without_invisible("a b\tc\nd\u{a0}e"), "a b\tc\nd\u{a0}e");
    }

    #[test]
    fn emoji_keep_what_holds_them_together() {
        for emoji in ["👩‍💻", "❤️", "🏳️‍🌈", "1️⃣", "🏴󠁧󠁢󠁳󠁣󠁴󠁿", "👍🏽"]
        {
            assert_eq!(without_invisible(emoji), emoji);
        }
    }

    #[test]
    fn a_joiner_between_letters_is_not_part_of_an_emoji() {
        assert_eq!(without_invisible("a\u{200d}b\u{fe0f}"), "ab");
        assert_eq!(without_invisible("👩\u{200d}b"), "👩b");
        assert_eq!(without_invisible("👩\u{200d}⒈"), "👩⒈");
        assert_eq!(without_invisible("🏴\u{e0041}\u{e007f}"), "🏴");
    }
}
