//! What tests use in place of a database and of channels, and the contract that every store keeps.
#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot have its data should fail, loudly and here"
)]

pub mod contract;
mod in_memory;

pub use in_memory::{InMemorySuggestions, PostedReplies};
