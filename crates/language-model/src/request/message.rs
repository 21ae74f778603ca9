//! The parts of a conversation with a model, by who speaks.

use std::borrow::Cow;

use sanitizer::PromptText;

use crate::Prompt;

/// What the program itself tells the model, before anybody speaks. It is made of constants only: what others wrote has
/// no way in.
///
/// ```
/// let persona = language_model::SystemText::of(&["You help members.", "Answer in their language."]);
/// assert_eq!(persona.as_str(), "You help members.\nAnswer in their language.");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SystemText(Cow<'static, str>);

/// Who speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Whoever asks.
    User,
    /// The model, earlier in the conversation.
    Assistant,
}

/// One turn of a conversation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    role: Role,
    text: Prompt,
}

impl SystemText {
    /// A constant.
    pub const fn from_static(text: &'static str) -> Self {
        Self(Cow::Borrowed(text))
    }

    /// Constants, each on a line of its own.
    pub fn of(lines: &[&'static str]) -> Self {
        Self(Cow::Owned(lines.join("\n")))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Message {
    /// What is asked.
    pub fn user(text: Prompt) -> Self {
        Self {
            role: Role::User,
            text,
        }
    }

    /// What the model answered earlier: as untrusted as what members write.
    pub fn assistant(text: &PromptText) -> Self {
        Self {
            role: Role::Assistant,
            text: Prompt::of_text(text),
        }
    }

    /// Who speaks.
    pub fn role(&self) -> Role {
        self.role
    }

    /// What is said, as the model reads it.
    pub fn text(&self) -> String {
        self.text.to_string()
    }

    /// The same with half as much quoted material, or none if there is nothing to leave out.
    pub(crate) fn trimmed(&self) -> Option<Self> {
        let text = self.text.trimmed()?;
        Some(Self { text, ..*self })
    }
}
