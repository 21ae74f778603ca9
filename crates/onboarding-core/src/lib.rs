//! Onboarding: what a server asks of newcomers.
#![doc = include_str!("../README.md")]

mod answers;
mod bounded_text;
mod completion;
mod default_questions;
mod email_address;
pub mod flow;
mod funnel;
mod in_force;
mod join;
mod mode;
mod order;
mod panel;
mod ports;
mod position;
mod question;
mod rule;
mod session;
pub mod set_up;
pub mod settings;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
mod use_cases;

pub use answers::{
    Answer, AnswerRow, AnswerTable, Answers, Field, Language, MOST_MESSAGES, MOST_TEXT, OptIn,
    PackedField, Reader, Wishes, fields, format_answer, packed, packed_within, value_to_label,
};
pub use bounded_text::InvalidText;
pub use completion::{
    AskedText, Completed, HELD, MOST_TRIES, RoleObstacle, RoleOutcome, RoleOutcomes, RoleStep,
    Undone, after_completion_role,
};
pub use default_questions::default_questions;
pub use email_address::{EmailAddress, NotAnEmailAddress};
pub use funnel::{Figures, FunnelEvent, Reached};
pub use in_force::{AskedQuestion, InForce, in_force};
pub use join::{Arrival, JoinDecision, decide_join};
pub use mode::OnboardingMode;
pub use order::{InvalidOrder, Order};
pub use panel::{Panel, chosen_channel, may_stand, panel_channel};
pub use ports::{
    Arrivals, FunnelStore, MemberRoles, OpenArrival, PanelBoard, PanelMemory, PanelTrouble,
    RoleChange, RoleReason, RunEvent, RunLog, RunStore, Saved, Sheet, Standing, StoredSheet,
    UndoneStore,
};
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
pub use session::{InvalidNonce, Nonce, Phase, SESSION_LIFE, Session};
pub use use_cases::{
    Arrived, Done, Left, LeftUndone, Newcomer, NewcomerPorts, Newcomers, PanelOutcome, PostPanel,
    PostPanelRefusal, Press, Shown,
};
