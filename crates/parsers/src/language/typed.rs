//! The words of what people type into options of commands and of what they shorten, language by language.

use super::LANGUAGES;

/// The words of a list of weekdays beside the weekdays themselves.
pub(crate) struct ListWords {
    /// What makes a day of the week mean each of them, alone or before *day*.
    pub(crate) every: &'static [&'static str],
    /// What a day is called.
    pub(crate) day: &'static [&'static str],
    /// What stands between the ends of a range.
    pub(crate) through: &'static [&'static str],
    /// What may follow that: `tot en met`.
    pub(crate) after_through: &'static [&'static str],
    /// Other words that say nothing.
    pub(crate) noise: &'static [&'static str],
    /// Headings that earlier announcements put before a list, with their colon.
    pub(crate) headings: &'static [&'static str],
}

pub(super) const DUTCH: ListWords = ListWords {
    every: &["elke", "iedere"],
    day: &["dag"],
    through: &["t/m", "tot", "tem", "t.e.m"],
    after_through: &["en", "met"],
    noise: &["op", "en"],
    headings: &[],
};

pub(super) const ENGLISH: ListWords = ListWords {
    every: &["every", "each"],
    day: &["day"],
    through: &["to", "through", "thru", "until"],
    after_through: &[],
    noise: &["on", "and"],
    headings: &["daily:"],
};

/// Short forms whose dot ends no sentence.
pub(super) const DUTCH_ABBREVIATIONS: &[&str] = &[
    "bv", "bijv", "ca", "dhr", "dr", "drs", "etc", "evt", "incl", "ir", "max", "mevr", "min",
    "mvr", "nr", "prof", "resp", "st", "tel", "zgn",
];

/// The same in English.
pub(super) const ENGLISH_ABBREVIATIONS: &[&str] = &[
    "ca", "dr", "etc", "incl", "max", "min", "mr", "mrs", "ms", "prof", "st", "tel", "vs",
];

/// Whether a lower-case word is among these of any language.
pub(crate) fn is_list_word(word: &str, among: fn(&ListWords) -> &'static [&'static str]) -> bool {
    LANGUAGES
        .iter()
        .any(|it| among(&it.list_words).contains(&word))
}

/// The text without a heading of a list.
pub(crate) fn without_heading(text: &str) -> &str {
    let headings = LANGUAGES.iter().flat_map(|it| it.list_words.headings);
    headings
        .filter_map(|it| text.split_at_checked(it.len()).zip(Some(it)))
        .find(|((head, _), it)| head.eq_ignore_ascii_case(it))
        .map_or(text, |((_, rest), _)| rest)
}

/// Whether the dot behind a lower-case word ends no sentence.
pub(crate) fn is_short_form(word: &str) -> bool {
    LANGUAGES.iter().any(|it| it.abbreviations.contains(&word))
}
