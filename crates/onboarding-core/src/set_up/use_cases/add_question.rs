//! Writing a question.

use kernel::{GuildId, Member, UseCaseError};

use super::{SetUp, must_be_admin};
use crate::set_up::{NewQuestion, QuestionStored, SetUpChange};
use crate::{InvalidPosition, InvalidQuestion, Position, Question, QuestionKind, QuestionParts};

/// A wish to put a question in a place, as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddQuestion {
    /// The guild where it is asked for.
    pub guild: GuildId,
    /// Who asks for it.
    pub member: Member,
    /// Where it is to stand.
    pub position: i64,
    /// Whether newcomers are asked it.
    pub enabled: bool,
    /// What they are asked.
    pub parts: QuestionParts,
    /// What becomes of the follow-ups of the question that stands there.
    pub earlier_follow_ups: EarlierFollowUps,
}

/// What becomes of what the options of a question asked further, when another one takes its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EarlierFollowUps {
    /// Only those count that the new one brings.
    Dropped,
    /// Options with the same value ask the same, where the new one says nothing else of them.
    Kept,
}

/// Why a question was not stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AddQuestionRefusal {
    /// Only admins do this.
    NotAdmin,
    /// There is no such place.
    Position,
    /// Nobody could answer it.
    Invalid(InvalidQuestion),
}

impl SetUp {
    /// Puts a question in a place, over what stands there.
    pub async fn add_question(
        &self,
        wish: AddQuestion,
    ) -> Result<QuestionStored, UseCaseError<AddQuestionRefusal>> {
        let AddQuestion { guild, member, .. } = wish;
        must_be_admin(member, AddQuestionRefusal::NotAdmin)?;
        let refused = UseCaseError::Refused;
        let position = Position::new(wish.position)
            .map_err(|InvalidPosition| refused(AddQuestionRefusal::Position))?;
        let mut parts = wish.parts;
        if wish.earlier_follow_ups == EarlierFollowUps::Kept && parts.kind == QuestionKind::Select {
            let earlier = self.ports.store.questions(guild).await?.into_iter();
            let mut earlier = earlier.filter(|it| it.position == position);
            if let Some(Ok(earlier)) = earlier.next().map(|it| it.content) {
                keep_follow_ups(&mut parts, &QuestionParts::of(&earlier));
            }
        }
        let question = Question::new(&parts)
            .map_err(|why| UseCaseError::Refused(AddQuestionRefusal::Invalid(why)))?;
        let new = NewQuestion {
            position,
            enabled: wish.enabled,
            question,
        };
        let now = self.ports.clock.now();
        let stored = self.ports.store.store_question(guild, &new, now).await?;
        let question = stored.question.clone();
        let change = match stored.replaced {
            Some(_) => SetUpChange::QuestionReplaced(question),
            None => SetUpChange::QuestionAdded(question),
        };
        self.tell(guild, member, change).await;
        Ok(stored)
    }
}

fn keep_follow_ups(parts: &mut QuestionParts, earlier: &QuestionParts) {
    for follow_up in &earlier.follow_ups {
        let is_same = |it: &String| *it == follow_up.value;
        let is_offered = parts.options.iter().any(|it| is_same(&it.value));
        let is_written = parts.follow_ups.iter().any(|it| is_same(&it.value));
        if is_offered && !is_written {
            parts.follow_ups.push(follow_up.clone());
        }
    }
}
