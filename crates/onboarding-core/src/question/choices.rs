//! Options of which one is chosen, and what each asks further.

use super::{AnswerOption, FollowUp, InvalidFollowUp, InvalidOptions, OptionValue, Options};

/// From 2 to 25 options of which one is chosen, each with at most one follow-up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choices {
    options: Options,
    follow_ups: Vec<(OptionValue, FollowUp)>,
}

impl Choices {
    /// The fewest options: of one there is nothing to choose.
    pub const LEAST: usize = 2;

    /// The options, without follow-ups.
    pub fn new(options: Options) -> Result<Self, InvalidOptions> {
        if options.as_slice().len() < Self::LEAST {
            return Err(InvalidOptions::TooFew);
        }
        let follow_ups = Vec::new();
        Ok(Self {
            options,
            follow_ups,
        })
    }

    /// The same, asking this further of whoever chooses the option with this value; with none, nothing.
    pub fn with_follow_up(
        mut self,
        value: &str,
        follow_up: Option<FollowUp>,
    ) -> Result<Self, InvalidFollowUp> {
        let Some(option) = self.option(value) else {
            return Err(InvalidFollowUp::UnknownValue(value.to_owned()));
        };
        let value = option.value.clone();
        self.follow_ups.retain(|(of, _)| *of != value);
        self.follow_ups.extend(follow_up.map(|it| (value, it)));
        // In the order of the options, so that two that ask the same are equal however they came about.
        let options = self.options.as_slice();
        self.follow_ups
            .sort_by_key(|(of, _)| options.iter().position(|it| it.value == *of));
        Ok(self)
    }

    /// The options.
    pub fn options(&self) -> &Options {
        &self.options
    }

    /// What the option with this value asks further.
    pub fn follow_up(&self, value: &str) -> Option<&FollowUp> {
        let mut follow_ups = self.follow_ups.iter();
        let found = follow_ups.find(|(of, _)| of.as_str() == value);
        found.map(|(_, it)| it)
    }

    /// Every follow-up with the value of its option, in the order of the options.
    pub fn follow_ups(&self) -> impl Iterator<Item = (&OptionValue, &FollowUp)> {
        self.follow_ups.iter().map(|(value, it)| (value, it))
    }

    fn option(&self, value: &str) -> Option<&AnswerOption> {
        let mut options = self.options.as_slice().iter();
        options.find(|it| it.value.as_str() == value)
    }
}
