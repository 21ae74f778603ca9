//! What follows a close: a summary, what the ticket was about, and a proposal where members keep asking.

use std::sync::Arc;

use async_trait::async_trait;
use kernel::{PortFailure, Retry};

use crate::summary::{Summaries, Summary};
use crate::topics::{Closed, Noted, Posted, Proposal, ProposalBoard, Proposals, SummarizedTicket};
use crate::{AfterClose, NotYet, RoomError, Ticket, TicketNumber, TicketStore};

/// So many of a proposal's tickets are named.
const MOST_NAMED: usize = 25;

/// [`AfterClose`]: each step is done once, and those that are done are passed over when another one has to be tried
/// again.
pub struct ClosedTickets {
    summaries: Summaries,
    proposals: Proposals,
    board: Arc<dyn ProposalBoard>,
    tickets: Arc<dyn TicketStore>,
    figures: Option<Arc<dyn ClosingFigures>>,
}

/// The guild's figures, taken at each close.
#[async_trait]
pub trait ClosingFigures: Send + Sync {
    /// Takes them once a ticket is closed, with its summary where there is one. Best effort: a failure is logged by whoever
    /// takes them, and disturbs nothing.
    async fn take(&self, ticket: &Ticket, summary: Option<&Summary>);
}

impl ClosedTickets {
    /// What follows a close, over these parts.
    pub fn new(
        summaries: Summaries,
        proposals: Proposals,
        board: Arc<dyn ProposalBoard>,
        tickets: Arc<dyn TicketStore>,
    ) -> Self {
        Self {
            summaries,
            proposals,
            board,
            tickets,
            figures: None,
        }
    }

    /// The same, with the guild's figures taken at the end.
    #[must_use]
    pub fn with_figures(mut self, figures: Arc<dyn ClosingFigures>) -> Self {
        self.figures = Some(figures);
        self
    }

    async fn propose(&self, ticket: &Ticket, summary: &Summary) -> Result<(), NotYet> {
        if summary.what.model.is_none() {
            return Ok(());
        }
        let closed = Closed {
            ticket: SummarizedTicket {
                ticket: ticket.id,
                topic: summary.what.topic.clone(),
                at: summary.at,
            },
            summary: summary.what.text.clone(),
        };
        match self.proposals.note(ticket.guild, &closed).await? {
            Noted::Nothing => Ok(()),
            Noted::Proposed(proposal) => self.show(&proposal, proposal.posted).await,
            Noted::Grown(proposal) => match self.standing(&proposal).await? {
                Stands::At(posted) => self.show(&proposal, Some(posted)).await,
                Stands::Nowhere => self.show(&proposal, None).await,
                Stands::Unseen => Ok(()),
            },
        }
    }

    /// Where a proposal stands, also where whoever posted it did not live to note that.
    async fn standing(&self, proposal: &Proposal) -> Result<Stands, NotYet> {
        if let Some(posted) = proposal.posted {
            return Ok(Stands::At(posted));
        }
        // There was no log channel, or it was closed to the bot: it certainly stands nowhere, and nobody has to look.
        if !proposal.is_posting_begun {
            return Ok(Stands::Nowhere);
        }
        match self.board.find(proposal).await {
            Ok(Some(posted)) => {
                self.note_posted(proposal, posted).await?;
                Ok(Stands::At(posted))
            }
            Ok(None) => Ok(Stands::Nowhere),
            // More was posted since than is read: the ticket that just closed is not to blame for it.
            Err(RoomError::Failed(failure)) if failure.retry() == Retry::Useless => {
                Ok(Stands::Unseen)
            }
            Err(error) => settled(Err(error)).map(|()| Stands::Unseen),
        }
    }

    /// Posts a proposal, or shows its new count where it stands.
    async fn show(&self, proposal: &Proposal, posted: Option<Posted>) -> Result<(), NotYet> {
        let numbers = self.numbers(proposal).await?;
        if let Some(posted) = posted {
            match self.board.refresh(posted, proposal, &numbers).await {
                Ok(()) => return self.correct(proposal, posted).await,
                Err(RoomError::Gone) => {}
                refused => return settled(refused),
            }
        }
        self.proposals.begin_posting(proposal).await?;
        let posted = self.board.post(proposal, &numbers).await;
        match posted {
            Ok(Some(posted)) => {
                self.note_posted(proposal, posted).await?;
                self.correct(proposal, posted).await
            }
            // Discord may have done it all the same.
            Err(RoomError::Failed(_)) => settled(posted.map(drop)),
            Ok(None) | Err(_) => {
                self.proposals.posting_refused(proposal).await?;
                settled(posted.map(drop))
            }
        }
    }

    async fn note_posted(&self, proposal: &Proposal, posted: Posted) -> Result<(), PortFailure> {
        let (guild, id) = (proposal.guild, proposal.id);
        self.proposals.posted(guild, id, posted).await.map(drop)
    }

    /// Shows what somebody has decided while the proposal was shown as it was before.
    async fn correct(&self, shown: &Proposal, posted: Posted) -> Result<(), NotYet> {
        let now = self.proposals.found(shown.guild, shown.id).await?;
        match now.filter(|it| it.state != shown.state) {
            Some(now) => settled(self.board.refresh(posted, &now, &[]).await),
            None => Ok(()),
        }
    }

    async fn numbers(&self, proposal: &Proposal) -> Result<Vec<TicketNumber>, PortFailure> {
        let named: Vec<_> = proposal.tickets.iter().take(MOST_NAMED).copied().collect();
        let numbers = self.tickets.numbers(proposal.guild, &named).await?;
        let known = named.iter().filter_map(|it| numbers.get(it));
        Ok(known.copied().collect())
    }
}

/// A log channel that cannot be written in holds nothing up: the proposal is kept.
fn settled(done: Result<(), RoomError>) -> Result<(), NotYet> {
    match done {
        Ok(()) | Err(RoomError::Gone | RoomError::Forbidden(_) | RoomError::Full) => Ok(()),
        Err(RoomError::Wait(wait)) => Err(NotYet::After {
            wait,
            why: "Discord asks to wait".to_owned(),
        }),
        Err(RoomError::Failed(failure)) => Err(failure.into()),
    }
}

/// Where a proposal stands.
enum Stands {
    At(Posted),
    Nowhere,
    /// Nobody can look, so it may stand there: it is not posted again, and a later ticket has it looked for anew.
    Unseen,
}

#[async_trait]
impl AfterClose for ClosedTickets {
    async fn closed(&self, ticket: &Ticket, attempt: u32) -> Result<(), NotYet> {
        let summary = self.summaries.sum_up(ticket, attempt).await?;
        if let Some(summary) = &summary {
            self.propose(ticket, summary).await?;
        }
        if let Some(figures) = &self.figures {
            figures.take(ticket, summary.as_ref()).await;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
