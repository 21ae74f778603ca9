//! Who may ask what over HTTP.
#![doc = include_str!("../README.md")]

mod access;
mod ports;
mod principal;

pub use access::{Access, AccessRefusal};
pub use ports::{AccountLinks, GuildMembers, TokenRefusal, TokenVerifier};
pub use principal::{AccountId, Principal};
