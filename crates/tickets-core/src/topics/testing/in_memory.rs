//! Proposals without a database: what [`InMemoryFaq`] keeps besides answers.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use kernel::{GuildId, PortFailure, UserId};

use crate::TicketId;
use crate::faq::testing::{InMemoryFaq, Origin, State};
use crate::faq::{AddOutcome, FaqDraft};
use crate::topics::{
    AddedFromProposal, DismissOutcome, Judgement, NewProposal, Posted, Proposal, ProposalId,
    ProposalState, ProposalStore, ProposeOutcome, SummarizedTicket, Topic, TopicStore, answers,
    judge,
};

impl State {
    fn proposals_of(&self, guild: GuildId) -> Vec<Proposal> {
        let theirs = self.proposals.values().filter(|it| it.guild == guild);
        theirs.cloned().collect()
    }

    fn proposal(&mut self, guild: GuildId, id: ProposalId) -> Option<&mut Proposal> {
        self.proposals.get_mut(&id).filter(|it| it.guild == guild)
    }

    fn count_towards(&mut self, id: ProposalId, ticket: TicketId) -> Proposal {
        let proposal = self.proposals.get_mut(&id).unwrap();
        if !proposal.tickets.contains(&ticket) {
            proposal.tickets.push(ticket);
        }
        proposal.clone()
    }
}

#[async_trait]
impl ProposalStore for InMemoryFaq {
    async fn propose(
        &self,
        guild: GuildId,
        what: &NewProposal,
        now: DateTime<Utc>,
    ) -> Result<ProposeOutcome, PortFailure> {
        let mut state = self.reach("propose an answer")?;
        match judge(&what.topic, &state.proposals_of(guild), now) {
            Judgement::Quiet => return Ok(ProposeOutcome::Quiet),
            Judgement::Grows(id) => {
                let grown = state.count_towards(id, what.newest);
                return Ok(ProposeOutcome::Grown(Box::new(grown)));
            }
            Judgement::New => {}
        }
        let mut theirs = state.entries.values().filter(|it| it.guild == guild);
        if theirs.any(|it| answers(it, &what.topic)) {
            return Ok(ProposeOutcome::Answered);
        }
        state.last_proposal += 1;
        let proposal = Proposal {
            id: ProposalId::new(state.last_proposal).unwrap(),
            guild,
            topic: what.topic.clone(),
            sample: what.sample.clone(),
            tickets: what.tickets.clone(),
            state: ProposalState::Open,
            posted: None,
            is_posting_begun: false,
            created_at: now,
        };
        state.proposals.insert(proposal.id, proposal.clone());
        Ok(ProposeOutcome::Stored(Box::new(proposal)))
    }

    async fn grow(
        &self,
        guild: GuildId,
        topic: &Topic,
        ticket: TicketId,
        now: DateTime<Utc>,
    ) -> Result<Option<Proposal>, PortFailure> {
        let mut state = self.reach("count a ticket towards a proposal")?;
        match judge(topic, &state.proposals_of(guild), now) {
            Judgement::Grows(id) => Ok(Some(state.count_towards(id, ticket))),
            Judgement::New | Judgement::Quiet => Ok(None),
        }
    }

    async fn find(&self, guild: GuildId, id: ProposalId) -> Result<Option<Proposal>, PortFailure> {
        let mut state = self.reach("find a proposal")?;
        Ok(state.proposal(guild, id).cloned())
    }

    async fn open(&self, guild: GuildId) -> Result<Vec<Proposal>, PortFailure> {
        let mut open = self.reach("list proposals")?.proposals_of(guild);
        open.retain(|it| it.state == ProposalState::Open);
        Ok(open)
    }

    async fn set_posted(
        &self,
        guild: GuildId,
        id: ProposalId,
        posted: Posted,
    ) -> Result<bool, PortFailure> {
        let mut state = self.reach("remember where a proposal stands")?;
        let proposal = state.proposal(guild, id);
        Ok(proposal.map(|it| it.posted = Some(posted)).is_some())
    }

    async fn begin_posting(&self, guild: GuildId, id: ProposalId) -> Result<bool, PortFailure> {
        let mut state = self.reach("note that a proposal is being posted")?;
        let proposal = state.proposal(guild, id);
        Ok(proposal.map(|it| it.is_posting_begun = true).is_some())
    }

    async fn posting_refused(&self, guild: GuildId, id: ProposalId) -> Result<bool, PortFailure> {
        let mut state = self.reach("note that a proposal was not posted")?;
        let proposal = state.proposal(guild, id);
        Ok(proposal.map(|it| it.is_posting_begun = false).is_some())
    }

    async fn add(
        &self,
        guild: GuildId,
        id: ProposalId,
        draft: &FaqDraft,
        by: UserId,
        now: DateTime<Utc>,
    ) -> Result<AddedFromProposal, PortFailure> {
        let mut state = self.reach("add an answer that was proposed")?;
        let Some(proposal) = state.proposal(guild, id).cloned() else {
            return Ok(AddedFromProposal::NotFound);
        };
        if proposal.state != ProposalState::Open {
            return Ok(AddedFromProposal::Decided(Box::new(proposal)));
        }
        let key = Some(proposal.topic.key().to_owned()).filter(|it| !it.is_empty());
        let mut theirs = state.entries.values().filter(|it| it.guild == guild);
        if let Some(same) = theirs.find(|it| key.is_some() && it.similarity_key == key) {
            return Ok(AddedFromProposal::TopicTaken(same.id));
        }
        let origin = Origin {
            key,
            ticket: proposal.tickets.last().copied(),
        };
        let entry = match state.add(guild, draft, origin, by, now) {
            AddOutcome::Stored(entry) => entry,
            AddOutcome::TitleTaken(id) => return Ok(AddedFromProposal::TitleTaken(id)),
            AddOutcome::Full => return Ok(AddedFromProposal::Full),
        };
        let proposal = state.proposal(guild, id).unwrap();
        proposal.state = ProposalState::Added {
            entry: Some(entry.id),
            by: Some(by),
            at: now,
        };
        let proposal = Box::new(proposal.clone());
        Ok(AddedFromProposal::Added { entry, proposal })
    }

    async fn dismiss(
        &self,
        guild: GuildId,
        id: ProposalId,
        by: UserId,
        now: DateTime<Utc>,
    ) -> Result<DismissOutcome, PortFailure> {
        let mut state = self.reach("dismiss a proposal")?;
        let Some(proposal) = state.proposal(guild, id) else {
            return Ok(DismissOutcome::NotFound);
        };
        if proposal.state != ProposalState::Open {
            return Ok(DismissOutcome::Decided(Box::new(proposal.clone())));
        }
        proposal.state = ProposalState::Dismissed {
            by: Some(by),
            at: now,
        };
        Ok(DismissOutcome::Dismissed(Box::new(proposal.clone())))
    }
}

#[async_trait]
impl TopicStore for InMemoryFaq {
    async fn summarized_since(
        &self,
        guild: GuildId,
        since: DateTime<Utc>,
    ) -> Result<Vec<SummarizedTicket>, PortFailure> {
        let state = self.reach("read what tickets were about")?;
        let theirs = state.summaries.iter().filter(|(of, _)| *of == guild);
        let recent = theirs.filter(|(_, it)| it.at >= since);
        Ok(recent.map(|(_, it)| it.clone()).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    crate::proposal_store_contract!(#[tokio::test] fn() => Box::new(InMemoryFaq::default()));
}
