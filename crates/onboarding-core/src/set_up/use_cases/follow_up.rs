//! What an option asks further.

use kernel::{GuildId, Member, UseCaseError};

use super::{SetUp, must_be_admin};
use crate::set_up::SetUpChange;
use crate::{
    CustomQuestion, FollowUp, FollowUpKind, FollowUpText, InvalidFollowUp, Position, Question,
};

/// A wish to have an option ask something further, as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetFollowUp {
    /// The guild where it is asked for.
    pub guild: GuildId,
    /// Who asks for it.
    pub member: Member,
    /// Where the question stands.
    pub position: i64,
    /// The value of the option.
    pub value: String,
    /// What it is to ask; nothing any more if it is none or blank.
    pub question: Option<String>,
    /// How that is answered.
    pub kind: FollowUpKind,
}

/// What became of a follow-up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FollowUpSet {
    /// The option asks it.
    Set(CustomQuestion),
    /// The option asks nothing further.
    Removed(CustomQuestion),
}

/// Why a follow-up was not stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SetFollowUpRefusal {
    /// Only admins do this.
    NotAdmin,
    /// No question of the guild stands there.
    NoQuestion,
    /// The question that stands there cannot be asked itself.
    Broken,
    /// The question takes no such follow-up. An unknown value comes with those that there are.
    Invalid(InvalidFollowUp, Vec<String>),
    /// Somebody has just changed the question.
    ChangedMeanwhile,
}

impl SetUp {
    /// Has an option ask something further, or nothing any more.
    pub async fn set_follow_up(
        &self,
        wish: SetFollowUp,
    ) -> Result<FollowUpSet, UseCaseError<SetFollowUpRefusal>> {
        let SetFollowUp { guild, member, .. } = wish;
        must_be_admin(member, SetFollowUpRefusal::NotAdmin)?;
        let refused = UseCaseError::Refused;
        let stored = self.ports.store.questions(guild).await?;
        let position = Position::new(wish.position).ok();
        let seen = stored
            .into_iter()
            .find(|it| Some(it.position) == position)
            .ok_or_else(|| refused(SetFollowUpRefusal::NoQuestion))?;
        let Ok(question) = seen.content.clone() else {
            return Err(refused(SetFollowUpRefusal::Broken));
        };
        let value = wish.value.trim();
        let earlier = question.follow_up(value);
        let required = earlier.is_none_or(|it| it.required);
        let follow_up = written(&wish, required)
            .map_err(|why| refused(SetFollowUpRefusal::Invalid(why, Vec::new())))?;
        let is_set = follow_up.is_some();
        let values = values_of(&question);
        let question = question
            .with_follow_up(value, follow_up)
            .map_err(|why| refused(SetFollowUpRefusal::Invalid(why, values)))?;
        let now = self.ports.clock.now();
        let store = &self.ports.store;
        let changed = store.change_question(guild, &seen, &question, now).await?;
        let question = changed.ok_or_else(|| refused(SetFollowUpRefusal::ChangedMeanwhile))?;
        let value = value.to_owned();
        let (change, outcome) = if is_set {
            let change = SetUpChange::FollowUpSet(question.clone(), value);
            (change, FollowUpSet::Set(question))
        } else {
            let change = SetUpChange::FollowUpRemoved(question.clone(), value);
            (change, FollowUpSet::Removed(question))
        };
        self.tell(guild, member, change).await;
        Ok(outcome)
    }
}

fn written(wish: &SetFollowUp, required: bool) -> Result<Option<FollowUp>, InvalidFollowUp> {
    let typed = wish.question.as_deref().map(str::trim);
    let Some(text) = typed.filter(|it| !it.is_empty()) else {
        return Ok(None);
    };
    let question = FollowUpText::new(text)
        .map_err(|why| InvalidFollowUp::Text(wish.value.trim().to_owned(), why))?;
    Ok(Some(FollowUp {
        question,
        kind: wish.kind,
        required,
    }))
}

fn values_of(question: &Question) -> Vec<String> {
    let options = question.options().iter();
    options.map(|it| it.value.as_str().to_owned()).collect()
}
