//! What an option asks further of whoever chooses it.

use crate::InvalidText;
use crate::bounded_text::bounded_text;

bounded_text!(
    /// What a follow-up asks.
    FollowUpText,
    100,
    one_line
);

/// How a follow-up is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum FollowUpKind {
    /// With a text.
    #[default]
    Text,
    /// With an e-mail address.
    Email,
}

/// What an option asks further.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FollowUp {
    /// What is asked.
    pub question: FollowUpText,
    /// How it is answered.
    pub kind: FollowUpKind,
    /// Whether it must be answered.
    pub required: bool,
}

/// Why there can be no such follow-up.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InvalidFollowUp {
    /// Only questions with one answer out of several have follow-ups.
    #[error("only questions with one answer have follow-ups")]
    NotTaken,
    /// No option has this value.
    #[error("no option has the value of a follow-up")]
    UnknownValue(String),
    /// What it asks, of the option with this value.
    #[error("what a follow-up asks: {1}")]
    Text(String, InvalidText),
}

impl FollowUpKind {
    /// Each of them.
    pub const ALL: [Self; 2] = [Self::Text, Self::Email];

    /// The word for it: in commands, over HTTP and in the database.
    pub fn word(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Email => "email",
        }
    }

    /// The kind that a word stands for.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.word() == word)
    }
}
