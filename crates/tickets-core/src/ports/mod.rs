//! What tickets need from outside, in their own words.

mod store;
mod work;

pub use store::{
    ApplyOutcome, NewTicket, OpenOutcome, Recorded, Statuses, TicketPage, TicketQuery, TicketStore,
};
pub use work::{ClaimedWork, WorkId, WorkStore};
