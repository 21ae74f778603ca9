//! Plain text for places where Discord renders no markdown.

use unicode_segmentation::UnicodeSegmentation;

use crate::blanks::one_line;
use crate::characters::without_invisible;
use crate::cut::{is_within, length};

/// One line for the name of an autocomplete choice or the prefilled text of a modal: no hidden characters, blanks
/// collapsed, at most `max` characters. Nothing is escaped, because a backslash would be shown.
///
/// ```
/// assert_eq!(sanitizer::autocomplete_label("*Borrel*\n in  de tuin", 16), "*Borrel* in de…");
/// ```
pub fn autocomplete_label(text: &str, max: usize) -> String {
    let visible = without_invisible(text);
    let label = one_line(&visible);
    if is_within(&label, max) {
        return label.into_owned();
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
