//! What a text is about, as a few words that other texts about it have too.

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap};

use crate::words::{Run, Synonyms, is_filler, is_stop_word, runs, stem};

/// A topic has at most so many terms.
const MOST_TERMS: usize = 8;
/// A key has at most so many characters.
const LONGEST_KEY: usize = 200;
/// So many keywords of a model are needed to be taken in place of the text.
const LEAST_KEYWORDS: usize = 2;

/// What a text is about. Two texts that say the same in other words, in either language, mostly have the same.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Topic {
    terms: BTreeSet<String>,
    key: String,
}

impl Topic {
    /// The topic of a text.
    pub fn of(text: &str) -> Self {
        Self::of_terms(terms_of(text))
    }

    /// The topic of a ticket's summary: of the keywords that a model gave, where it gave two or more, and else of the
    /// text.
    pub fn of_summary(summary: &str, keywords: &[String]) -> Self {
        if keywords.len() < LEAST_KEYWORDS {
            return Self::of(summary);
        }
        let of_keywords = Self::of(&keywords.join("\n"));
        if of_keywords.terms.is_empty() {
            return Self::of(summary);
        }
        of_keywords
    }

    /// The topic with these terms, as a store kept them.
    pub fn of_terms(terms: impl IntoIterator<Item = String>) -> Self {
        let terms: BTreeSet<String> = terms.into_iter().collect();
        Self {
            key: key_of(&terms),
            terms,
        }
    }

    /// Its terms, by the alphabet.
    pub fn terms(&self) -> impl Iterator<Item = &str> {
        self.terms.iter().map(String::as_str)
    }

    /// Its terms in one text of at most 200 characters; empty where the text says nothing.
    pub fn key(&self) -> &str {
        &self.key
    }

    /// Whether both are about the same, as far as their terms tell. What says nothing shares its topic with nothing.
    ///
    /// ```
    /// use tickets_core::topics::Topic;
    ///
    /// let first = Topic::of("De factuur van juni ontbreekt op mijn account");
    /// assert!(first.shares(&Topic::of("Invoice of June missing: factuur juni ontbreekt")));
    /// assert!(!first.shares(&Topic::of("Hoe stijg ik in rang?")));
    /// ```
    pub fn shares(&self, other: &Self) -> bool {
        let shared = self.terms.intersection(&other.terms).count();
        let smaller = self.terms.len().min(other.terms.len());
        if shared == 0 {
            return false;
        }
        // Shares of 0.40 and 0.50, in whole numbers.
        self.key == other.key
            || shared >= 3 && 5 * shared >= 2 * smaller
            || shared >= 2 && 2 * shared >= smaller && smaller <= 4
    }
}

/// The words that say what a text is about, at most eight, by the alphabet. They need not be pretty, only the same for
/// other texts about it.
pub fn topic_terms(text: &str) -> Vec<String> {
    terms_of(text).into_iter().collect()
}

/// The [terms](topic_terms) in one text. It stays the same whatever the order and case of the words, their accents, and
/// how often the text is repeated.
///
/// ```
/// use tickets_core::topics::similarity_key;
///
/// let key = similarity_key("Password reset mail never arrived");
/// assert_eq!(key, "arrif-email-never-password-reset");
/// assert_eq!(similarity_key("the reset mail for his PASSWORD did never arrive"), key);
/// assert_eq!(similarity_key("👍"), "");
/// ```
pub fn similarity_key(text: &str) -> String {
    key_of(&terms_of(text))
}

fn terms_of(text: &str) -> BTreeSet<String> {
    let mut counts: HashMap<String, usize> = HashMap::new();
    for word in runs(text).into_iter().flat_map(Run::forms) {
        if let Some(term) = term_of(&word) {
            *counts.entry(term).or_default() += 1;
        }
    }
    let mut terms: Vec<_> = counts.into_iter().collect();
    terms.sort_by_cached_key(|(term, count)| {
        let length = term.chars().count();
        (Reverse(*count), Reverse(length), term.clone())
    });
    let kept = terms.into_iter().take(MOST_TERMS);
    kept.map(|(term, _)| term).collect()
}

/// What a folded word says about the subject: the head of its group, else its stem.
fn term_of(word: &str) -> Option<String> {
    let stem = stem(word);
    if is_stop_word(word) || is_filler(&stem) {
        return None;
    }
    let synonyms = Synonyms::built_in();
    if let Some(group) = synonyms.group_of(word, &stem) {
        return Some(synonyms.head(group).to_owned());
    }
    let is_short = word.chars().nth(2).is_none();
    let is_number = word.chars().all(char::is_numeric);
    (!is_short && !is_number).then_some(stem)
}

