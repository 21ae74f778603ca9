//! Texts that admins write, each with its own limit: never blank, never too long to be shown.

/// Why a text cannot stand where it was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidText {
    /// A reader would see nothing of it.
    #[error("there is nothing to read in it")]
    Blank,
    /// It has more characters than this.
    #[error("it is longer than {0} characters")]
    TooLong(usize),
}

/// Makes the type of a text: `bounded_text!(/// doc … RuleTitle, 256, one_line)`. Of `one_line`, blanks are made one; of
/// `with_lines`, lines stay.
macro_rules! bounded_text {
    ($(#[$doc:meta])* $name:ident, $max:literal, $layout:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(String);

        impl $name {
            /// The most characters of it.
            pub const MAX: usize = $max;

            /// The text without blanks around it.
            pub fn new(text: &str) -> Result<Self, $crate::InvalidText> {
                $crate::bounded_text::checked($crate::bounded_text::$layout(text), Self::MAX).map(Self)
            }

            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}

pub(crate) use bounded_text;

/// The text on one line, its blanks made one.
pub(crate) fn one_line(text: &str) -> String {
    let words: Vec<&str> = text
        .split(|it: char| it.is_whitespace() || it.is_control())
        .filter(|it| !it.is_empty())
        .collect();
    words.join(" ")
}

/// The text without blanks around it and without characters that control a terminal; its lines stay.
pub(crate) fn with_lines(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let kept: String = text
        .chars()
        .filter(|it| !it.is_control() || *it == '\n' || *it == '\t')
        .collect();
    kept.trim().to_owned()
}

/// The text, if somebody can read it and it is not too long.
pub(crate) fn checked(text: String, max: usize) -> Result<String, InvalidText> {
    let length = text.chars().count();
    // What consists of hidden characters only is refused by Discord as empty.
    if sanitizer::autocomplete_label(&text, length.max(1)).is_empty() {
        Err(InvalidText::Blank)
    } else if length > max {
        Err(InvalidText::TooLong(max))
    } else {
        Ok(text)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn line(text: &str) -> Result<String, InvalidText> {
        checked(one_line(text), 5)
    }

    fn lines(text: &str) -> Result<String, InvalidText> {
        checked(with_lines(text), 9)
    }

    #[test]
    fn blanks_around_a_text_do_not_count_and_lines_stay_where_they_may() {
        assert_eq!(line("  a \n b ").unwrap(), "a b");
        assert_eq!(lines(" a\r\n\r\n b\0 ").unwrap(), "a\n\n b");
        assert_eq!(line("12345").unwrap(), "12345");
    }

    #[test]
    fn what_cannot_be_read_or_is_too_long_is_named() {
        for blank in ["", "  ", "\n", "\0", "\u{200b}\u{200b}"] {
            assert_eq!(line(blank), Err(InvalidText::Blank), "{blank:?}");
        }
        assert_eq!(line("123456"), Err(InvalidText::TooLong(5)));
        assert_eq!(line("ééééé").unwrap(), "ééééé");
    }

    proptest! {
        #[test]
        fn what_was_taken_is_taken_again_unchanged(text in "\\PC{0,12}|[ \n\t\r\0ab]{0,12}") {
            if let Ok(taken) = line(&text) {
                prop_assert_eq!(line(&taken), Ok(taken));
            }
            if let Ok(taken) = lines(&text) {
                prop_assert_eq!(lines(&taken), Ok(taken));
            }
        }
    }
}
