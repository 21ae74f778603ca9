//! What a model wrote, as a draft and the sources that it says it used; and how much of a draft is left once it is edited.

use language_model::Completion;

use super::Source;
use crate::written::{Written, bare};

/// A reply has at most so many characters; a signature fits behind it.
pub const DRAFT_MAX: usize = 1_900;

/// What the line that names sources may begin with, in lower case.
const LABELS: [&str; 3] = ["sources", "source", "bronnen"];

/// The draft in an answer, and those of the sources that it names at its end. None where there is no draft.
pub(super) fn read(answer: &Completion, sources: &[Source]) -> Option<(String, Vec<Source>)> {
    let Written { prose, named } = Written::read(answer, &LABELS, DRAFT_MAX);
    let used = sources.iter().filter(|it| named.contains(&bare(&it.id)));
    let mut used: Vec<Source> = used.cloned().collect();
    used.dedup_by(|one, other| one.origin == other.origin);
    (!prose.is_empty()).then_some((prose, used))
}

/// A text that may be posted: without mentions, and short enough.
pub(super) fn text_of(text: &str) -> String {
    crate::written::text_of(text, DRAFT_MAX)
}

/// How much a text was changed: 0 not at all, 1 when nothing of it is left. The number of characters that were put in,
/// taken out or exchanged, against the length of the longer text.
///
/// ```
/// use tickets_core::drafts::edit_ratio;
///
/// assert_eq!(edit_ratio("hello", "hello"), 0.0);
/// assert_eq!(edit_ratio("abcd", "abXd"), 0.25);
/// assert_eq!(edit_ratio("abcd", ""), 1.0);
/// ```
#[expect(
    clippy::cast_precision_loss,
    reason = "texts have a few thousand characters"
)]
pub fn edit_ratio(before: &str, after: &str) -> f32 {
    let (before, after): (Vec<char>, Vec<char>) =
        (before.chars().collect(), after.chars().collect());
    let longer = before.len().max(after.len());
    if longer == 0 {
        return 0.0;
    }
    distance(&before, &after) as f32 / longer as f32
}

/// Levenshtein's distance, a row at a time: for texts of 2,000 characters four million steps.
fn distance(before: &[char], after: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=after.len()).collect();
    for (at, was) in before.iter().enumerate() {
        let mut diagonal = at;
        let mut left = at + 1;
        for (cell, is) in row.iter_mut().skip(1).zip(after) {
            let exchanged = diagonal + usize::from(was != is);
            diagonal = *cell;
            left = exchanged.min(diagonal + 1).min(left + 1);
            *cell = left;
        }
        if let Some(first) = row.first_mut() {
            *first = at + 1;
        }
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use language_model::testing::{answer, cut_short};
    use proptest::prelude::*;

    use super::*;

    fn source(id: &str) -> Source {
        Source {
            id: id.to_owned(),
            origin: id.to_owned(),
            title: format!("Title of {id}"),
            text: "So.".to_owned(),
        }
    }

    #[test]
    fn sources_are_read_off_the_last_line_and_only_those_that_there_are() {
        let sources = [source("F12"), source("D1"), source("P1")];
        let text = "Hi!\nPlease try again.\n\n**Sources:** [F12], d1, F99";
        let (draft, used) = read(&answer(text), &sources).unwrap();
        assert_eq!(draft, "Hi!\nPlease try again.");
        assert_eq!(used, sources[..2]);
    }

    #[test]
    fn a_draft_without_a_line_of_sources_is_fine_and_one_without_words_is_none() {
        let (draft, used) = read(&answer("We look into it, @everyone."), &[source("F1")]).unwrap();
        assert_eq!((&*draft, used.len()), ("We look into it, .", 0));
        assert_eq!(read(&answer("SOURCES: none"), &[]), None);
        assert_eq!(read(&answer(" \n"), &[]), None);
    }

    #[test]
    fn a_draft_that_breaks_off_ends_with_its_last_sentence_and_names_whole_sources_only() {
        let sources = [source("F1"), source("F12")];
        let (draft, used) = read(&cut_short("Please try again. Then we"), &sources).unwrap();
        assert_eq!((&*draft, used.len()), ("Please try again.", 0));
        let text = "Please try again.\nSOURCES: F12, F1";
        assert_eq!(read(&cut_short(text), &sources).unwrap().1, sources[1..]);
    }

    #[test]
    fn distances_are_levenshteins() {
        for (one, other, steps) in [
            ("kitten", "sitting", 3),
            ("", "abc", 3),
            ("flaw", "lawn", 2),
        ] {
            let chars = |it: &str| it.chars().collect::<Vec<_>>();
            assert_eq!(distance(&chars(one), &chars(other)), steps, "{one} {other}");
        }
    }

    proptest! {
        #[test]
        fn a_ratio_is_a_share_and_the_same_both_ways(one in "\\PC{0,40}", other in "\\PC{0,40}") {
            let ratio = edit_ratio(&one, &other);
            prop_assert!((0.0..=1.0).contains(&ratio));
            prop_assert_eq!(ratio.to_bits(), edit_ratio(&other, &one).to_bits());
            prop_assert_eq!(one == other, ratio <= 0.0);
        }
    }
}
