//! Where a text that goes on too long, or breaks off, is ended.

use sanitizer::beginning;

/// What a sentence ends with.
const STOPS: [char; 4] = ['.', '!', '?', '…'];
/// What may stand behind the end of a sentence and still belongs to it.
const CLOSING: [char; 9] = ['"', '\'', '”', '’', '»', ')', ']', '*', '_'];

/// The beginning of a text, of at most `max` characters, that reads as if it were whole: it ends with the last whole
/// sentence, else with the last whole line, else with the last whole word, and where it must if there is none. What
/// stands behind the last of these is taken to be broken off, also in a text that is short enough.
///
/// ```
/// use language_model::whole_part;
///
/// assert_eq!(whole_part("It costs 2.50 a month. Staff has paid the fi", 100), "It costs 2.50 a month.");
/// assert_eq!(whole_part("- a role\n- an invi", 100), "- a role");
/// assert_eq!(whole_part("two words", 5), "two");
/// ```
pub fn whole_part(text: &str, max: usize) -> &str {
    let text = text.trim();
    let fits = beginning(text, max);
    let end = sentence(text, fits.len())
        .or_else(|| fits.rfind('\n'))
        .or_else(|| fits.rfind(char::is_whitespace))
        .filter(|end| *end > 0);
    fits[..end.unwrap_or(fits.len())].trim_end()
}

/// Where the last sentence ends that does so within the first `most` bytes: behind a stop that a blank or nothing follows.
fn sentence(text: &str, most: usize) -> Option<usize> {
    let mut last = None;
    let mut stopped = false;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        if at > most {
            break;
        }
        if stopped && c.is_whitespace() {
            last = Some(at);
        }
        stopped = STOPS.contains(&c) || (stopped && CLOSING.contains(&c));
    }
    last
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_sentence_ends_behind_its_stop_and_what_closes_with_it() {
        for (text, whole) in [
            ("Hij zei: \"Het werkt.\" En toen", "Hij zei: \"Het werkt.\""),
            ("Really?! Ye", "Really?!"),
            ("So. Version 2.4", "So."),
            ("All is said.", "All is said."),
            ("**Done.** KEYW", "**Done.**"),
        ] {
            assert_eq!(whole_part(text, 100), whole);
        }
    }

    #[test]
    fn a_number_is_not_cut_at_its_point() {
        assert_eq!(whole_part("Yes. It costs 2.50 a month", 17), "Yes.");
    }

    #[test]
    fn without_a_sentence_lines_and_words_stay_whole() {
        assert_eq!(whole_part("one line\nanother li", 100), "one line");
        assert_eq!(whole_part("words and wor", 100), "words and");
        assert_eq!(whole_part("éééé", 2), "éé");
    }

    proptest! {
        #[test]
        fn what_is_left_is_a_beginning_that_fits(text in "(\\PC|[.\n ]){0,60}", max in 1_usize..40) {
            let whole = whole_part(&text, max);
            prop_assert!(text.trim().starts_with(whole));
            prop_assert!(whole.chars().count() <= max);
            prop_assert_eq!(whole.is_empty(), beginning(text.trim(), max).is_empty());
        }
    }
}
