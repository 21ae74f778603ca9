//! Fakes of the ports, and the contract of the schema's steps.

pub mod contract;
mod in_memory;
mod recording_log;

pub use in_memory::InMemorySchema;
pub use recording_log::RecordingLog;
