//! Fakes of the ports, and the contract that every store of check-ins keeps.

pub mod contract;
mod in_memory;
mod surroundings;

pub use in_memory::InMemoryCheckins;
pub use surroundings::{RecordingBoard, RecordingLate, ShortestTitle};
