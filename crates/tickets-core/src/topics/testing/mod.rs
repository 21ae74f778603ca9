//! Proposals without a database, and the contract that every store of them keeps.
#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot have its data should fail, loudly and here"
)]

pub mod contract;
mod in_memory;
