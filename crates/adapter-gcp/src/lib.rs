//! Secrets that Google Cloud's Secret Manager keeps.
#![doc = include_str!("../README.md")]

mod account;
mod http;
mod secrets;
mod token;

pub use account::{Account, InvalidCredentials};
pub use secrets::GcpSecretManager;
