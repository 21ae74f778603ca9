//! What admins of a guild are told when one of them changes what newcomers go through.

use crate::{CustomQuestion, GuildRule, Position};

/// A change of what newcomers go through.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SetUpChange {
    /// A question was added where there was none.
    QuestionAdded(CustomQuestion),
    /// A question took the place of another.
    QuestionReplaced(CustomQuestion),
    /// What an option of this question, the one with this value, asks further.
    FollowUpSet(CustomQuestion, String),
    /// The option with this value asks nothing further any more.
    FollowUpRemoved(CustomQuestion, String),
    /// A question was deleted.
    QuestionDeleted(CustomQuestion),
    /// All questions were deleted: so many.
    QuestionsReset(usize),
    /// The questions stand in this order now.
    QuestionsReordered(Vec<CustomQuestion>),
    /// A rule was added where there was none.
    RuleAdded(GuildRule),
    /// A rule took the place of another.
    RuleReplaced(GuildRule),
    /// A rule was deleted.
    RuleDeleted(GuildRule),
    /// All rules were deleted: so many.
    RulesReset(usize),
    /// The rules stand in this order now.
    RulesReordered(Vec<GuildRule>),
}

impl SetUpChange {
    /// The place that was changed; none where it was more than one.
    pub fn position(&self) -> Option<Position> {
        match self {
            Self::QuestionAdded(it)
            | Self::QuestionReplaced(it)
            | Self::FollowUpSet(it, _)
            | Self::FollowUpRemoved(it, _)
            | Self::QuestionDeleted(it) => Some(it.position),
            Self::RuleAdded(it) | Self::RuleReplaced(it) | Self::RuleDeleted(it) => {
                Some(it.position)
            }
            Self::QuestionsReset(_)
            | Self::QuestionsReordered(_)
            | Self::RulesReset(_)
            | Self::RulesReordered(_) => None,
        }
    }
}
