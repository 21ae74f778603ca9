//! What a completed onboarding leaves behind, and what is to be done about it.

mod roles;

use chrono::{DateTime, TimeDelta, Utc};
use kernel::{GuildId, UserId};

use crate::{Answers, AskedQuestion, Nonce, QuestionId, QuestionKind};

pub use roles::{RoleObstacle, RoleOutcome, RoleOutcomes, RoleStep, after_completion_role};

/// For how long whoever completes an onboarding sees to its roles before somebody else does.
pub const HELD: TimeDelta = TimeDelta::seconds(30);
/// How often the roles of a completion are tried before staff has to see to them.
pub const MOST_TRIES: u32 = 8;

/// What is kept of a member who has completed the onboarding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completed {
    /// Who.
    pub member: UserId,
    /// When they last did.
    pub at: DateTime<Utc>,
    /// By which run; none for what an earlier release kept.
    pub nonce: Option<Nonce>,
    /// What they answered.
    pub answers: Answers,
    /// What they were asked, so that answers stay readable after questions change.
    pub asked: Vec<AskedText>,
}

/// A question, as it is remembered with its answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskedText {
    /// Its number; none for one that came with the bot.
    pub id: Option<QuestionId>,
    /// What was asked.
    pub text: String,
    /// How it was answered.
    pub kind: QuestionKind,
}

impl AskedText {
    /// What is remembered of a question.
    pub fn of(asked: &AskedQuestion) -> Self {
        Self {
            id: asked.id,
            text: asked.question.text.as_str().to_owned(),
            kind: asked.question.kind(),
        }
    }
}

/// A completion whose roles have not been seen to yet, in somebody's hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undone {
    /// In which guild.
    pub guild: GuildId,
    /// Whose.
    pub member: UserId,
    /// Of which run.
    pub nonce: Nonce,
    /// When it was completed.
    pub at: DateTime<Utc>,
    /// What was answered.
    pub answers: Answers,
    /// What was asked, in full: staff reads the labels of options.
    pub questions: Vec<AskedQuestion>,
    /// How often somebody has taken it in hand, this time included.
    pub tries: u32,
    /// Whether staff was told of the completion.
    pub told: bool,
    /// Whether the member had completed it before.
    pub is_rerun: bool,
}

/// How long is waited after so many tries: longer each time.
pub(crate) fn pause(tries: u32) -> TimeDelta {
    TimeDelta::minutes(1_i64 << tries.min(6))
}

impl Undone {
    /// When it is tried again after `now`: later each time.
    pub fn next_try(&self, now: DateTime<Utc>) -> DateTime<Utc> {
        now + pause(self.tries)
    }

    /// Whether this was the last try.
    pub fn is_given_up(&self) -> bool {
        self.tries >= MOST_TRIES
    }
}
