//! Makes look-alikes alike: one dash, one quote, one blank, no accents, nothing invisible. Letter case stays.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A character to scan and the byte of the text it comes from.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Glyph {
    pub(crate) at: usize,
    pub(crate) c: char,
}

/// What a digit-like character that is no digit becomes, so that `5²` is not fifty-two.
const NO_DIGIT: char = '\u{fffd}';

/// The glyphs of at most `limit` characters.
pub(crate) fn normalise(text: &str, limit: usize) -> Vec<Glyph> {
    let mut glyphs = Vec::with_capacity(text.len().min(limit));
    for (at, c) in text.char_indices().take(limit) {
        if c.is_ascii() {
            let c = match c {
                '\r' | '\u{b}' | '\u{c}' => '\n',
                '\t' => '\t',
                c if c.is_ascii_control() && c != '\n' => ' ',
                c => c,
            };
            glyphs.push(Glyph { at, c });
        } else {
            fold(c, |c| glyphs.push(Glyph { at, c }));
        }
    }
    glyphs
}

fn fold(c: char, mut push: impl FnMut(char)) {
    match c {
        _ if is_invisible(c) || is_combining_mark(c) => {}
        '\u{2028}' | '\u{2029}' | '\u{85}' => push('\n'),
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' | '\u{ff0d}' => push('-'),
        '\u{2018}'..='\u{201b}' | '\u{2032}' | '\u{b4}' | '\u{2bc}' => push('\''),
        '\u{201c}'..='\u{201f}' | '\u{ab}' | '\u{bb}' => push('"'),
        _ if c.is_whitespace() => push(' '),
        '\u{ff10}'..='\u{ff19}' | '\u{1d7ce}'..='\u{1d7ff}' => {
            std::iter::once(c).nfkd().for_each(push);
        }
        _ if c.is_numeric() => push(NO_DIGIT),
        _ => std::iter::once(c)
            .nfkd()
            .filter(|c| !is_combining_mark(*c))
            .for_each(push),
    }
}

fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}'
        | '\u{2066}'..='\u{2069}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let folded: String = normalise(text, 6000).iter().map(|it| it.c).collect();
        assert_eq!(folded, expected);
    }

    #[test]
    fn look_alikes_become_one_character() {
        check("20:00–22:00 ’s avonds", "20:00-22:00 's avonds");
        check("é\u{e9} ｆｕｌｌ ２０", "ee full 20");
        check("a\u{a0}b\u{200b}c\u{ad}d", "a bcd");
        check("5²", "5\u{fffd}");
        check("a\r\nb", "a\n\nb");
    }

    #[test]
    fn only_the_first_characters_are_read() {
        assert_eq!(normalise(&"é".repeat(20), 7).len(), 7);
    }
}
