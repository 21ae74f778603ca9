//! What a member answers.

mod format;
mod pack;
mod table;
mod wishes;

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

pub use format::{Field, Reader, fields, format_answer, value_to_label};
pub use pack::{MOST_MESSAGES, PackedField, packed, packed_within};
pub use table::{AnswerRow, AnswerTable};
pub use wishes::{Language, OptIn, Wishes};

/// The most characters of a text that is typed as an answer.
pub const MOST_TEXT: usize = 1000;

/// An answer, as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// A text, an e-mail address, or the value of an option.
    One(String),
    /// The values of several options, in the options' order.
    Many(Vec<String>),
    /// The value of an option, and what was answered to the question that it leads to.
    Followed {
        /// The option's value.
        choice: String,
        /// What was answered.
        followup: String,
        /// What was asked.
        label: String,
    },
}

impl Answer {
    /// Whether the option with this value is chosen.
    pub fn chooses(&self, value: &str) -> bool {
        match self {
            Self::One(chosen) | Self::Followed { choice: chosen, .. } => chosen == value,
            Self::Many(chosen) => chosen.iter().any(|it| it == value),
        }
    }
}

/// Everything that a member has answered in a run.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Answers {
    /// By the question's place, from 0. What was skipped is absent.
    pub given: BTreeMap<u16, Answer>,
    /// What they would like to hear of.
    pub wishes: Wishes,
    /// When they accepted the rules, if they were shown any.
    pub rules_accepted_at: Option<DateTime<Utc>>,
}
