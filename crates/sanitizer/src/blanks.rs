//! White space collapsed, many words at a time.

use std::borrow::Cow;

/// Nothing special.
const PLAIN: u8 = 0;
/// May be the first byte of white space that is no plain blank.
const STOP: u8 = 1;
/// A blank; the second one in a row has to be looked at.
const BLANK: u8 = 2;

static CLASSES: [u8; 256] = {
    let mut classes = [PLAIN; 256];
    let stops = b"\t\n\x0b\x0c\r\xc2\xe1\xe2\xe3";
    let mut at = 0;
    while at < stops.len() {
        classes[stops[at] as usize] = STOP;
        at += 1;
    }
    classes[b' ' as usize] = BLANK;
    classes
};

/// All white space as single blanks, ends trimmed.
pub(crate) fn one_line(text: &str) -> Cow<'_, str> {
    let text = text.trim();
    let bytes = text.as_bytes();
    let mut line = String::new();
    let mut from = 0;
    let mut at = 0;
    let mut before = PLAIN;
    while let Some(byte) = bytes.get(at) {
        let class = CLASSES[usize::from(*byte)];
        if (class & STOP) | (class & before & BLANK) == 0 {
            before = class;
            at += 1;
            continue;
        }
        let rest = &text[at..];
        let visible = rest.trim_start();
        if visible.len() == rest.len() {
            before = PLAIN;
            at += rest.chars().next().map_or(1, char::len_utf8);
            continue;
        }
        if line.is_empty() {
            line.reserve(text.len());
        }
        line.push_str(text[from..at].trim_end_matches(' '));
        line.push(' ');
        at = text.len() - visible.len();
        from = at;
        before = PLAIN;
    }
    if from == 0 {
        return Cow::Borrowed(text);
    }
    line.push_str(&text[from..]);
    Cow::Owned(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_stretch_of_white_space_becomes_one_blank() {
        for (text, expected) in [
            ("", ""),
            (" \n", ""),
            ("a b", "a b"),
            ("  a  b \t c\r\n", "a b c"),
            ("a\u{a0}\u{2003}b\u{3000}c\u{85}d\u{2028}e", "a b c d e"),
            ("é – € ก ok", "é – € ก ok"),
        ] {
            assert_eq!(one_line(text), expected, "{text:?}");
        }
    }

    #[test]
    fn a_line_that_is_one_already_is_not_copied() {
        assert!(matches!(
            one_line(" één lijn – zo "),
            Cow::Borrowed("één lijn – zo")
        ));
    }
}
