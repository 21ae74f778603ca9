//! Fakes of the ports, and the contracts that every adapter keeps.

pub mod idempotency_contract;
mod in_memory_idempotency;

pub use in_memory_idempotency::InMemoryIdempotency;
