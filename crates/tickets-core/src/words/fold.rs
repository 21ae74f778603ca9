//! One spelling for what people type in many: lower case, without accents and apostrophes.
//!
//! The sanitizer folds too, but to see through disguises: to it a Greek η is an n. Here words of every language stay
//! apart, and upper case folds to the same as lower case in all of them.

use unicode_normalization::char::{decompose_compatible, is_combining_mark};

/// The text in one spelling. Folding twice changes nothing, and the fold of two texts is their two folds put together.
pub(crate) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.chars() {
        fold_char(c, &mut folded);
    }
    folded
}

fn fold_char(c: char, folded: &mut String) {
    if c.is_ascii() {
        if c != '\'' {
            folded.push(c.to_ascii_lowercase());
        }
    } else if !vanishes(c) {
        // By way of the capital, because some small letters share theirs: ς and σ.
        for capital in c.to_uppercase() {
            decompose_compatible(capital, |part| fold_part(part, folded));
        }
    }
}

fn fold_part(part: char, folded: &mut String) {
    if vanishes(part) {
        return;
    }
    // What was taken apart can be such a small letter itself: 𝞻 is a ς.
    let lower = part.to_uppercase().flat_map(char::to_lowercase);
    for lower in lower.filter(|it| !vanishes(*it)) {
        match lower {
            'ß' => folded.push_str("ss"),
            _ => folded.push(lower),
        }
    }
}

/// Accents, apostrophes of any shape, and what nobody sees.
fn vanishes(c: char) -> bool {
    matches!(
        c,
        '\'' | '\u{2018}'
            | '\u{2019}'
            | '\u{201b}'
            | '\u{2bc}'
            | '\u{2b9}'
            | '\u{b4}'
            | '\u{2032}'
            | '\u{ff07}'
            | '\u{ad}'
            | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}'
    ) || !c.is_ascii() && is_combining_mark(c)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn case_accents_and_apostrophes_fall_away() {
        for (text, folded) in [
            ("PRIVÉBERICHT", "privebericht"),
            ("prive\u{301}bericht", "privebericht"),
            ("ideeën", "ideeen"),
            ("foto's foto’s foto´s", "fotos fotos fotos"),
            ("ﬁle ＡＩ №2", "file ai no2"),
            ("Straße STRASSE", "strasse strasse"),
            ("ΛΟΓΟΣ λογος", "λογοσ λογοσ"),
            ("wacht\u{ad}woord", "wachtwoord"),
            ("\u{1d7bb}", "σ"),
        ] {
            assert_eq!(fold(text), folded, "{text}");
        }
    }

    proptest! {
        #[test]
        fn latin_letters_fold_alike_in_either_case(text in "[a-zA-ZÀ-ÖØ-öø-ž ']{0,40}") {
            prop_assert_eq!(fold(&text.to_uppercase()), fold(&text));
            prop_assert_eq!(fold(&text.to_lowercase()), fold(&text));
        }

        #[test]
        fn any_text_folds_once_and_piece_by_piece(left in "\\PC{0,20}", right in "\\PC{0,20}") {
            let both = fold(&format!("{left}{right}"));
            prop_assert_eq!(&both, &format!("{}{}", fold(&left), fold(&right)));
            prop_assert_eq!(fold(&both), both);
        }
    }
}
