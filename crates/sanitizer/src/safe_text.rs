//! The types that say which treatment a text has had; only this crate can make them from text it does not know.

use std::borrow::Cow;
use std::fmt;

macro_rules! safe_text {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        pub struct $name(Cow<'static, str>);

        impl $name {
            pub(crate) fn trusted(text: String) -> Self {
                Self(Cow::Owned(text))
            }

            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// The text, without its type.
            pub fn into_string(self) -> String {
                self.0.into_owned()
            }

            /// Whether nothing is left to show.
            pub fn is_empty(&self) -> bool {
                self.0.is_empty()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl From<$name> for String {
            fn from(text: $name) -> Self {
                text.into_string()
            }
        }
    };
}

safe_text! {
    /// One line for an embed's title, field or footer: no links, no mentions, no live markdown.
    EmbedText
}

safe_text! {
    /// Paragraphs for an embed's description: web links work, no mentions; all other markdown is inert, save that of
    /// those who may format.
    EmbedBody
}

safe_text! {
    /// One line for a log: no control characters, no terminal sequences, no secrets that can be recognised.
    LogText
}

impl EmbedText {
    /// A constant of our own program, which needs no treatment.
    ///
    /// ```
    /// let title = sanitizer::EmbedText::from_static("**Upcoming**");
    /// assert_eq!(title.as_str(), "**Upcoming**");
    /// ```
    pub const fn from_static(text: &'static str) -> Self {
        Self(Cow::Borrowed(text))
    }
}
