//! Writing an answer.

use kernel::{GuildId, Member, UseCaseError};

use super::{Faq, FaqRefusal};
use crate::faq::{AddOutcome, FaqDraft, FaqEntry, FaqId, InvalidEntry};

/// A wish to add an entry, as it was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddFaq {
    /// The guild where it is asked for.
    pub guild: GuildId,
    /// Who asks.
    pub member: Member,
    /// What it is about.
    pub title: String,
    /// What it says.
    pub answer: String,
    /// How else it is found, with commas or semicolons.
    pub keywords: String,
}

/// Why an entry was not added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AddFaqRefusal {
    /// The FAQ is off, or it is not theirs to change.
    Faq(FaqRefusal),
    /// It cannot be an entry.
    Invalid(InvalidEntry),
    /// This one has the same title.
    TitleTaken(FaqId),
    /// The guild has as many entries as it may.
    Full,
}

impl Faq {
    /// Adds an entry; it can be found at once.
    pub async fn add(&self, wish: AddFaq) -> Result<FaqEntry, UseCaseError<AddFaqRefusal>> {
        let AddFaq { guild, member, .. } = wish;
        let allowed = self.must_be_admin(guild, member).await;
        allowed.map_err(|it| it.map_refusal(AddFaqRefusal::Faq))?;
        let draft = FaqDraft::read(&wish.title, &wish.answer, &wish.keywords);
        let draft = draft.map_err(|it| UseCaseError::Refused(AddFaqRefusal::Invalid(it)))?;
        let now = self.ports.clock.now();
        let outcome = self
            .ports
            .store
            .add(guild, &draft, member.user, now)
            .await?;
        let refusal = match outcome {
            AddOutcome::Stored(entry) => {
                self.take_in(&entry, member.user).await;
                return Ok(*entry);
            }
            AddOutcome::TitleTaken(id) => AddFaqRefusal::TitleTaken(id),
            AddOutcome::Full => AddFaqRefusal::Full,
        };
        Err(UseCaseError::Refused(refusal))
    }
}
