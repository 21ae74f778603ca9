//! The four kinds of answers.

/// How a question is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum QuestionKind {
    /// With one option.
    #[default]
    Select,
    /// With one or more options.
    Multiselect,
    /// With a text.
    Text,
    /// With an e-mail address.
    Email,
}

impl QuestionKind {
    /// Each of them.
    pub const ALL: [Self; 4] = [Self::Select, Self::Multiselect, Self::Text, Self::Email];

    /// The word for it: in commands, over HTTP and in the database.
    pub fn word(self) -> &'static str {
        match self {
            Self::Select => "select",
            Self::Multiselect => "multiselect",
            Self::Text => "text",
            Self::Email => "email",
        }
    }

    /// The kind that a word stands for.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.word() == word)
    }

    /// Whether there are options to choose from.
    pub fn has_options(self) -> bool {
        match self {
            Self::Select | Self::Multiselect => true,
            Self::Text | Self::Email => false,
        }
    }
}
