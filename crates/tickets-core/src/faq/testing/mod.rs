//! What tests use in place of a database, and the contract that every store of answers keeps.
#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot have its data should fail, loudly and here"
)]

pub mod contract;
mod in_memory;
mod log;
mod world;

pub use in_memory::InMemoryFaq;
pub(crate) use in_memory::{Origin, State};
pub use log::RecordingFaqLog;
pub use world::{FaqWorld, a_draft, admin, entry, instant, member, ticket};

pub use crate::testing::{guild, user};
