//! Deciding that a topic needs no answer.

use kernel::{GuildId, Member, UseCaseError};

use super::{ProposalRefusal, Proposals};
use crate::faq::FaqRefusal;
use crate::topics::{DismissOutcome, Proposal, ProposalId};

impl Proposals {
    /// Dismisses a proposal; its topic is not proposed again for 30 days.
    pub async fn dismiss(
        &self,
        guild: GuildId,
        member: Member,
        id: ProposalId,
    ) -> Result<Proposal, UseCaseError<ProposalRefusal>> {
        let allowed = self.faq.must_be_admin(guild, member).await;
        allowed.map_err(|it| it.map_refusal(ProposalRefusal::Faq))?;
        let now = self.ports.clock.now();
        let store = &self.ports.store;
        let refusal = match store.dismiss(guild, id, member.user, now).await? {
            DismissOutcome::Dismissed(proposal) => return Ok(*proposal),
            DismissOutcome::Decided(proposal) => ProposalRefusal::Decided(proposal),
            DismissOutcome::NotFound => ProposalRefusal::Faq(FaqRefusal::NotFound),
        };
        Err(UseCaseError::Refused(refusal))
    }
}
