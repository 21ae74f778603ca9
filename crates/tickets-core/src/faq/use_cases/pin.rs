//! Putting an answer before others.

use kernel::{GuildId, Member, UseCaseError};

use super::{Faq, FaqRefusal};
use crate::faq::{FaqChange, FaqEntry, FaqId, Pin, PinOutcome};

/// A wish to pin an entry, or no longer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PinFaq {
    /// The guild where it is asked for.
    pub guild: GuildId,
    /// Who asks.
    pub member: Member,
    /// Which entry.
    pub id: FaqId,
    /// Whether it is to stand before others.
    pub pin: Pin,
}

/// Why an entry was not pinned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PinFaqRefusal {
    /// The FAQ is off, it is not theirs to change, or there is no such entry.
    Faq(FaqRefusal),
    /// As many are pinned as may be.
    Full,
}

impl Faq {
    /// Pins an entry, or no longer; what is so already stays so.
    pub async fn pin(&self, wish: PinFaq) -> Result<FaqEntry, UseCaseError<PinFaqRefusal>> {
        let PinFaq {
            guild,
            member,
            id,
            pin,
        } = wish;
        let allowed = self.must_be_admin(guild, member).await;
        allowed.map_err(|it| it.map_refusal(PinFaqRefusal::Faq))?;
        let now = self.ports.clock.now();
        let store = &self.ports.store;
        let refusal = match store.pin(guild, id, pin, member.user, now).await? {
            PinOutcome::Set(entry) => {
                self.shelf.put(&entry);
                self.tell(change(pin), &entry, member.user).await;
                return Ok(*entry);
            }
            PinOutcome::Already(entry) => return Ok(*entry),
            PinOutcome::Full => PinFaqRefusal::Full,
            PinOutcome::NotFound => PinFaqRefusal::Faq(FaqRefusal::NotFound),
        };
        Err(UseCaseError::Refused(refusal))
    }
}

fn change(pin: Pin) -> FaqChange {
    match pin {
        Pin::Pinned => FaqChange::Pinned,
        Pin::Loose => FaqChange::Unpinned,
    }
}
