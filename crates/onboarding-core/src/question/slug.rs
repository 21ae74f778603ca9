//! The value that is stored of an option for which nobody has named one.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A label in small letters, digits and hyphens: `Invited by a friend!` is `invited-by-a-friend`, `Café` is `cafe`. A label
/// that has neither letters nor digits of the alphabet stands for itself.
pub(super) fn slug(label: &str) -> String {
    let plain = label
        .nfkd()
        .filter(|it| !is_combining_mark(*it))
        .map(|it| it.to_ascii_lowercase());
    let mut slug = String::new();
    for letter in plain {
        if letter.is_ascii_alphanumeric() || letter == '_' {
            slug.push(letter);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    let slug = slug.trim_matches('-');
    let sounds = slug.bytes().any(|it| it.is_ascii_alphanumeric());
    if sounds { slug } else { label }.to_owned()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_label_becomes_what_can_be_typed_and_stored() {
        for (label, value) in [
            ("Invited by a friend!", "invited-by-a-friend"),
            ("Café  crème", "cafe-creme"),
            ("18–24", "18-24"),
            ("snake_case", "snake_case"),
            ("  -x- ", "x"),
            ("ﬁle", "file"),
            ("日本", "日本"),
            ("🚀", "🚀"),
            ("___", "___"),
        ] {
            assert_eq!(slug(label), value, "{label}");
        }
    }

    proptest! {
        #[test]
        fn a_slug_of_a_slug_is_itself(label in "\\PC{1,40}") {
            let once = slug(&label);
            prop_assert_eq!(slug(&once), once);
        }

        #[test]
        fn a_label_with_letters_has_a_value_of_the_recommended_alphabet(label in "[a-zA-ZÀ-ÿ0-9 ,.!?&]{0,20}[a-z][^\\p{C}]{0,20}") {
            let value = slug(&label);
            let fits = |it: char| it.is_ascii_lowercase() || it.is_ascii_digit() || "-_".contains(it);
            prop_assert!(!value.is_empty() && value.chars().all(fits), "{value}");
        }
    }
}
