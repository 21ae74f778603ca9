//! Which characters a reader cannot see, and text without them.

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
pub(crate) fn without_invisible(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    let mut skip_to = 0;
    let mut before = None;
    for (at, c) in text.char_indices() {
        if at < skip_to {
            continue;
        }
        let rest = &text[at + c.len_utf8()..];
        if !is_invisible(c) || holds_emoji_together(before, c, rest) {
            clean.push(c);
            before = Some(c);
        }
        if let Some(tags) = subdivision(c, rest) {
            clean.push_str(tags);
            skip_to = at + c.len_utf8() + tags.len();
        }
    }
    clean
}

fn holds_emoji_together(before: Option<char>, c: char, rest: &str) -> bool {
    let Some(before) = before else { return false };
    match c {
        JOINER => {
            (is_pictographic(before) || before == EMOJI_STYLE)
                && rest.chars().next().is_some_and(is_pictographic)
        }
        EMOJI_STYLE | TEXT_STYLE => {
            is_pictographic(before) || (is_keycap_base(before) && rest.starts_with(KEYCAP))
        }
        _ => false,
    }
}

fn subdivision(c: char, rest: &str) -> Option<&'static str> {
    (c == BLACK_FLAG)
        .then(|| SUBDIVISIONS.into_iter().find(|it| rest.starts_with(it)))
        .flatten()
}

fn is_keycap_base(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, '#' | '*')
}

/// The blocks that emoji come from; being generous here only keeps a joiner between two symbols.
fn is_pictographic(c: char) -> bool {
    matches!(c,
        '\u{a9}' | '\u{ae}' | '\u{203c}' | '\u{2049}' | '\u{2122}' | '\u{2139}' | '\u{3030}' | '\u{303d}'
        | '\u{3297}' | '\u{3299}' | '\u{2190}'..='\u{21ff}' | '\u{2300}'..='\u{23ff}' | '\u{2460}'..='\u{24ff}'
        | '\u{25a0}'..='\u{27bf}' | '\u{2900}'..='\u{297f}' | '\u{2b00}'..='\u{2bff}' | '\u{1f000}'..='\u{1faff}')
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
        assert_eq!(without_invisible("🏴\u{e0041}\u{e007f}"), "🏴");
    }
}
