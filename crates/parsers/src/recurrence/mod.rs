//! What comes again: a subset of RFC 5545 recurrence rules as a small value, its dates, its text and its words.
//!
//! We expand rules ourselves. The `rrule` crate walks from the first date at every question, needs a regex engine to
//! read a rule and carries a zone in every date; a reminder asks for its next date often and years after its first.
//! What it computes is what our property tests compare with.

mod dates;
mod english;
mod invalid;
mod rrule;
mod tail;
mod typed;
mod value;

pub use english::format_recurrence;
pub use invalid::InvalidRecurrence;
pub use typed::{RecurrenceError, parse_recurrence};
pub use value::{Nth, Pattern, Recurrence};
