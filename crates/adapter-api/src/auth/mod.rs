//! Who asks: the proof that a request brings, and what its bearer may do.

mod callers;
mod proof;

pub(crate) use callers::{ActingUser, Caller, GuildAdmin, ServiceKey};
pub use proof::{ApiKeys, Authenticator};
