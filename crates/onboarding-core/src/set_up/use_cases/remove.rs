//! Deleting questions and rules: one, or all.

use kernel::{GuildId, Member, UseCaseError};

use super::{SetUp, SetUpRefusal, must_be_admin};
use crate::set_up::{Pick, SetUpChange};
use crate::{CustomQuestion, GuildRule, QuestionId, RuleId};

/// Why nothing was deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RemoveRefusal {
    /// Only admins do this.
    NotAdmin,
    /// There is none: missing, deleted and another guild's look the same.
    NotFound,
}

impl SetUp {
    /// Deletes a question.
    pub async fn delete_question(
        &self,
        guild: GuildId,
        member: Member,
        which: Pick<QuestionId>,
    ) -> Result<CustomQuestion, UseCaseError<RemoveRefusal>> {
        must_be_admin(member, RemoveRefusal::NotAdmin)?;
        let deleted = self.ports.store.delete_question(guild, which).await?;
        let deleted = deleted.ok_or(UseCaseError::Refused(RemoveRefusal::NotFound))?;
        let change = SetUpChange::QuestionDeleted(deleted.clone());
        self.tell(guild, member, change).await;
        Ok(deleted)
    }

    /// Deletes every question, so that newcomers are asked the defaults; returns how many there were.
    pub async fn reset_questions(
        &self,
        guild: GuildId,
        member: Member,
    ) -> Result<usize, UseCaseError<SetUpRefusal>> {
        must_be_admin(member, SetUpRefusal::NotAdmin)?;
        let deleted = self.ports.store.reset_questions(guild).await?;
        if deleted > 0 {
            let change = SetUpChange::QuestionsReset(deleted);
            self.tell(guild, member, change).await;
        }
        Ok(deleted)
    }

    /// Deletes a rule.
    pub async fn delete_rule(
        &self,
        guild: GuildId,
        member: Member,
        which: Pick<RuleId>,
    ) -> Result<GuildRule, UseCaseError<RemoveRefusal>> {
        must_be_admin(member, RemoveRefusal::NotAdmin)?;
        let deleted = self.ports.store.delete_rule(guild, which).await?;
        let deleted = deleted.ok_or(UseCaseError::Refused(RemoveRefusal::NotFound))?;
        let change = SetUpChange::RuleDeleted(deleted.clone());
        self.tell(guild, member, change).await;
        Ok(deleted)
    }

    /// Deletes every rule; returns how many there were.
    pub async fn reset_rules(
        &self,
        guild: GuildId,
        member: Member,
    ) -> Result<usize, UseCaseError<SetUpRefusal>> {
        must_be_admin(member, SetUpRefusal::NotAdmin)?;
        let deleted = self.ports.store.reset_rules(guild).await?;
        if deleted > 0 {
            let change = SetUpChange::RulesReset(deleted);
            self.tell(guild, member, change).await;
        }
        Ok(deleted)
    }
}
