//! What a model wrote, as a record and the words for what it is about.

use language_model::redacted;
use sanitizer::{beginning, strip_mentions_keeping_lines};

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
    /// Reads a model's answer. Where it ends in a line of keywords, that is taken off; plain prose is fine as well. None
    /// where no prose is left.
    ///
    /// ```
    /// use tickets_core::summary::Record;
    ///
    /// let record = Record::read("The invoice was missing. Staff sent it.\n\nKEYWORDS: invoice, billing").unwrap();
    /// assert_eq!(record.text, "The invoice was missing. Staff sent it.");
    /// assert_eq!(record.keywords, ["invoice", "billing"]);
    /// assert_eq!(Record::read("Solved by staff.").unwrap().keywords, [""; 0]);
    /// ```
    pub fn read(answer: &str) -> Option<Self> {
        let lines: Vec<&str> = answer.lines().filter(|it| !is_fence(it)).collect();
        let last = lines.iter().rposition(|it| !it.trim().is_empty());
        let keywords = last.and_then(|at| Some((at, keywords_in(lines.get(at)?)?)));
        let (prose, keywords) = match keywords {
            Some((at, keywords)) => (&lines[..at], keywords),
            None => (&lines[..], Vec::new()),
        };
        let text = text_of(&prose.join("\n"));
        (!text.is_empty()).then_some(Self { text, keywords })
    }
}

/// A text to be kept: without mentions, personal data and what a database cannot have.
pub(super) fn text_of(text: &str) -> String {
    let clean = redacted(&text.replace('\0', ""), |_| "somebody");
    let clean = strip_mentions_keeping_lines(&clean);
    beginning(clean.trim(), SUMMARY_MAX).trim_end().to_owned()
}

fn is_fence(line: &str) -> bool {
    line.trim_start().starts_with("```")
}

/// The words of a line that says that it has some: `KEYWORDS: a, b` or `{"keywords": ["a", "b"]}`.
fn keywords_in(line: &str) -> Option<Vec<String>> {
    let (label, words) = line.split_once(':')?;
    let is_decoration = |c: char| !c.is_alphanumeric();
    let label = label.trim_matches(is_decoration).to_lowercase();
    if !LABELS.contains(&&*label) {
        return None;
    }
    let words = words.split([',', ';']);
    let words = words.map(|it| it.trim_matches(is_decoration).to_lowercase());
    let words = words.map(|it| beginning(&it, KEYWORD_MAX).to_owned());
    Some(
        words
            .filter(|it| !it.is_empty())
            .take(MOST_KEYWORDS)
            .collect(),
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn keywords_are_read_however_a_model_dresses_them() {
        for tail in [
            "KEYWORDS: invoice, e-mail",
            "**Keywords:** Invoice; e-mail.",
            "- keywords: \"invoice\", \"e-mail\"",
            "{\"keywords\": [\"invoice\", \"e-mail\"]}",
            "```json\n{\"keywords\": [\"invoice\", \"e-mail\"]}\n```\n",
            "Trefwoorden: invoice, e-mail\n\n",
        ] {
            let record = Record::read(&format!("It is solved.\n{tail}")).unwrap();
            assert_eq!(record.text, "It is solved.", "{tail}");
            assert_eq!(record.keywords, ["invoice", "e-mail"], "{tail}");
        }
    }

    #[test]
    fn prose_with_a_colon_is_prose() {
        let record = Record::read("The problem: no invoice.\nThe outcome: it was sent.").unwrap();
        assert_eq!(
            record.text,
            "The problem: no invoice.\nThe outcome: it was sent."
        );
        assert_eq!(record.keywords, [""; 0]);
    }

    #[test]
    fn nothing_but_keywords_is_no_record() {
        assert_eq!(Record::read("KEYWORDS: invoice, billing"), None);
        assert_eq!(Record::read("```\n```"), None);
        assert_eq!(Record::read("@everyone"), None);
    }

    #[test]
    fn what_a_model_repeats_of_personal_data_is_taken_out() {
        let record = Record::read("<@7> gave jan@club.example and +32 470 12 34 56.").unwrap();
        assert_eq!(record.text, "somebody gave [email] and [phone].");
    }

    #[test]
    fn six_words_are_kept() {
        let record = Record::read("So.\nkeywords: a, b, c, d, e, f, g").unwrap();
        assert_eq!(record.keywords, ["a", "b", "c", "d", "e", "f"]);
    }

    proptest! {
        #[test]
        fn whatever_a_model_writes_can_be_kept(answer in "(\\PC|\n|\0|keywords|:|,){0,200}") {
            if let Some(record) = Record::read(&answer) {
                let length = record.text.chars().count();
                prop_assert!((1..=SUMMARY_MAX).contains(&length));
                prop_assert!(!record.text.contains('\0'));
                prop_assert!(record.keywords.len() <= MOST_KEYWORDS);
            }
        }
    }
}
