//! Fakes of the ports, and the contracts that every store of check-ins and of waiting questions keeps.

pub mod contract;
mod in_memory;
mod in_memory_waiting;
mod surroundings;
pub mod waiting_contract;

pub use in_memory::InMemoryCheckins;
pub use in_memory_waiting::InMemoryWaiting;
pub use surroundings::{RecordingBoard, RecordingDiary, RecordingLate, ShortestTitle};
