//! Plain text for places where Discord renders no markdown.

use unicode_segmentation::UnicodeSegmentation;

use crate::characters::without_invisible;
use crate::cut::length;

/// One line for the name of an autocomplete choice or the prefilled text of a modal: no hidden characters, blanks
/// collapsed, at most `max` characters. Nothing is escaped, because a backslash would be shown.
///
/// ```
/// assert_eq!(sanitizer::autocomplete_label("*Borrel*\n in  de tuin", 16), "*Borrel* in de…");
/// ```
pub fn autocomplete_label(text: &str, max: usize) -> String {
    let label = one_line(&without_invisible(text));
    if length(&label) <= max {
        return label;
    }
    let mut used = 1;
    let mut cut: String = label
        .graphemes(true)
        .take_while(|it| {
            used += length(it);
            used <= max
        })
        .collect();
    cut.truncate(cut.trim_end().len());
    if max > 0 {
        cut.push('…');
    }
    cut
}

/// All blanks as one, ends trimmed.
pub(crate) fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_is_plain_visible_text() {
        assert_eq!(autocomplete_label(" a\u{202e}b\n\n*c* ", 100), "ab *c*");
        assert_eq!(autocomplete_label("", 100), "");
    }

    #[test]
    fn a_label_is_cut_between_characters_and_loses_its_last_blank() {
        assert_eq!(autocomplete_label("abc def", 5), "abc…");
        assert_eq!(autocomplete_label("👨‍👩‍👧‍👦 gezin", 4), "…");
        assert_eq!(autocomplete_label("abc", 1), "…");
        assert_eq!(autocomplete_label("abc", 0), "");
    }
}
