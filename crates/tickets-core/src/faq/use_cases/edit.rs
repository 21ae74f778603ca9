//! Changing an answer.

use chrono::{DateTime, Utc};
use kernel::{GuildId, Member, UseCaseError};

use super::{Faq, FaqRefusal};
use crate::faq::{EditOutcome, FaqChange, FaqDraft, FaqEntry, FaqId, InvalidEntry};

/// A wish to change an entry, as it was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EditFaq {
    /// The guild where it is asked for.
    pub guild: GuildId,
    /// Who asks.
    pub member: Member,
    /// Which entry.
    pub id: FaqId,
    /// When the entry had last been changed that they saw.
    pub seen: DateTime<Utc>,
    /// What it is to be about.
    pub title: String,
    /// What it is to say.
    pub answer: String,
    /// How else it is to be found, with commas or semicolons.
    pub keywords: String,
}

/// Why an entry was not changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EditFaqRefusal {
    /// The FAQ is off, it is not theirs to change, or there is no such entry (any longer).
    Faq(FaqRefusal),
    /// It cannot be an entry.
    Invalid(InvalidEntry),
    /// Another one has the same title.
    TitleTaken(FaqId),
    /// Somebody else changed it since they saw it.
    ChangedMeanwhile {
        /// What it is now.
        now: Box<FaqEntry>,
        /// What they wanted it to be.
        wanted: Box<FaqDraft>,
    },
}

impl Faq {
    /// Changes an entry, if nobody else did since it was seen.
    pub async fn edit(&self, wish: EditFaq) -> Result<FaqEntry, UseCaseError<EditFaqRefusal>> {
        let EditFaq {
            guild, member, id, ..
        } = wish;
        let allowed = self.must_be_admin(guild, member).await;
        allowed.map_err(|it| it.map_refusal(EditFaqRefusal::Faq))?;
        let draft = FaqDraft::read(&wish.title, &wish.answer, &wish.keywords);
        let draft = draft.map_err(|it| UseCaseError::Refused(EditFaqRefusal::Invalid(it)))?;
        let now = self.ports.clock.now();
        let store = &self.ports.store;
        let outcome = store
            .edit(guild, id, wish.seen, &draft, member.user, now)
            .await?;
        let refusal = match outcome {
            EditOutcome::Stored(entry) => {
                self.shelf.put(&entry);
                self.tell(FaqChange::Edited, &entry, member.user).await;
                return Ok(*entry);
            }
            EditOutcome::TitleTaken(id) => EditFaqRefusal::TitleTaken(id),
            EditOutcome::ChangedMeanwhile(now) => EditFaqRefusal::ChangedMeanwhile {
                now,
                wanted: Box::new(draft),
            },
            EditOutcome::NotFound => {
                self.shelf.remove(guild, id);
                EditFaqRefusal::Faq(FaqRefusal::NotFound)
            }
        };
        Err(UseCaseError::Refused(refusal))
    }
}
