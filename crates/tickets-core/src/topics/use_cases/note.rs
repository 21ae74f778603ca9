//! Noticing that a topic comes again.

use chrono::TimeDelta;
use kernel::{GuildId, PortFailure};
use language_model::redacted;

use super::Proposals;
use crate::topics::{
    NewProposal, Posted, Proposal, ProposalId, ProposeOutcome, REPEATED_WITHIN_DAYS,
    SummarizedTicket, repeated,
};

/// A sample has at most so many characters.
const LONGEST_SAMPLE: usize = 180;

/// A ticket that was just summed up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Closed {
    /// Which one, and what it was about.
    pub ticket: SummarizedTicket,
    /// Its summary.
    pub summary: String,
}

/// What a closed ticket led to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Noted {
    /// Nothing: few asked, or there is an answer, or somebody decided lately, or the FAQ is off.
    Nothing,
    /// A proposal that is to be posted.
    Proposed(Box<Proposal>),
    /// A proposal that stands already, and is to show its new count.
    Grown(Box<Proposal>),
}

impl Proposals {
    /// Takes note of a ticket that was summed up, after that was stored. Repeating it changes nothing.
    pub async fn note(&self, guild: GuildId, closed: &Closed) -> Result<Noted, PortFailure> {
        if !self.faq.is_on(guild).await? {
            return Ok(Noted::Nothing);
        }
        let SummarizedTicket { ticket, topic, at } = &closed.ticket;
        let now = self.ports.clock.now();
        let store = &self.ports.store;
        if let Some(grown) = store.grow(guild, topic, *ticket, now).await? {
            return Ok(Noted::Grown(Box::new(grown)));
        }
        let since = *at - TimeDelta::days(REPEATED_WITHIN_DAYS);
        let earlier = self.ports.topics.summarized_since(guild, since).await?;
        let Some(tickets) = repeated(&closed.ticket, &earlier) else {
            return Ok(Noted::Nothing);
        };
        let what = NewProposal {
            topic: topic.clone(),
            sample: sample_of(&closed.summary),
            tickets,
            newest: *ticket,
        };
        Ok(match store.propose(guild, &what, now).await? {
            ProposeOutcome::Stored(proposal) => Noted::Proposed(proposal),
            ProposeOutcome::Grown(proposal) => Noted::Grown(proposal),
            ProposeOutcome::Quiet | ProposeOutcome::Answered => Noted::Nothing,
        })
    }

    /// A proposal as it is now.
    pub(crate) async fn found(
        &self,
        guild: GuildId,
        id: ProposalId,
    ) -> Result<Option<Proposal>, PortFailure> {
        self.ports.store.find(guild, id).await
    }

    /// Notes that a proposal is about to be posted; false where it is gone.
    pub(crate) async fn begin_posting(&self, proposal: &Proposal) -> Result<bool, PortFailure> {
        let store = &self.ports.store;
        store.begin_posting(proposal.guild, proposal.id).await
    }

    /// Notes that a proposal was plainly not posted; false where it is gone.
    pub(crate) async fn posting_refused(&self, proposal: &Proposal) -> Result<bool, PortFailure> {
        let store = &self.ports.store;
        store.posting_refused(proposal.guild, proposal.id).await
    }

    /// Remembers where a proposal was posted; false where it is gone.
    pub async fn posted(
        &self,
        guild: GuildId,
        id: ProposalId,
        posted: Posted,
    ) -> Result<bool, PortFailure> {
        self.ports.store.set_posted(guild, id, posted).await
    }
}

fn sample_of(summary: &str) -> String {
    let text = redacted(&summary.replace('\0', ""), |_| "somebody");
    let words: Vec<&str> = text.split_whitespace().collect();
    let line = words.join(" ");
    if line.chars().count() <= LONGEST_SAMPLE {
        return line;
    }
    let cut = line.chars().take(LONGEST_SAMPLE - 1);
    cut.chain(['…']).collect()
}
