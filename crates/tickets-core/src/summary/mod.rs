//! What staff keep of a ticket once it is closed: a record that a language model writes, and what the ticket was about.

mod ask;
mod outcome;
mod ports;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
mod use_case;

pub use ask::{FEATURE, too_little};
pub use outcome::{Record, SUMMARY_MAX};
pub use ports::{EveryGuild, NewSummary, Summary, SummaryRights, SummaryRooms, SummaryStore};
pub use use_case::{Summaries, SummaryPorts};
