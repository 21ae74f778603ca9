//! Onboarding: what a server asks of newcomers.
#![doc = include_str!("../README.md")]

mod bounded_text;
mod default_questions;
mod email_address;
mod in_force;
mod mode;
mod order;
mod position;
mod question;
mod row_number;
mod rule;
pub mod set_up;
pub mod settings;

pub use bounded_text::InvalidText;
pub use default_questions::default_questions;
pub use email_address::{EmailAddress, NotAnEmailAddress};
pub use in_force::{AskedQuestion, InForce, in_force};
pub use mode::OnboardingMode;
pub use order::{InvalidOrder, Order};
pub use position::{InvalidPosition, MOST_QUESTIONS, MOST_RULES, Position};
pub use question::{
    AnswerForm, AnswerOption, BrokenQuestion, Choices, CustomQuestion, FollowUp, FollowUpKind,
    FollowUpText, InvalidFollowUp, InvalidOptions, InvalidQuestion, InvalidQuestionId, OptionLabel,
    OptionValue, Options, Question, QuestionId, QuestionKind, QuestionParts, QuestionText,
    WrittenFollowUp, WrittenOption, read_options, write_options,
};
pub use rule::{
    GuildRule, InvalidPicture, InvalidRule, InvalidRuleId, PictureUrl, Rule, RuleDescription,
    RuleId, RuleTitle,
};
