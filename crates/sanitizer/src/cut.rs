//! Texts that fit, cut where nothing breaks.

use unicode_segmentation::UnicodeSegmentation;

/// Ends a line that was cut.
pub(crate) const DOTS: &str = "...";

/// The number of characters, as Discord counts them for embeds: Unicode scalar values.
pub(crate) fn length(text: &str) -> usize {
    text.chars().count()
}

/// Whether `text` has at most `max` characters.
pub(crate) fn is_within(text: &str, max: usize) -> bool {
    text.len() <= max || length(text) <= max
}

/// Shortens `text` to `max` characters, the last three of which are dots, without splitting what a reader takes for one
/// character. A backslash stays with what it escapes.
pub(crate) fn with_dots(text: String, max: usize) -> String {
    if is_within(&text, max) {
        return text;
    }
    if max <= DOTS.len() {
        return DOTS[..max].to_owned();
    }
    let mut cut = prefix(&text, max - DOTS.len(), Backslash::Escapes).to_owned();
    cut.push_str(DOTS);
    cut
}

/// The longest beginning of `text` that has at most `max` characters, without splitting what a reader takes for one; for
/// plain text that has to be sent in pieces.
///
/// ```
/// assert_eq!(sanitizer::beginning("ae\u{301}b", 2), "a");
/// assert_eq!(sanitizer::beginning("ae\u{301}b", 3), "ae\u{301}");
/// ```
pub fn beginning(text: &str, max: usize) -> &str {
    if is_within(text, max) {
        return text;
    }
    prefix(text, max, Backslash::IsPlain)
}

/// Whether a backslash belongs to the character behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Backslash {
    /// The text is escaped.
    Escapes,
    /// The text is plain.
    IsPlain,
}

/// The longest beginning of `text` that has at most `max` characters and ends between two units.
pub(crate) fn prefix(text: &str, max: usize, backslash: Backslash) -> &str {
    let mut end = 0;
    let mut used = 0;
    for unit in units(text, backslash) {
        used += length(unit);
        if used > max {
            break;
        }
        end += unit.len();
    }
    &text[..end]
}

/// The pieces of `text` that must stay whole.
pub(crate) fn units(text: &str, backslash: Backslash) -> impl Iterator<Item = &str> {
    let mut graphemes = text.grapheme_indices(true);
    std::iter::from_fn(move || {
        let (start, first) = graphemes.next()?;
        let mut end = start + first.len();
        // Some letters of other scripts form one grapheme with the backslash behind them.
        if first.ends_with('\\') && backslash == Backslash::Escapes {
            end += graphemes.next().map_or(0, |(_, escaped)| escaped.len());
        }
        Some(&text[start..end])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dots(text: &str, max: usize) -> String {
        with_dots(text.to_owned(), max)
    }

    #[test]
    fn what_fits_is_left_alone() {
        assert_eq!(dots("abcdef", 6), "abcdef");
        assert_eq!(dots("abcdefg", 6), "abc...");
    }

    #[test]
    fn an_escape_pair_is_never_split() {
        assert_eq!(dots(r"\*\*\*\*", 6), r"\*...");
        assert_eq!(dots(r"\\\\\\\\", 6), r"\\...");
    }

    #[test]
    fn a_letter_that_clings_to_the_backslash_does_not_split_the_pair() {
        assert_eq!(dots("\u{600}\\*abcdefg", 6), "\u{600}\\*...");
        assert_eq!(dots("\u{600}\\*abcdefg", 5), "...");
    }

    #[test]
    fn an_emoji_family_is_never_split() {
        assert_eq!(dots("a👨‍👩‍👧‍👦bcdef", 8), "a...");
        assert_eq!(dots("ae\u{301}bcdef", 5), "a...");
    }

    #[test]
    fn tiny_limits_leave_only_dots() {
        assert_eq!(dots("abcd", 3), "...");
        assert_eq!(dots("abcd", 2), "..");
        assert_eq!(dots("abcd", 0), "");
    }
}
