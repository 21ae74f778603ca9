//! Another order of questions and rules.

use kernel::{GuildId, Member, UseCaseError};

use super::{SetUp, must_be_admin};
use crate::set_up::{ReorderOutcome, Reordered, Reordering, SetUpChange};
use crate::{CustomQuestion, InvalidOrder, Order};

/// Why the questions stand where they stood, after an order was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReorderQuestionsRefusal {
    /// Only admins do this.
    NotAdmin,
    /// The guild has no questions of its own, and the defaults have a fixed order.
    OnlyDefaults,
    /// It is no order of so many questions.
    Invalid(InvalidOrder, usize),
    /// Somebody has just added or deleted a question.
    ChangedMeanwhile,
}

/// Why everything stands where it stood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReorderContentRefusal {
    /// Only admins do this.
    NotAdmin,
    /// The numbers are not those of the guild's questions, each once.
    NotItsQuestions,
    /// The numbers are not those of the guild's rules, each once.
    NotItsRules,
}

impl SetUp {
    /// Puts the questions in the order that a text such as `3, 1, 2` names: the third comes first. Numbers count from 1
    /// over the questions as they stand, whatever their places.
    pub async fn reorder_questions(
        &self,
        guild: GuildId,
        member: Member,
        order: &str,
    ) -> Result<Vec<CustomQuestion>, UseCaseError<ReorderQuestionsRefusal>> {
        must_be_admin(member, ReorderQuestionsRefusal::NotAdmin)?;
        let refused = UseCaseError::Refused;
        let questions = self.ports.store.questions(guild).await?;
        if questions.is_empty() {
            return Err(refused(ReorderQuestionsRefusal::OnlyDefaults));
        }
        let count = questions.len();
        let order = Order::read(order, count)
            .map_err(|why| refused(ReorderQuestionsRefusal::Invalid(why, count)))?;
        let ids: Vec<_> = questions.iter().map(|it| it.id).collect();
        let wish = Reordering {
            questions: Some(order.apply(&ids)),
            rules: None,
        };
        match self.store_order(guild, member, &wish).await? {
            ReorderOutcome::Reordered(now) => Ok(now.questions),
            ReorderOutcome::NotItsQuestions | ReorderOutcome::NotItsRules => {
                Err(refused(ReorderQuestionsRefusal::ChangedMeanwhile))
            }
        }
    }

    /// Puts questions, rules or both in the order of their numbers, of which none may be left out.
    pub async fn reorder(
        &self,
        guild: GuildId,
        member: Member,
        order: &Reordering,
    ) -> Result<Reordered, UseCaseError<ReorderContentRefusal>> {
        must_be_admin(member, ReorderContentRefusal::NotAdmin)?;
        let refusal = match self.store_order(guild, member, order).await? {
            ReorderOutcome::Reordered(now) => return Ok(now),
            ReorderOutcome::NotItsQuestions => ReorderContentRefusal::NotItsQuestions,
            ReorderOutcome::NotItsRules => ReorderContentRefusal::NotItsRules,
        };
        Err(UseCaseError::Refused(refusal))
    }

    async fn store_order(
        &self,
        guild: GuildId,
        member: Member,
        order: &Reordering,
    ) -> Result<ReorderOutcome, kernel::PortFailure> {
        let now = self.ports.clock.now();
        let outcome = self.ports.store.reorder(guild, order, now).await?;
        if let ReorderOutcome::Reordered(now) = &outcome {
            if order.questions.is_some() {
                let change = SetUpChange::QuestionsReordered(now.questions.clone());
                self.tell(guild, member, change).await;
            }
            if order.rules.is_some() {
                let change = SetUpChange::RulesReordered(now.rules.clone());
                self.tell(guild, member, change).await;
            }
        }
        Ok(outcome)
    }
}
