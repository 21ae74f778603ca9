//! Who asks: the proof that a request brings, and what its bearer may do.

mod callers;
mod key_or_admin;
mod proof;
mod refusals;
#[cfg(test)]
mod tests;

pub(crate) use callers::{ActingUser, Caller, GuildAdmin, ServiceKey};
pub(crate) use key_or_admin::KeyOrAdmin;
pub use proof::{ApiKeys, Authenticator};
