//! Fakes of the ports, and the contracts that every adapter keeps.

pub mod idempotency_contract;
mod in_memory_access;
mod in_memory_idempotency;
pub mod link_contract;

pub use in_memory_access::{InMemoryLinks, InMemoryMembers, RecordingLinkLog, SignedInWithDiscord};
pub use in_memory_idempotency::InMemoryIdempotency;

#[cfg(test)]
mod tests {
    use super::InMemoryLinks;

    crate::link_contract!(#[tokio::test] fn() => Box::new(InMemoryLinks::default()));
}
