//! Where proposals stand for people to decide.

use async_trait::async_trait;

use super::{Posted, Proposal};
use crate::{RoomError, TicketNumber};

/// The guilds' log channels, as far as they show proposals.
#[async_trait]
pub trait ProposalBoard: Send + Sync {
    /// Posts a proposal with its buttons; none where the guild has no log channel. For some minutes the same
    /// proposal is posted once, however often this is called. `tickets` are those that people know its tickets by.
    async fn post(
        &self,
        proposal: &Proposal,
        tickets: &[TicketNumber],
    ) -> Result<Option<Posted>, RoomError>;

    /// Where a proposal stands whose message nobody remembers, if it does.
    async fn find(&self, proposal: &Proposal) -> Result<Option<Posted>, RoomError>;

    /// Shows a proposal that stands there as it is now; [`RoomError::Gone`] if its message was deleted.
    async fn refresh(
        &self,
        posted: Posted,
        proposal: &Proposal,
        tickets: &[TicketNumber],
    ) -> Result<(), RoomError>;

    /// Shows where a proposal stands what was decided about it. It is decided whether that can be shown or not.
    async fn settle(&self, proposal: &Proposal) -> Result<(), RoomError> {
        match proposal.posted {
            Some(posted) => self.refresh(posted, proposal, &[]).await,
            None => Ok(()),
        }
    }
}
