//! What proposals need from outside.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use kernel::{GuildId, PortFailure, UserId};

use super::{NewProposal, Posted, Proposal, ProposalId, SummarizedTicket, Topic};
use crate::TicketId;
use crate::faq::{FaqDraft, FaqEntry, FaqId};

/// What became of a repeated topic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProposeOutcome {
    /// It is proposed.
    Stored(Box<Proposal>),
    /// It was proposed already; the ticket counts towards that.
    Grown(Box<Proposal>),
    /// Somebody decided about it lately.
    Quiet,
    /// The guild has an entry that answers it.
    Answered,
}

/// What became of making an entry out of a proposal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AddedFromProposal {
    /// The entry is stored, and the proposal decided.
    Added {
        /// The entry.
        entry: Box<FaqEntry>,
        /// The proposal as it is now.
        proposal: Box<Proposal>,
    },
    /// Somebody decided about it before.
    Decided(Box<Proposal>),
    /// This entry of the guild has the same title, once folded.
    TitleTaken(FaqId),
    /// This entry of the guild was made for the same topic.
    TopicTaken(FaqId),
    /// The guild has as many entries as it may.
    Full,
    /// There is no such proposal.
    NotFound,
}

/// What became of dismissing a proposal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DismissOutcome {
    /// It is dismissed.
    Dismissed(Box<Proposal>),
    /// Somebody decided about it before.
    Decided(Box<Proposal>),
    /// There is no such proposal.
    NotFound,
}

/// Where proposals are kept. Another guild's proposal is never seen and never changed: it looks like a missing one.
#[async_trait]
pub trait ProposalStore: Send + Sync {
    /// Stores a proposal, unless [`judge`](super::judge) says of the guild's proposals that an open one grows by its
    /// newest ticket, or that the topic rests, or one of its entries [`answers`](super::answers) it. Nothing else is
    /// proposed or added in the guild meanwhile, so that two tickets which close at once never make two proposals of one
    /// topic, nor one of what was answered this moment.
    async fn propose(
        &self,
        guild: GuildId,
        what: &NewProposal,
        now: DateTime<Utc>,
    ) -> Result<ProposeOutcome, PortFailure>;

    /// Counts a ticket towards the open proposal about its topic, once; none where there is no such proposal.
    async fn grow(
        &self,
        guild: GuildId,
        topic: &Topic,
        ticket: TicketId,
        now: DateTime<Utc>,
    ) -> Result<Option<Proposal>, PortFailure>;

    /// The proposal with this number.
    async fn find(&self, guild: GuildId, id: ProposalId) -> Result<Option<Proposal>, PortFailure>;

    /// The guild's proposals that nobody has decided about, the oldest first.
    async fn open(&self, guild: GuildId) -> Result<Vec<Proposal>, PortFailure>;

    /// Notes, before a proposal is posted, that it may stand somewhere from now on; false where there is no such proposal.
    async fn begin_posting(&self, guild: GuildId, id: ProposalId) -> Result<bool, PortFailure>;

    /// Notes that a proposal was plainly not posted, so that it need not be looked for; false where there is no such
    /// proposal.
    async fn posting_refused(&self, guild: GuildId, id: ProposalId) -> Result<bool, PortFailure>;

    /// Remembers where a proposal stands; false where there is no such proposal.
    async fn set_posted(
        &self,
        guild: GuildId,
        id: ProposalId,
        posted: Posted,
    ) -> Result<bool, PortFailure>;

    /// Makes an entry out of an open proposal, with its key and its newest ticket, and decides it, both or neither. Of
    /// two who do it at once the second is told of the first. The checks are those of
    /// [`FaqStore::add`](crate::faq::FaqStore::add); where one fails, the proposal stays open.
    async fn add(
        &self,
        guild: GuildId,
        id: ProposalId,
        draft: &FaqDraft,
        by: UserId,
        now: DateTime<Utc>,
    ) -> Result<AddedFromProposal, PortFailure>;

    /// Dismisses an open proposal.
    async fn dismiss(
        &self,
        guild: GuildId,
        id: ProposalId,
        by: UserId,
        now: DateTime<Utc>,
    ) -> Result<DismissOutcome, PortFailure>;
}

/// What tickets were about.
#[async_trait]
pub trait TopicStore: Send + Sync {
    /// The guild's tickets that were summed up at `since` or later; one that was closed twice may come twice.
    async fn summarized_since(
        &self,
        guild: GuildId,
        since: DateTime<Utc>,
    ) -> Result<Vec<SummarizedTicket>, PortFailure>;
}
