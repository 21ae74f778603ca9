//! Words that say nothing.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::stem;

static STOP_WORDS: LazyLock<HashSet<&str>> =
    LazyLock::new(|| listed(include_str!("stop_words.txt")).collect());

static FILLER: LazyLock<HashSet<String>> =
    LazyLock::new(|| listed(include_str!("filler.txt")).map(stem).collect());

/// Whether a folded word says nothing in any text.
pub(crate) fn is_stop_word(word: &str) -> bool {
    STOP_WORDS.contains(word)
}

/// Whether a word with this stem says nothing in the record of a ticket.
pub(crate) fn is_filler(stem: &str) -> bool {
    FILLER.contains(stem)
}

fn listed(file: &'static str) -> impl Iterator<Item = &'static str> {
    let lines = file.lines().filter(|it| !it.starts_with('#'));
    lines.flat_map(str::split_whitespace)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::fold;

    #[test]
    fn articles_pronouns_and_auxiliaries_say_nothing_and_names_of_things_do() {
        for word in ["the", "his", "did", "mijn", "wordt", "het", "ik", "dont"] {
            assert!(is_stop_word(word), "{word}");
        }
        for word in ["never", "ai", "pc", "ban", "help", "wachtwoord", "ww"] {
            assert!(!is_stop_word(word), "{word}");
        }
    }

    #[test]
    fn filler_is_told_in_every_form() {
        for word in ["tickets", "problemen", "closing", "gebruikers", "issues"] {
            assert!(is_filler(&stem(word)), "{word}");
        }
        assert!(!is_filler(&stem("password")));
    }

    #[test]
    fn the_lists_are_folded() {
        for file in [include_str!("stop_words.txt"), include_str!("filler.txt")] {
            for word in listed(file) {
                assert_eq!(fold(word), word);
            }
        }
    }
}
