//! Whether somebody may need more than a coach.

use std::sync::LazyLock;

use language_model::OffTheme;

/// Phrases of people who may be in danger, in Dutch and English; found as whole words, whatever their case.
const PHRASES: &str = include_str!("../data/distress.txt");

static LIST: LazyLock<OffTheme> = LazyLock::new(|| OffTheme::of(PHRASES));

/// Whether a text tells of self-harm, suicide or abuse. Whoever shows what follows leads with where help is. It is better
/// to say so once too often.
///
/// ```
/// assert!(growth_core::is_distressed("Soms wil ik niet meer leven."));
/// assert!(growth_core::is_distressed("I think about SUICIDE a lot"));
/// assert!(!growth_core::is_distressed("This deadline is killing me, and my levens verwachting is fine"));
/// ```
pub fn is_distressed(text: &str) -> bool {
    LIST.phrase_in(text).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signals_are_heard_in_dutch_and_english_whatever_their_spelling() {
        for text in [
            "i want to kill myself",
            "I don’t want to live anymore",
            "thinking of self-harm again",
            "He hits me when he drinks",
            "Ik denk aan zelfmoord",
            "ik wil dood",
            "Ik snij mezelf",
            "mijn vader slaat mij",
            "word mishandeld",
        ] {
            assert!(is_distressed(text), "{text}");
        }
    }

    #[test]
    fn ordinary_trouble_is_left_to_the_coach() {
        for text in [
            "I killed it in the gym, and my back is dead",
            "the market hits me hard",
            "ik ben doodmoe van het leven als trader",
            "deadline, stress, geen motivatie",
            "suicidegrips in boxing gloves",
        ] {
            assert!(!is_distressed(text), "{text}");
        }
    }
}
