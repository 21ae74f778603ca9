//! What the words before a number call it: a phone's, or that of an order, a customer or a book.

use super::bytes::is_letter_or_digit;
use super::words::{
    NEUTRAL, OTHER_NUMBER_ENDINGS, OTHER_NUMBERS, PHONE_ENDINGS, PHONES, ends_in, is_one_of,
};

/// What a number is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Label {
    Phone,
    Other,
}

/// No words further away say anything about a number.
const WITHIN: usize = 48;
const MOST_WORDS: usize = 4;

/// What the words before `at` call the number there, if they call it anything.
pub(super) fn before(bytes: &[u8], floor: usize, at: usize) -> Option<Label> {
    let mut rest = &bytes[floor.max(at.saturating_sub(WITHIN))..at];
    for _ in 0..MOST_WORDS {
        let gap = rest
            .iter()
            .rev()
            .take_while(|it| b" \t:.(-#=/*_\"'".contains(it))
            .count();
        rest = &rest[..rest.len() - gap];
        let length = rest
            .iter()
            .rev()
            .take_while(|it| is_letter_or_digit(**it))
            .count();
        let (before, word) = rest.split_at(rest.len() - length);
        if word.is_empty() || word.iter().all(u8::is_ascii_digit) {
            return None;
        }
        if is_phone(word) {
            return Some(Label::Phone);
        }
        let is_neutral = is_one_of(word, NEUTRAL);
        if !is_neutral && (is_one_of(word, OTHER_NUMBERS) || ends_in(word, OTHER_NUMBER_ENDINGS)) {
            return Some(Label::Other);
        }
        if !is_neutral {
            return None;
        }
        rest = before;
    }
    None
}

fn is_phone(word: &[u8]) -> bool {
    is_one_of(word, PHONES) || ends_in(word, PHONE_ENDINGS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_before_a_number_say_what_it_is() {
        let label = |text: &str| before(text.as_bytes(), 0, text.len());
        for text in [
            "tel. ",
            "mijn gsm is ",
            "Phone number: ",
            "werktelefoon ",
            "bel me op (",
        ] {
            assert_eq!(label(text), Some(Label::Phone), "{text}");
        }
        for text in [
            "klantnummer ",
            "Order number: ",
            "ISBN ",
            "ticket #",
            "dossier nr. ",
        ] {
            assert_eq!(label(text), Some(Label::Other), "{text}");
        }
        for text in ["", "mijn nummer is ", "jan: ", "06-", "zaterdag "] {
            assert_eq!(label(text), None, "{text}");
        }
    }
}
