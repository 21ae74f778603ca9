//! Who may ask what over HTTP.
#![doc = include_str!("../README.md")]

mod access;
mod client_address;
mod idempotency;
mod links;
mod members;
mod ports;
mod principal;
mod rate_limit;
mod recent;
mod remembered;
#[cfg(feature = "testing")]
pub mod testing;

pub use access::{Access, AccessRefusal};
pub use client_address::{ClientKey, client_address};
pub use idempotency::{Asked, Begun, Idempotency, IdempotencyKey, KeptAnswer, Reservation, Scope};
pub use links::{LinkAccount, LinkRefusal, LinkedAccounts};
pub use members::RememberedMembers;
pub use ports::{
    AccountLinks, DiscordIdentities, GuildMember, GuildMembers, IdempotencyStore, LinkLog,
    LinkOutcome, LinkProof, LinkStore, TokenRefusal, TokenVerifier,
};
pub use principal::{AccountId, Principal};
pub use rate_limit::{Allowance, RateClass, RateLimiter};
pub use recent::Recent;
pub use remembered::Remembered;
