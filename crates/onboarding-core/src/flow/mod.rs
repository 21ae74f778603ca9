//! The way through rules and questions: pure, one file a step.

mod answering;
#[cfg(test)]
mod answering_tests;
mod rules;
mod screen;
mod start;
#[cfg(test)]
mod start_tests;
mod wishing;

pub use answering::{
    AnswerRefusal, Given, Taken, Way, answer, asks_followup, edit_question, edit_wishes,
};
pub use rules::{AcceptRefusal, Accepted, accept_all, accept_rule, pass_rules_over};
pub use screen::{Screen, screen};
pub use start::{Ahead, Known, RulesAhead, Standing, StartDecision, StartFacts, decide_start};
pub use wishing::{WishRefusal, choose_language, opt_in};
