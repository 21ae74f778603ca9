//! Fakes, builders, and the contract that every store of runs keeps.

mod arrival_clauses;
pub mod builders;
pub mod contract;
mod in_memory;
mod surroundings;

pub use in_memory::InMemoryRuns;
pub use surroundings::{FakeBoard, FakeRoles, FixedSheet, RecordingLog};
