//! What setting up needs from outside.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use kernel::{GuildId, PortFailure, UserId};

use super::SetUpChange;
use crate::{CustomQuestion, GuildRule, Position, Question, QuestionId, Rule, RuleId};

/// Which one is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pick<Id> {
    /// The one in this place.
    At(Position),
    /// The one with this number.
    Numbered(Id),
}

/// A question that is to stand in a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewQuestion {
    /// Where.
    pub position: Position,
    /// Whether it is asked.
    pub enabled: bool,
    /// What is asked.
    pub question: Question,
}

/// A rule that is to stand in a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewRule {
    /// Where.
    pub position: Position,
    /// Whether it is shown.
    pub enabled: bool,
    /// What is shown.
    pub rule: Rule,
}

/// What became of a question: it stands in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuestionStored {
    /// As it is stored. One that took the place of another has its number.
    pub question: CustomQuestion,
    /// What stood there before.
    pub replaced: Option<CustomQuestion>,
    /// Whether the guild had no enabled question before and has one now: its newcomers were asked the defaults.
    pub replaces_defaults: bool,
}

/// What became of a rule: it stands in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleStored {
    /// As it is stored. One that took the place of another has its number.
    pub rule: GuildRule,
    /// What stood there before.
    pub replaced: Option<GuildRule>,
}

/// A new order: every question of the guild, every rule, or both.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reordering {
    /// Every question of the guild in the new order; none to leave them.
    pub questions: Option<Vec<QuestionId>>,
    /// Every rule of the guild in the new order; none to leave them.
    pub rules: Option<Vec<RuleId>>,
}

/// All that a guild has after a new order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reordered {
    /// Its questions, in order.
    pub questions: Vec<CustomQuestion>,
    /// Its rules, in order.
    pub rules: Vec<GuildRule>,
}

/// What became of a new order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReorderOutcome {
    /// Places are numbered from 1 on, without gaps.
    Reordered(Reordered),
    /// The numbers are not those of the guild's questions, each once. Nothing has changed.
    NotItsQuestions,
    /// The numbers are not those of the guild's rules, each once. Nothing has changed.
    NotItsRules,
}

/// Where questions and rules are kept. Another guild's is never seen and never changed: it looks like a missing one. A
/// guild's writers wait for each other, so that what is counted and compared is true when it is written.
#[async_trait]
pub trait SetUpStore: Send + Sync {
    /// The guild's questions, those too that are not enabled or cannot be asked, by their places.
    async fn questions(&self, guild: GuildId) -> Result<Vec<CustomQuestion>, PortFailure>;

    /// Puts a question in its place, over what stands there.
    async fn store_question(
        &self,
        guild: GuildId,
        question: &NewQuestion,
        now: DateTime<Utc>,
    ) -> Result<QuestionStored, PortFailure>;

    /// Has a question ask something else, if it is still as it was `seen`; none if it is not.
    async fn change_question(
        &self,
        guild: GuildId,
        seen: &CustomQuestion,
        question: &Question,
        now: DateTime<Utc>,
    ) -> Result<Option<CustomQuestion>, PortFailure>;

    /// Deletes a question, and returns it.
    async fn delete_question(
        &self,
        guild: GuildId,
        which: Pick<QuestionId>,
    ) -> Result<Option<CustomQuestion>, PortFailure>;

    /// Deletes every question of the guild, and returns how many there were.
    async fn reset_questions(&self, guild: GuildId) -> Result<usize, PortFailure>;

    /// The guild's rules, those too that are not enabled, by their places.
    async fn rules(&self, guild: GuildId) -> Result<Vec<GuildRule>, PortFailure>;

    /// Puts a rule in its place, over what stands there.
    async fn store_rule(
        &self,
        guild: GuildId,
        rule: &NewRule,
        now: DateTime<Utc>,
    ) -> Result<RuleStored, PortFailure>;

    /// Deletes a rule, and returns it.
    async fn delete_rule(
        &self,
        guild: GuildId,
        which: Pick<RuleId>,
    ) -> Result<Option<GuildRule>, PortFailure>;

    /// Deletes every rule of the guild, and returns how many there were.
    async fn reset_rules(&self, guild: GuildId) -> Result<usize, PortFailure>;

    /// Puts the guild's questions, rules or both in another order: all of it or nothing.
    async fn reorder(
        &self,
        guild: GuildId,
        order: &Reordering,
        now: DateTime<Utc>,
    ) -> Result<ReorderOutcome, PortFailure>;
}

/// The guild's log.
#[async_trait]
pub trait SetUpLog: Send + Sync {
    /// Tells the guild's admins what one of them has changed, whatever else its log leaves out. Best effort and after the
    /// fact: a failure is the implementation's to log, the change stands.
    async fn changed(&self, guild: GuildId, by: UserId, change: &SetUpChange);
}
