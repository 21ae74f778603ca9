//! Why something is not done with a ticket.

use crate::{Claim, Closing, Target, TicketStatus};

/// Why something is not done with a ticket. Each is worded differently.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// Only staff may.
    NotStaff,
    /// Only admins may.
    NotAdmin,
    /// Only staff and the requester may.
    NotYours,
    /// They have taken it on already.
    AlreadyYours,
    /// Somebody else has taken it on.
    Claimed(Claim),
    /// It is passed on to that target already.
    AlreadyEscalated(Option<Target>),
    /// It stands there already.
    Already(TicketStatus),
    /// Somebody closed it already.
    AlreadyClosed(Closing),
    /// It is closed; an admin can open it again.
    Closed,
    /// It has to be closed first.
    NotClosed,
    /// It is over for good.
    Archived,
}

impl Refusal {
    /// Whether it is for the state the ticket is in, rather than for who asks.
    pub fn is_for_state(&self) -> bool {
        !matches!(self, Self::NotStaff | Self::NotAdmin | Self::NotYours)
    }
}
