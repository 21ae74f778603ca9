//! Fakes of the ports, and the contract that every store of invites keeps.

pub mod contract;
mod in_memory;
mod surroundings;

pub use in_memory::InMemoryInvites;
pub use surroundings::{KnownPeople, ListedInvites, RecordingAnnouncer, RecordingInviteLog};
