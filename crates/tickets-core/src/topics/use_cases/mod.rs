//! What can be done about repeated topics: a method of [`Proposals`] for each, a file for each.

mod add;
mod dismiss;
mod note;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use kernel::{Clock, GuildId, Member, UseCaseError};

use super::{Proposal, ProposalStore, TopicStore};
use crate::faq::{Faq, FaqRefusal};

pub use add::{AddProposed, ProposalForm};
pub use note::{Closed, Noted};

/// Everything that proposals need from outside.
pub struct ProposalPorts {
    /// Where proposals are kept.
    pub store: Arc<dyn ProposalStore>,
    /// What tickets were about.
    pub topics: Arc<dyn TopicStore>,
    /// The time.
    pub clock: Arc<dyn Clock>,
}

/// The proposals of all guilds. Cheap to clone.
#[derive(Clone)]
pub struct Proposals {
    ports: Arc<ProposalPorts>,
    faq: Faq,
}

/// Why nothing was decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProposalRefusal {
    /// The FAQ is off, it is not theirs to decide, or there is no such proposal.
    Faq(FaqRefusal),
    /// Somebody decided before; the proposal says what, and who.
    Decided(Box<Proposal>),
}

impl Proposals {
    /// The proposals over these ports; what is added to the FAQ can be found in `faq` at once.
    pub fn new(ports: ProposalPorts, faq: Faq) -> Self {
        Self {
            ports: Arc::new(ports),
            faq,
        }
    }

    /// The guild's proposals that nobody has decided about, the oldest first. For admins.
    pub async fn open(
        &self,
        guild: GuildId,
        member: Member,
    ) -> Result<Vec<Proposal>, UseCaseError<FaqRefusal>> {
        self.faq.must_be_admin(guild, member).await?;
        Ok(self.ports.store.open(guild).await?)
    }
}