fn key_of(terms: &BTreeSet<String>) -> String {
    let mut key = String::new();
    let mut length = 0;
    for term in terms {
        let more = term.chars().count() + usize::from(!key.is_empty());
        if length + more > LONGEST_KEY {
            break;
        }
        if !key.is_empty() {
            key.push('-');
        }
        key.push_str(term);
        length += more;
    }
    key
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn of(terms: &[&str]) -> Topic {
        Topic::of_terms(terms.iter().map(|it| (*it).to_owned()))
    }

    #[test]
    fn filler_numbers_and_short_words_say_nothing() {
        let text =
            "The user asked staff about ticket 4711: is it ok? The issue was resolved, thanks!";
        assert_eq!(topic_terms(text), [""; 0]);
        assert_eq!(similarity_key(""), "");
    }

    #[test]
    fn dutch_and_english_summaries_of_one_thing_share_their_topic() {
        let dutch = Topic::of("Lid kreeg geen factuur na betaling van het abonnement.");
        let english = Topic::of("The member got no invoice after paying for the subscription.");
        assert!(dutch.shares(&english), "{dutch:?} {english:?}");
    }

    #[test]
    fn eight_terms_are_kept_the_frequent_and_then_the_long_ones() {
        let text = "kabel kabel aap cent dorp hond kamp lamp markt ijsbeer wolk";
        let kept = [
            "cent", "dorp", "hond", "ijsber", "kabel", "kamp", "lamp", "markt",
        ];
        assert_eq!(topic_terms(text), kept);
    }

    #[test]
    fn a_key_is_cut_between_terms() {
        let long = (0..8).map(|it| format!("{it}{}", "x".repeat(38)));
        let topic = Topic::of_terms(long);
        assert_eq!(topic.key().len(), 5 * 39 + 4);
    }

    #[test]
    fn topics_are_shared_by_enough_terms_of_the_smaller_one() {
        for (one, other, shares) in [
            (&["a", "b", "c"][..], &["a", "b", "c"][..], true),
            (&["a"], &["a"], true),
            (&[], &[], false),
            // Three of seven are enough, three of eight are not.
            (
                &["a", "b", "c", "d", "e", "f", "g"],
                &["a", "b", "c", "t", "u", "v", "w"],
                true,
            ),
            (
                &["a", "b", "c", "d", "e", "f", "g", "h"],
                &["a", "b", "c", "t", "u", "v", "w", "x"],
                false,
            ),
            // Two of four are, two of five are not.
            (&["a", "b", "c", "d"], &["a", "b", "x", "y"], true),
            (
                &["a", "b", "c", "d", "e"],
                &["a", "b", "x", "y", "z"],
                false,
            ),
            (&["a", "b"], &["a", "x"], false),
        ] {
            let (one, other) = (of(one), of(other));
            assert_eq!(one.shares(&other), shares, "{one:?} {other:?}");
            assert_eq!(other.shares(&one), shares, "{other:?} {one:?}");
        }
    }

    #[test]
    fn two_keywords_of_a_model_stand_for_the_text_and_one_does_not() {
        let words = |list: &[&str]| list.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>();
        let two = Topic::of_summary("Something about nothing.", &words(&["invoices", "vat"]));
        assert_eq!(two.key(), "invoice-vat");
        let one = Topic::of_summary("Broken microphone.", &words(&["audio"]));
        assert_eq!(one, Topic::of("Broken microphone."));
        let empty = Topic::of_summary("Broken microphone.", &words(&["", "!"]));
        assert_eq!(empty, Topic::of("Broken microphone."));
    }

    proptest! {
        #[test]
        fn a_key_keeps_to_its_words(
            words in prop::collection::vec("[a-zA-ZÀ-ÖØ-öø-ž0-9]{1,12}|[a-z]{2}-[a-z]{3}", 0..14),
            at in any::<prop::sample::Index>(),
        ) {
            let text = words.join(" ");
            let key = similarity_key(&text);
            let mut turned = words.clone();
            if !turned.is_empty() {
                let at = at.index(turned.len());
                turned.rotate_left(at);
                turned.reverse();
            }
            prop_assert_eq!(&similarity_key(&turned.join(", ")), &key);
            prop_assert_eq!(&similarity_key(&text.to_uppercase()), &key);
            prop_assert_eq!(&similarity_key(&format!("{text} {text}")), &key);
            let accented: String = text.chars().flat_map(|it| [it, '\u{301}']).collect();
            prop_assert_eq!(&similarity_key(&accented), &key);
        }

        #[test]
        fn any_text_has_a_key(text in "\\PC{0,300}") {
            prop_assert!(similarity_key(&text).chars().count() <= LONGEST_KEY);
            prop_assert!(topic_terms(&text).len() <= MOST_TERMS);
        }
    }
}
