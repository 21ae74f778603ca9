//! What may be done with a ticket, by whom, in which state, and what follows from it.
//!
//! Pure: [`decide`] looks at a ticket as it was read. A store applies what it decided only to that revision of the
//! ticket, so of two people who act at once one is decided anew, and told what the other did.

mod action;
mod event_name;
mod refusal;
mod transition;

use chrono::{DateTime, Utc};

pub use action::{Action, Actor};
pub use refusal::Refusal;
pub use transition::{Event, Line, Next, Outcome, Transition, Work};

use crate::Ticket;

/// What follows when `actor` does `action` with `ticket` at `now`.
///
/// Who may is asked before whether it can be done, so nobody learns the state of a ticket that is not theirs.
pub fn decide(
    ticket: &Ticket,
    action: &Action,
    actor: Actor,
    now: DateTime<Utc>,
) -> Result<Outcome, Refusal> {
    actor.may(action)?;
    let next = action.next(ticket, actor, now)?;
    Ok(next.into_outcome(ticket, action, actor, now))
}

#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;
