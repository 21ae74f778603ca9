//! What people wrote in a ticket, as a language model reads it: by their part in it and not by name, without secrets, a
//! line each.

mod cast;
mod lines;
mod read;

pub(crate) use cast::Cast;
pub(crate) use lines::{lines, within};
pub(crate) use read::{ends, latest};
