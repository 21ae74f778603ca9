//! A question that a guild has written, in its place.

use super::{InvalidQuestion, Question};
use crate::Position;

kernel::row_number!(
    /// The number of a question. Unique over all guilds, yet only valid together with its guild.
    QuestionId,
    /// A text that is no number of a question.
    InvalidQuestionId,
    "not the number of a question"
);

/// What is stored as a question and cannot be asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BrokenQuestion {
    /// What it would ask, so that its author recognises it.
    pub text: String,
    /// Why it cannot be asked.
    pub why: InvalidQuestion,
}

/// A question that a guild has written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomQuestion {
    /// Its number.
    pub id: QuestionId,
    /// Where it stands: no two of a guild stand in the same place.
    pub position: Position,
    /// Whether it is asked.
    pub enabled: bool,
    /// What is asked.
    pub content: Result<Question, BrokenQuestion>,
}
