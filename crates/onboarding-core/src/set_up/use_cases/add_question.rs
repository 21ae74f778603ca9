//! Writing a question.

use kernel::{GuildId, Member, UseCaseError};

use super::{SetUp, must_be_admin};
use crate::set_up::{NewQuestion, QuestionStored, SetUpChange};
use crate::{InvalidPosition, InvalidQuestion, Position, Question, QuestionParts};

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
        let question = Question::new(&wish.parts)
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
