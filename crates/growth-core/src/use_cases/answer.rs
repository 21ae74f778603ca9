//! What is told to whoever asked.

use kernel::UseCaseError;
use language_model::ModelError;

use super::GrowthRefusal;
use crate::CheckinId;

/// What comes of asking at once.
#[derive(Debug)]
pub struct Asked {
    /// Whether they asked in distress: where help is goes before everything else, also where nothing was asked.
    pub help: Option<Help>,
    /// What became of the question, or why nothing was asked.
    pub outcome: Result<Reply, UseCaseError<GrowthRefusal>>,
}

/// What is told to whoever asked, at once or later.
#[derive(Debug, Clone, PartialEq)]
pub struct Told {
    /// Whether they asked in distress: where help is goes before everything else.
    pub help: Option<Help>,
    /// What became of the question.
    pub reply: Reply,
}

/// Where help is: the guild's own words, or those that everybody reads.
pub type Help = Option<String>;

/// What became of a question.
#[derive(Debug, Clone, PartialEq)]
pub enum Reply {
    /// The model has answered.
    Answered(Answered),
    /// It has not answered yet: the question waits, and its answer comes by itself.
    Waits(ModelError),
    /// There is no answer.
    None(ModelError),
}

/// What the model has answered, as untrusted as what members write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answered {
    /// To a question.
    Text(String),
    /// A caption of at most 300 characters.
    Caption(String),
    /// To a check-in.
    Checkin {
        /// What it said.
        text: String,
        /// The check-in's number; none when it could not be kept.
        id: Option<CheckinId>,
        /// Whether it may be shared here.
        shareable: bool,
    },
}
