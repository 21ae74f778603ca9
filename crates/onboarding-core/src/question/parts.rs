//! A question in the parts in which it is written or stored, and how they become one that can be asked. Commands, HTTP and
//! the database all go through here, so that they agree.

use super::{
    AnswerForm, AnswerOption, Choices, FollowUp, FollowUpKind, FollowUpText, InvalidFollowUp,
    InvalidOptions, OptionLabel, OptionValue, Options, Question, QuestionKind, QuestionText,
};
use crate::InvalidText;

/// An option as it is written: nothing is checked yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrittenOption {
    /// What people are to read.
    pub label: String,
    /// What is to be stored.
    pub value: String,
}

/// A follow-up as it is written: nothing is checked yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrittenFollowUp {
    /// The value of the option that asks it.
    pub value: String,
    /// What is asked.
    pub question: String,
    /// How it is answered.
    pub kind: FollowUpKind,
    /// Whether it must be answered.
    pub required: bool,
}

/// A question as it is written: nothing is checked yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuestionParts {
    /// What is asked.
    pub text: String,
    /// How it is answered.
    pub kind: QuestionKind,
    /// What can be chosen.
    pub options: Vec<WrittenOption>,
    /// What options ask further; of several for the same option the last counts.
    pub follow_ups: Vec<WrittenFollowUp>,
    /// Whether it must be answered.
    pub required: bool,
}

/// Why a question cannot be asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InvalidQuestion {
    /// What is asked.
    #[error("the question: {0}")]
    Text(InvalidText),
    /// It is answered by choosing, and there is nothing to choose.
    #[error("there are no options to choose from")]
    OptionsMissing,
    /// It is answered by writing, and there are options.
    #[error("only questions with a choice have options")]
    OptionsNotTaken,
    /// Its options.
    #[error(transparent)]
    Options(InvalidOptions),
    /// A follow-up.
    #[error(transparent)]
    FollowUp(InvalidFollowUp),
    /// What is stored of it has another shape than this release knows.
    #[error("it is stored in a shape that is not known")]
    Unreadable,
}

impl Question {
    /// The question that these parts make.
    ///
    /// ```
    /// use onboarding_core::{InvalidQuestion, Question, QuestionKind, QuestionParts, read_options};
    ///
    /// let parts = QuestionParts {
    ///     text: "Which plan do you have?".to_owned(),
    ///     kind: QuestionKind::Select,
    ///     options: read_options("Basic plan; Pro=pro"),
    ///     follow_ups: Vec::new(),
    ///     required: true,
    /// };
    /// let question = Question::new(&parts).unwrap();
    /// assert_eq!(question.options()[0].value.as_str(), "basic-plan");
    /// let without = QuestionParts { options: Vec::new(), ..parts };
    /// assert_eq!(Question::new(&without), Err(InvalidQuestion::OptionsMissing));
    /// ```
    pub fn new(parts: &QuestionParts) -> Result<Self, InvalidQuestion> {
        let text = QuestionText::new(&parts.text).map_err(InvalidQuestion::Text)?;
        let form = form_of(parts)?;
        let required = parts.required;
        let mut question = Self {
            text,
            form,
            required,
        };
        for written in &parts.follow_ups {
            let follow_up = follow_up_of(written).map_err(InvalidQuestion::FollowUp)?;
            question = question
                .with_follow_up(&written.value, Some(follow_up))
                .map_err(InvalidQuestion::FollowUp)?;
        }
        Ok(question)
    }
}

impl QuestionParts {
    /// The parts of a question.
    pub fn of(question: &Question) -> Self {
        let options = question.options().iter().map(|it| WrittenOption {
            label: it.label.as_str().to_owned(),
            value: it.value.as_str().to_owned(),
        });
        let follow_ups = question.options().iter().filter_map(|it| {
            let follow_up = question.follow_up(it.value.as_str())?;
            Some(WrittenFollowUp {
                value: it.value.as_str().to_owned(),
                question: follow_up.question.as_str().to_owned(),
                kind: follow_up.kind,
                required: follow_up.required,
            })
        });
        Self {
            text: question.text.as_str().to_owned(),
            kind: question.kind(),
            options: options.collect(),
            follow_ups: follow_ups.collect(),
            required: question.required,
        }
    }
}

fn form_of(parts: &QuestionParts) -> Result<AnswerForm, InvalidQuestion> {
    match (parts.kind, parts.options.is_empty()) {
        (QuestionKind::Text, true) => Ok(AnswerForm::Text),
        (QuestionKind::Email, true) => Ok(AnswerForm::Email),
        (QuestionKind::Text | QuestionKind::Email, false) => Err(InvalidQuestion::OptionsNotTaken),
        (QuestionKind::Select | QuestionKind::Multiselect, true) => {
            Err(InvalidQuestion::OptionsMissing)
        }
        (QuestionKind::Select, false) => options_of(&parts.options)
            .and_then(Choices::new)
            .map(AnswerForm::Select)
            .map_err(InvalidQuestion::Options),
        (QuestionKind::Multiselect, false) => options_of(&parts.options)
            .map(AnswerForm::Multiselect)
            .map_err(InvalidQuestion::Options),
    }
}

fn options_of(written: &[WrittenOption]) -> Result<Options, InvalidOptions> {
    if written.len() > Options::MOST {
        return Err(InvalidOptions::TooMany(written.len()));
    }
    let options = written.iter().zip(1..).map(|(it, number)| {
        Ok(AnswerOption {
            label: OptionLabel::new(&it.label).map_err(|why| InvalidOptions::Label(number, why))?,
            value: OptionValue::new(&it.value).map_err(|why| InvalidOptions::Value(number, why))?,
        })
    });
    Options::new(options.collect::<Result<_, _>>()?)
}

fn follow_up_of(written: &WrittenFollowUp) -> Result<FollowUp, InvalidFollowUp> {
    let question = FollowUpText::new(&written.question)
        .map_err(|why| InvalidFollowUp::Text(written.value.clone(), why))?;
    Ok(FollowUp {
        question,
        kind: written.kind,
        required: written.required,
    })
}
