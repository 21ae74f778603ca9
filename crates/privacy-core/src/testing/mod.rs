//! Fakes of the ports, and the contracts that every store keeps.

pub mod acceptance_contract;
mod in_memory_acceptances;
mod in_memory_data;
pub mod request_contract;
mod surroundings;

pub use in_memory_acceptances::InMemoryAcceptances;
pub use in_memory_data::InMemoryData;
pub use surroundings::{RecordingLog, StubRoles};
