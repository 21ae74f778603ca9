//! Supabase: whose token it is, and which Discord user an account signed in with.
#![doc = include_str!("../README.md")]

mod claims;
mod http;
mod identities;
mod jwks;
mod keys;
mod options;
mod remote;
mod telemetry;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
mod token;
mod tokens;

pub use identities::SupabaseIdentities;
pub use options::{Addresses, OptionsError, SupabaseOptions};
pub use telemetry::SupabaseTelemetry;
pub use tokens::SupabaseTokens;
