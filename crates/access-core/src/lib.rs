//! Who may ask what over HTTP.
#![doc = include_str!("../README.md")]

mod access;
mod client_address;
mod idempotency;
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
pub use ports::{
    AccountLinks, DiscordIdentities, GuildMembers, IdempotencyStore, TokenRefusal, TokenVerifier,
};
pub use principal::{AccountId, Principal};
pub use rate_limit::{Allowance, RateClass, RateLimiter};
pub use recent::Recent;
pub use remembered::Remembered;
