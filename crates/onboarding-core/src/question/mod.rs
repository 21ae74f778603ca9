//! A question of the onboarding: data that cannot be wrong.

mod choices;
mod custom;
mod follow_up;
mod kind;
mod options;
mod parts;
mod slug;
#[cfg(test)]
mod tests;
mod written_options;

pub use choices::Choices;
pub use custom::{BrokenQuestion, CustomQuestion, InvalidQuestionId, QuestionId};
pub use follow_up::{FollowUp, FollowUpKind, FollowUpText, InvalidFollowUp};
pub use kind::QuestionKind;
pub use options::{AnswerOption, InvalidOptions, OptionLabel, OptionValue, Options};
pub use parts::{InvalidQuestion, QuestionParts, WrittenFollowUp, WrittenOption};
pub use written_options::{read_options, write_options};

use crate::bounded_text::bounded_text;

bounded_text!(
    /// What is asked. Markdown, links and lines stay: admins write it.
    QuestionText,
    256,
    with_lines
);

/// How a question is answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AnswerForm {
    /// With one of some options, of which each may ask something further.
    Select(Choices),
    /// With one or more of some options.
    Multiselect(Options),
    /// With a text.
    Text,
    /// With an e-mail address.
    Email,
}

/// What a newcomer is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// What is asked.
    pub text: QuestionText,
    /// How it is answered.
    pub form: AnswerForm,
    /// Whether it must be answered.
    pub required: bool,
}

impl Question {
    /// The kind of its answer.
    pub fn kind(&self) -> QuestionKind {
        match self.form {
            AnswerForm::Select(_) => QuestionKind::Select,
            AnswerForm::Multiselect(_) => QuestionKind::Multiselect,
            AnswerForm::Text => QuestionKind::Text,
            AnswerForm::Email => QuestionKind::Email,
        }
    }

    /// Its options, in their order; none where an answer is written.
    pub fn options(&self) -> &[AnswerOption] {
        match &self.form {
            AnswerForm::Select(choices) => choices.options().as_slice(),
            AnswerForm::Multiselect(options) => options.as_slice(),
            AnswerForm::Text | AnswerForm::Email => &[],
        }
    }

    /// The option with this value.
    pub fn option(&self, value: &str) -> Option<&AnswerOption> {
        self.options().iter().find(|it| it.value.as_str() == value)
    }

    /// What is asked further of whoever chooses the option with this value.
    pub fn follow_up(&self, value: &str) -> Option<&FollowUp> {
        match &self.form {
            AnswerForm::Select(choices) => choices.follow_up(value),
            AnswerForm::Multiselect(_) | AnswerForm::Text | AnswerForm::Email => None,
        }
    }

    /// The same question that asks this further of whoever chooses the option with this value; with none, nothing.
    pub fn with_follow_up(
        self,
        value: &str,
        follow_up: Option<FollowUp>,
    ) -> Result<Self, InvalidFollowUp> {
        let AnswerForm::Select(choices) = self.form else {
            return Err(InvalidFollowUp::NotTaken);
        };
        let form = AnswerForm::Select(choices.with_follow_up(value, follow_up)?);
        Ok(Self { form, ..self })
    }
}
