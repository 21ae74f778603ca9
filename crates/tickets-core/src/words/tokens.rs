//! Cuts a text into words.

use super::fold;

/// No word is longer than this many characters; what goes beyond is no word, and is cut.
const LONGEST: usize = 40;

/// Letters and digits that stand together, with or without hyphens, dots, underscores and slashes among them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Run {
    /// Its pieces in order; never empty.
    pub(crate) parts: Vec<String>,
}

impl Run {
    /// The pieces written together, as in `email` for `e-mail`; none where there is only one, or where together they are
    /// too long for a word.
    pub(crate) fn joined(&self) -> Option<String> {
        let letters: usize = self.parts.iter().map(|it| it.chars().count()).sum();
        (self.parts.len() > 1 && letters <= LONGEST).then(|| self.parts.concat())
    }

    /// The pieces with hyphens.
    pub(crate) fn written(self) -> String {
        self.parts.join("-")
    }

    /// The word written together, where it is one that was cut, and its pieces.
    pub(crate) fn forms(self) -> impl Iterator<Item = String> {
        self.joined().into_iter().chain(self.parts)
    }
}

/// The runs of a text, folded, in order.
pub(crate) fn runs(text: &str) -> Vec<Run> {
    let mut runs = Vec::new();
    let mut parts = Vec::new();
    let mut part = String::new();
    let folded = fold(text);
    let mut characters = folded.chars().peekable();
    while let Some(c) = characters.next() {
        if c.is_alphanumeric() {
            part.push(c);
            continue;
        }
        if part.is_empty() {
            continue;
        }
        parts.push(cut(std::mem::take(&mut part)));
        let goes_on = characters.peek().is_some_and(|it| it.is_alphanumeric());
        if !(matches!(c, '-' | '.' | '_' | '/') && goes_on) {
            runs.push(Run {
                parts: std::mem::take(&mut parts),
            });
        }
    }
    if !part.is_empty() {
        parts.push(cut(part));
    }
    if !parts.is_empty() {
        runs.push(Run { parts });
    }
    runs
}

fn cut(mut part: String) -> String {
    if let Some((end, _)) = part.char_indices().nth(LONGEST) {
        part.truncate(end);
    }
    part
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn words(text: &str) -> Vec<String> {
        runs(text).into_iter().flat_map(Run::forms).collect()
    }

    #[test]
    fn words_are_letters_and_digits() {
        assert_eq!(words("Foto's: 2FA, pc's!"), ["fotos", "2fa", "pcs"]);
        assert_eq!(words("…  ?! 👍"), [""; 0]);
    }

    #[test]
    fn what_is_joined_counts_together_and_apart() {
        assert_eq!(words("e-mail"), ["email", "e", "mail"]);
        assert_eq!(words("wi-fi."), ["wifi", "wi", "fi"]);
        assert_eq!(words("/add_reminder"), ["addreminder", "add", "reminder"]);
        assert_eq!(words("a - b"), ["a", "b"]);
        assert_eq!(words("einde.- Begin"), ["einde", "begin"]);
    }

    #[test]
    fn nothing_becomes_longer_than_a_word() {
        let long = "a".repeat(1000);
        assert_eq!(words(&long), ["a".repeat(LONGEST)]);
        let chain = vec!["abc"; 1000].join("-");
        assert_eq!(words(&chain).len(), 1000, "too long to be written together");
    }

    proptest! {
        #[test]
        fn any_text_can_be_cut(text in "\\PC{0,200}") {
            for word in words(&text) {
                prop_assert!(!word.is_empty() && word.chars().count() <= LONGEST);
                prop_assert!(word.chars().all(char::is_alphanumeric));
            }
        }
    }
}
