//! Who may ask what over HTTP.
#![doc = include_str!("../README.md")]

mod access;
mod client_address;
mod ports;
mod principal;
mod rate_limit;
mod recent;

pub use access::{Access, AccessRefusal};
pub use client_address::{ClientKey, client_address};
pub use ports::{AccountLinks, GuildMembers, TokenRefusal, TokenVerifier};
pub use principal::{AccountId, Principal};
pub use rate_limit::{Allowance, RateClass, RateLimiter};
pub use recent::Recent;
