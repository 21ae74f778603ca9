//! An answer in pieces that Discord takes.

use sanitizer::{beginning, strip_mentions_keeping_lines};

/// The longest message of a bot, in characters.
pub const MESSAGE_MAX: usize = 2000;
/// An answer is no longer than this many messages.
pub const MESSAGES_MAX: usize = 3;

/// Stands where an answer is too long to be told.
const MORE: &str = "…";

/// What a model answered, as one to three messages of at most 2000 characters without mentions; none for an answer of
/// nothing but mentions. It is cut between paragraphs, else sentences, else words; what does not fit the third message
/// is left out, and it ends in `…`.
///
/// ```
/// use language_model::messages_of;
///
/// assert_eq!(messages_of("Well done, @everyone!\n\nRest now."), ["Well done, !\n\nRest now."]);
/// assert_eq!(messages_of(&"A sentence of thirty letters. ".repeat(100)).len(), 2);
/// ```
pub fn messages_of(answer: &str) -> Vec<String> {
    let clean = strip_mentions_keeping_lines(answer);
    let mut rest = clean.trim();
    let mut messages = Vec::new();
    while !rest.is_empty() {
        if messages.len() + 1 == MESSAGES_MAX && rest.chars().count() > MESSAGE_MAX {
            let last = piece(rest, MESSAGE_MAX - MORE.chars().count());
            messages.push(format!("{}{MORE}", last.trim_end()));
            break;
        }
        let piece = piece(rest, MESSAGE_MAX);
        messages.push(piece.trim_end().to_owned());
        rest = rest[piece.len()..].trim_start();
    }
    messages
}

/// The beginning of `text` that fits, cut where it hurts least in its second half. Never empty, if `text` is not.
fn piece(text: &str, max: usize) -> &str {
    let mut fits = beginning(text, max);
    if fits.len() == text.len() {
        return text;
    }
    if fits.is_empty() {
        // A letter with thousands of accents.
        let end = text.char_indices().nth(max).map_or(text.len(), |it| it.0);
        fits = &text[..end];
    }
    let half = fits.len() / 2;
    let end = [paragraph, sentence, word]
        .iter()
        .find_map(|border| border(fits).filter(|end| *end > half));
    &fits[..end.unwrap_or(fits.len())]
}

fn paragraph(text: &str) -> Option<usize> {
    text.rfind("\n\n")
}

/// Behind the last full stop that something follows, or at the last line break.
fn sentence(text: &str) -> Option<usize> {
    let stops = [". ", "! ", "? ", ".\n", "!\n", "?\n"];
    let stop = stops.iter().filter_map(|it| text.rfind(it)).max();
    stop.map(|at| at + 1).max(text.rfind('\n'))
}

fn word(text: &str) -> Option<usize> {
    text.rfind(char::is_whitespace)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_fits_is_one_message() {
        let answer = "x".repeat(2000);
        assert_eq!(messages_of(&answer), [answer]);
        assert_eq!(messages_of(" \n "), [""; 0]);
    }

    #[test]
    fn a_long_answer_is_cut_between_paragraphs() {
        let (first, second) = ("a ".repeat(600), "b ".repeat(600));
        let messages = messages_of(&format!("{first}\n\n{second}"));
        assert_eq!(messages, [first.trim_end(), second.trim_end()]);
    }

    #[test]
    fn a_long_paragraph_is_cut_between_sentences_and_a_long_sentence_between_words() {
        let sentence = format!("{}end.", "word ".repeat(30));
        let answer = [sentence.as_str()].repeat(14).join(" ");
        let messages = messages_of(&answer);
        assert_eq!(messages.len(), 2);
        assert!(
            messages.iter().all(|it| it.ends_with("end.")),
            "{messages:?}"
        );
        let messages = messages_of(&"word ".repeat(500));
        assert_eq!(
            messages[0].len(),
            1999,
            "400 words and the blanks between them"
        );
    }

    #[test]
    fn what_does_not_fit_three_messages_is_left_out_and_that_shows() {
        let messages = messages_of(&"A short sentence. ".repeat(1000));
        assert_eq!(messages.len(), 3);
        assert!(messages[2].ends_with("sentence.…"), "{:?}", messages[2]);
        assert!(messages[..2].iter().all(|it| it.ends_with("sentence.")));
    }

    #[test]
    fn a_family_of_emoji_stays_together() {
        let family = "👨‍👩‍👧‍👦";
        let messages = messages_of(&family.repeat(300));
        for message in &messages {
            assert_eq!(message.trim_end_matches('…').replace(family, ""), "");
        }
    }

    #[test]
    fn nobody_is_called_by_an_answer() {
        let messages = messages_of("Ask <@123456789012345678>, @here or <@&123456789012345678>.");
        assert_eq!(messages, ["Ask , or ."]);
    }

    proptest! {
        #[test]
        fn whatever_is_answered_fits(answer in "(\\PC|[ .\n\u{301}]){0,40}", times in 1_usize..800) {
            let messages = messages_of(&answer.repeat(times));
            prop_assert!(messages.len() <= MESSAGES_MAX);
            for message in &messages {
                let length = message.chars().count();
                prop_assert!((1..=MESSAGE_MAX).contains(&length), "{length}");
            }
        }
    }
}
