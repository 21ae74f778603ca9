//! What a model wrote, as a record and the words for what it is about.

use language_model::Completion;
use sanitizer::beginning;

use crate::written::{Written, is_fence, redacted_text};

/// A summary has at most so many characters.
pub const SUMMARY_MAX: usize = 4_000;

/// So many words of a model are kept at most, and of each so many characters.
const MOST_KEYWORDS: usize = 6;
const KEYWORD_MAX: usize = 40;
/// What a line of keywords may begin with, in lower case.
const LABELS: [&str; 4] = ["keywords", "topic keywords", "topics", "trefwoorden"];

/// The record of a ticket, as a model wrote it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// What happened, in 1 to [`SUMMARY_MAX`] characters, without mentions and without personal data that can be
    /// recognised.
    pub text: String,
    /// What it was about, in lower case; empty where the model did not say.
    pub keywords: Vec<String>,
}

impl Record {
    /// Reads a model's answer. Where it ends in a line of keywords, that is taken off; plain prose is fine as well. Of an
    /// answer that was cut short, only whole sentences and words are kept. None where no prose is left.
    pub fn read(answer: &Completion) -> Option<Self> {
        let written = Written::read(answer, &LABELS, SUMMARY_MAX);
        let lines: Vec<&str> = written.prose.lines().filter(|it| !is_fence(it)).collect();
        let text = lines.join("\n").trim().to_owned();
        let keywords = written.named.iter().take(MOST_KEYWORDS);
        let keywords = keywords.map(|it| beginning(it, KEYWORD_MAX).to_owned());
        (!text.is_empty()).then(|| Self {
            text,
            keywords: keywords.collect(),
        })
    }
}

/// A text to be kept: without mentions, personal data and what a database cannot have.
pub(super) fn text_of(text: &str) -> String {
    crate::written::text_of(&redacted_text(text), SUMMARY_MAX)
}

#[cfg(test)]
mod tests {
    use language_model::testing::{answer, cut_short};
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str) -> Option<Record> {
        Record::read(&answer(text))
    }

    #[test]
    fn keywords_at_the_end_are_taken_off_and_plain_prose_is_fine() {
        let record =
            read("The invoice was missing. Staff sent it.\n\nKEYWORDS: invoice, billing").unwrap();
        assert_eq!(record.text, "The invoice was missing. Staff sent it.");
        assert_eq!(record.keywords, ["invoice", "billing"]);
        let plain = read("```\nSolved by staff.\n```").unwrap();
        assert_eq!(
            (&*plain.text, plain.keywords.len()),
            ("Solved by staff.", 0)
        );
    }

    #[test]
    fn a_record_that_breaks_off_ends_with_its_last_sentence() {
        let record = Record::read(&cut_short("No invoice came. Staff has sen")).unwrap();
        assert_eq!(record.text, "No invoice came.");
        let record = Record::read(&cut_short("No invoice came.\nKEYWORDS: invoice, bil")).unwrap();
        assert_eq!(record.keywords, ["invoice"]);
    }

    #[test]
    fn nothing_but_keywords_is_no_record() {
        assert_eq!(read("KEYWORDS: invoice, billing"), None);
        assert_eq!(read("```\n```"), None);
        assert_eq!(read("@everyone"), None);
    }

    #[test]
    fn what_a_model_repeats_of_personal_data_is_taken_out() {
        let record = read("<@7> gave jan@club.example and +32 470 12 34 56.").unwrap();
        assert_eq!(record.text, "somebody gave [email] and [phone].");
    }

    #[test]
    fn six_words_are_kept() {
        let record = read("So.\nkeywords: a, b, c, d, e, f, g").unwrap();
        assert_eq!(record.keywords, ["a", "b", "c", "d", "e", "f"]);
    }

    proptest! {
        #[test]
        fn whatever_a_model_writes_can_be_kept(text in "(\\PC|\n|\0|keywords|:|,){0,200}") {
            if let Some(record) = read(&text) {
                let length = record.text.chars().count();
                prop_assert!((1..=SUMMARY_MAX).contains(&length));
                prop_assert!(!record.text.contains('\0'));
                prop_assert!(record.keywords.len() <= MOST_KEYWORDS);
            }
        }
    }
}
