//! What can be chosen: labels that people read, and the values that are stored of them.

use std::collections::HashSet;

use crate::InvalidText;
use crate::bounded_text::bounded_text;

bounded_text!(
    /// What people read of an option. As long as the label of a button may be.
    OptionLabel,
    80,
    one_line
);

bounded_text!(
    /// What is stored of an option. As long as Discord lets the value of a select menu be.
    OptionValue,
    100,
    one_line
);

/// One of the answers that can be chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerOption {
    /// What people read.
    pub label: OptionLabel,
    /// What is stored.
    pub value: OptionValue,
}

/// From 1 to 25 options, no two with the same value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options(Vec<AnswerOption>);

/// Why options are none. Numbers count from 1.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InvalidOptions {
    /// There is none.
    #[error("there is no option")]
    Nothing,
    /// There are so many, which is more than [`Options::MOST`].
    #[error("{0} options are more than {max}", max = Options::MOST)]
    TooMany(usize),
    /// There are fewer than [`Choices::LEAST`](crate::Choices::LEAST) to choose one of.
    #[error("there are fewer than {} options", crate::Choices::LEAST)]
    TooFew,
    /// The label of the option with this number.
    #[error("the label of option {0}: {1}")]
    Label(usize, InvalidText),
    /// The value of the option with this number.
    #[error("the value of option {0}: {1}")]
    Value(usize, InvalidText),
    /// Two options have this value.
    #[error("two options have the same value")]
    SameValue(OptionValue),
}

impl Options {
    /// The most options: as many as a select menu has.
    pub const MOST: usize = 25;

    /// The options in this order.
    pub fn new(options: Vec<AnswerOption>) -> Result<Self, InvalidOptions> {
        if options.is_empty() {
            return Err(InvalidOptions::Nothing);
        }
        if options.len() > Self::MOST {
            return Err(InvalidOptions::TooMany(options.len()));
        }
        let mut seen = HashSet::new();
        if let Some(twice) = options.iter().find(|it| !seen.insert(&it.value)) {
            return Err(InvalidOptions::SameValue(twice.value.clone()));
        }
        Ok(Self(options))
    }

    /// All of them.
    pub fn as_slice(&self) -> &[AnswerOption] {
        &self.0
    }
}
