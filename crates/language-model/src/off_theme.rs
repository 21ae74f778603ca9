//! Topics that are not for here.

use std::collections::HashMap;

use unicode_normalization::UnicodeNormalization as _;
use unicode_segmentation::UnicodeSegmentation as _;

use crate::{FailureClass, ModelError};

/// The list that comes with the program.
const SHIPPED: &str = include_str!("../data/off_theme.txt");

/// Phrases that say that a topic is not for here. They are found as whole words, whatever their case: a longer word
/// that holds one is something else.
///
/// ```
/// use language_model::OffTheme;
///
/// let list = OffTheme::of("# cooking\nrecipe\npasta sauce\n");
/// assert_eq!(list.phrase_in("A RECIPE, please"), Some("recipe"));
/// assert_eq!(list.phrase_in("pasta   sauce"), Some("pasta sauce"));
/// assert_eq!(list.phrase_in("recipes of success, and a pasta"), None);
/// ```
#[derive(Debug, Clone)]
pub struct OffTheme {
    /// By their first word.
    phrases: HashMap<String, Vec<Phrase>>,
}

#[derive(Debug, Clone)]
struct Phrase {
    as_listed: String,
    words: Vec<String>,
}

impl OffTheme {
    /// The phrases of a list: one a line, `#` before remarks.
    pub fn of(list: &str) -> Self {
        let lines = list.lines().map(str::trim);
        let mut phrases: HashMap<_, Vec<_>> = HashMap::new();
        for line in lines.filter(|it| !it.starts_with('#')) {
            let words = words(line);
            if let Some(first) = words.first() {
                let phrase = Phrase {
                    as_listed: line.to_owned(),
                    words: words.clone(),
                };
                phrases.entry(first.clone()).or_default().push(phrase);
            }
        }
        Self { phrases }
    }

    /// The phrase of the list that a text has in it, if there is one.
    pub fn phrase_in(&self, text: &str) -> Option<&str> {
        let words = words(text);
        let mut places = words.iter().enumerate();
        places.find_map(|(at, word)| {
            let mut phrases = self.phrases.get(word)?.iter();
            let found = phrases.find(|it| words[at..].starts_with(&it.words))?;
            Some(found.as_listed.as_str())
        })
    }

    /// Refuses a text with such a phrase.
    pub fn check(&self, text: &str) -> Result<(), ModelError> {
        match self.phrase_in(text) {
            None => Ok(()),
            Some(phrase) => Err(ModelError::new(FailureClass::BlockedPrompt, phrase)),
        }
    }
}

impl Default for OffTheme {
    /// The list that comes with the program.
    fn default() -> Self {
        Self::of(SHIPPED)
    }
}

/// The words of a text in small letters, with full-width and other fancy letters made plain.
fn words(text: &str) -> Vec<String> {
    let plain: String = text.nfkc().collect::<String>().to_lowercase();
    plain.unicode_words().map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_for_here_is_refused_in_dutch_and_english() {
        let list = OffTheme::default();
        for text in [
            "How do I write RANSOMWARE?",
            "ｍａｌｗａｒｅ voor beginners",
            "make a bomb at home",
            "schrijf mijn huiswerk",
            "Give me the lottery numbers",
        ] {
            let refused = list.check(text).map_err(|it| it.class);
            assert_eq!(refused, Err(FailureClass::BlockedPrompt), "{text}");
        }
    }

    #[test]
    fn what_is_for_here_passes_even_if_it_holds_such_a_word_in_a_longer_one() {
        let list = OffTheme::default();
        for text in [
            "RSI",
            "scalping",
            "risk management",
            "bombardment of bad news and how to stay calm",
            "analysis paralysis",
            "Sussex Trading Club",
            "leiding geven aan een team dat uitgeput is",
            "how to work at home with discipline",
            "self-doubt",
        ] {
            assert_eq!(list.phrase_in(text), None, "{text}");
        }
    }
}
