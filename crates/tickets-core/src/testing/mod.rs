//! What tests use in place of a database, and the contract that every store keeps.
#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot have its data should fail, loudly and here"
)]

mod archive;
mod builders;
pub mod contract;
mod in_memory;
mod left_rooms;
mod messages;
mod rooms;
mod roster;
mod stats;
mod world;

pub use archive::{InMemoryShelf, Refusing};
pub use builders::{a_ticket, admin_of, at_most, guild, instant, user};
pub use in_memory::InMemoryTickets;
pub use left_rooms::InMemoryLeftRooms;
pub use messages::{InMemoryMessages, a_message};
pub use rooms::{Call, Failing, InMemoryRooms, Room};
pub use roster::StaffOf;
pub use world::{RecordingLog, World};
