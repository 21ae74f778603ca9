//! What can be done with a ticket, and who may do it.

use chrono::{DateTime, Utc};
use kernel::UserId;

use super::{Next, Refusal};
use crate::{Claim, Escalation, Standing, Target, Ticket, TicketStatus};

/// Something that can be done with a ticket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// Take it on.
    Claim,
    /// Have it count as taken on: by whoever has it, else by the one who asks.
    SetClaimed,
    /// Wait for the requester.
    Wait,
    /// Pass it on; to nobody in particular where no target is known.
    Escalate(Option<Target>),
    /// Close it, with a reason of at most 300 characters.
    Close(Option<String>),
    /// Set it back to open, also from closed.
    Reopen,
    /// Put it away for good: its transcript has been delivered, or its loss was accepted.
    Archive,
    /// The requester has written in it.
    Answer,
    /// Its channel was deleted by somebody else.
    LoseChannel,
}

/// Who does it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Actor {
    /// A person, who is this to the ticket.
    Person {
        /// Who.
        user: UserId,
        /// What they are to the ticket.
        standing: Standing,
    },
    /// Alphapy by itself: the sweep of idle tickets, or what was seen to have happened.
    System,
}

impl Actor {
    /// The person, if it is one.
    pub fn user(self) -> Option<UserId> {
        match self {
            Self::Person { user, .. } => Some(user),
            Self::System => None,
        }
    }

    /// Whether this actor may do `action` at all, whatever state the ticket is in.
    pub(super) fn may(self, action: &Action) -> Result<(), Refusal> {
        let standing = match self {
            Self::Person { standing, .. } => standing,
            Self::System => {
                return match action {
                    Action::Close(_) | Action::LoseChannel => Ok(()),
                    _ => Err(Refusal::NotStaff),
                };
            }
        };
        let (allowed, refusal) = match action {
            Action::Claim | Action::Wait | Action::Escalate(_) => {
                (standing.is_staff, Refusal::NotStaff)
            }
            Action::Close(_) => (
                standing.is_staff || standing.is_requester,
                Refusal::NotYours,
            ),
            Action::SetClaimed | Action::Reopen | Action::Archive => {
                (standing.is_admin, Refusal::NotAdmin)
            }
            Action::Answer => (standing.is_requester, Refusal::NotYours),
            Action::LoseChannel => (false, Refusal::NotAdmin),
        };
        if allowed { Ok(()) } else { Err(refusal) }
    }
}

impl Action {
    /// What the ticket becomes, or why it does not.
    pub(super) fn next(
        &self,
        ticket: &Ticket,
        actor: Actor,
        now: DateTime<Utc>,
    ) -> Result<Next, Refusal> {
        match (ticket.status, self) {
            (TicketStatus::Archived, Self::Answer | Self::LoseChannel)
            | (TicketStatus::Closed, Self::Answer) => Ok(Next::Nothing),
            (TicketStatus::Archived, _) => Err(Refusal::Archived),
            (_, Self::LoseChannel) | (TicketStatus::Closed, Self::Archive) => {
                Ok(Next::archived(ticket, actor, now))
            }
            (_, Self::Archive) => Err(Refusal::NotClosed),
            (TicketStatus::Closed, Self::Close(_)) => {
                Err(Refusal::AlreadyClosed(ticket.closing_or_now()))
            }
            (TicketStatus::Closed, Self::Reopen) => Ok(Next::reopened(ticket)),
            (TicketStatus::Closed, _) => Err(Refusal::Closed),
            (_, Self::Close(reason)) => Ok(Next::closed(ticket, actor, reason.clone(), now)),
            (status, Self::Reopen) => set_open(status),
            (_, Self::Claim) => claim(ticket, actor, now),
            (_, Self::SetClaimed) => set_claimed(ticket, actor, now),
            (_, Self::Wait) => wait(ticket),
            (_, Self::Escalate(to)) => escalate(ticket, *to),
            (TicketStatus::WaitingForUser, Self::Answer) => Ok(Next::answered(ticket)),
            (_, Self::Answer) => Ok(Next::Nothing),
        }
    }
}

fn set_open(status: TicketStatus) -> Result<Next, Refusal> {
    if status == TicketStatus::Open {
        return Err(Refusal::Already(TicketStatus::Open));
    }
    Ok(Next::State {
        status: TicketStatus::Open,
        claim: None,
        escalation: None,
        closing: None,
    })
}

fn claim(ticket: &Ticket, actor: Actor, now: DateTime<Utc>) -> Result<Next, Refusal> {
    let by = actor.user().ok_or(Refusal::NotStaff)?;
    match ticket.claim {
        // Whoever it was passed on to takes over from whoever had it.
        Some(claim) if ticket.status != TicketStatus::Escalated => {
            return Err(if claim.by == by {
                Refusal::AlreadyYours
            } else {
                Refusal::Claimed(claim)
            });
        }
        _ => {}
    }
    Ok(claimed(ticket, Claim { by, at: now }))
}

fn set_claimed(ticket: &Ticket, actor: Actor, now: DateTime<Utc>) -> Result<Next, Refusal> {
    if ticket.status == TicketStatus::Claimed {
        return Err(Refusal::Already(TicketStatus::Claimed));
    }
    let by = actor.user().ok_or(Refusal::NotAdmin)?;
    let claim = ticket.claim.unwrap_or(Claim { by, at: now });
    Ok(claimed(ticket, claim))
}

fn claimed(ticket: &Ticket, claim: Claim) -> Next {
    Next::State {
        status: TicketStatus::Claimed,
        claim: Some(claim),
        escalation: ticket.escalation,
        closing: None,
    }
}

fn wait(ticket: &Ticket) -> Result<Next, Refusal> {
    if ticket.status == TicketStatus::WaitingForUser {
        return Err(Refusal::Already(TicketStatus::WaitingForUser));
    }
    Ok(Next::State {
        status: TicketStatus::WaitingForUser,
        claim: ticket.claim,
        escalation: ticket.escalation,
        closing: None,
    })
}

fn escalate(ticket: &Ticket, to: Option<Target>) -> Result<Next, Refusal> {
    if ticket.status == TicketStatus::Escalated && ticket.target() == to {
        return Err(Refusal::AlreadyEscalated(to));
    }
    Ok(Next::State {
        status: TicketStatus::Escalated,
        claim: ticket.claim,
        escalation: Some(Escalation { to }),
        closing: None,
    })
}
