//! Making an answer out of a proposal.

use kernel::{GuildId, Member, UseCaseError};

use super::{ProposalRefusal, Proposals};
use crate::faq::{AddFaq, AddFaqRefusal, FaqDraft, FaqEntry, FaqId, FaqRefusal, Title};
use crate::topics::{AddedFromProposal, Proposal, ProposalId, ProposalState};

/// What an admin is shown to write the answer from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProposalForm {
    /// A title made of the topic's terms.
    pub title: String,
    /// The sample, which speaks of one person's case and has to be rewritten.
    pub answer: String,
    /// The topic's terms, with commas.
    pub keywords: String,
}

/// Why no entry was made of a proposal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AddProposed {
    /// It may not, or may no longer, be decided.
    Proposal(ProposalRefusal),
    /// It cannot be an entry, for the reasons of any other.
    Entry(AddFaqRefusal),
    /// This entry was made for the same topic.
    TopicTaken(FaqId),
}

impl Proposals {
    /// What an admin is shown who wants to answer a proposal that is still open.
    pub async fn form(
        &self,
        guild: GuildId,
        member: Member,
        id: ProposalId,
    ) -> Result<ProposalForm, UseCaseError<ProposalRefusal>> {
        let allowed = self.faq.must_be_admin(guild, member).await;
        allowed.map_err(|it| it.map_refusal(ProposalRefusal::Faq))?;
        let found = self.ports.store.find(guild, id).await?;
        let missing = ProposalRefusal::Faq(FaqRefusal::NotFound);
        let proposal = found.ok_or(UseCaseError::Refused(missing))?;
        if proposal.state == ProposalState::Open {
            Ok(ProposalForm::of(&proposal))
        } else {
            let decided = ProposalRefusal::Decided(Box::new(proposal));
            Err(UseCaseError::Refused(decided))
        }
    }

    /// Adds the answer that an admin wrote to a proposal; returns the entry and the proposal as it is now.
    pub async fn add(
        &self,
        id: ProposalId,
        wish: AddFaq,
    ) -> Result<(FaqEntry, Proposal), UseCaseError<AddProposed>> {
        let AddFaq { guild, member, .. } = wish;
        let refused = |it| UseCaseError::Refused(AddProposed::Entry(it));
        let proposal = |it| UseCaseError::Refused(AddProposed::Proposal(it));
        let allowed = self.faq.must_be_admin(guild, member).await;
        allowed
            .map_err(|it| it.map_refusal(|it| AddProposed::Proposal(ProposalRefusal::Faq(it))))?;
        let draft = FaqDraft::read(&wish.title, &wish.answer, &wish.keywords);
        let draft = draft.map_err(|it| refused(AddFaqRefusal::Invalid(it)))?;
        let now = self.ports.clock.now();
        let store = &self.ports.store;
        Err(
            match store.add(guild, id, &draft, member.user, now).await? {
                AddedFromProposal::Added { entry, proposal } => {
                    self.faq.take_in(&entry, member.user).await;
                    return Ok((*entry, *proposal));
                }
                AddedFromProposal::Decided(it) => proposal(ProposalRefusal::Decided(it)),
                AddedFromProposal::NotFound => proposal(ProposalRefusal::Faq(FaqRefusal::NotFound)),
                AddedFromProposal::TitleTaken(id) => refused(AddFaqRefusal::TitleTaken(id)),
                AddedFromProposal::TopicTaken(id) => {
                    UseCaseError::Refused(AddProposed::TopicTaken(id))
                }
                AddedFromProposal::Full => refused(AddFaqRefusal::Full),
            },
        )
    }
}

impl ProposalForm {
    /// What is suggested for a proposal.
    pub fn of(proposal: &Proposal) -> Self {
        let terms: Vec<&str> = proposal.topic.terms().collect();
        let mut letters = terms.join(" ").chars().collect::<Vec<_>>();
        letters.truncate(Title::MAX);
        let capital = letters.first().into_iter().flat_map(|it| it.to_uppercase());
        Self {
            title: capital.chain(letters.iter().skip(1).copied()).collect(),
            answer: proposal.sample.clone(),
            keywords: terms.join(", "),
        }
    }
}
