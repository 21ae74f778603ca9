//! What tickets are about, which topics come again, and the answers that are proposed for them.

mod board;
mod ports;
mod proposal;
mod repeated;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
mod topic;
mod use_cases;

pub use board::ProposalBoard;
pub use ports::{AddedFromProposal, DismissOutcome, ProposalStore, ProposeOutcome, TopicStore};
pub use proposal::{
    InvalidProposalId, Judgement, NewProposal, Posted, Proposal, ProposalId, ProposalState,
    answers, judge,
};
pub use repeated::{REPEATED, REPEATED_WITHIN_DAYS, SummarizedTicket, repeated};
pub use topic::{Topic, similarity_key, topic_terms};
pub use use_cases::{
    AddProposed, Closed, Noted, ProposalForm, ProposalPorts, ProposalRefusal, Proposals,
};
