//! What tests use in place of a database and of Discord, and the contract that every store keeps.
#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot have its data should fail, loudly and here"
)]

mod builders;
mod bulletins;
pub mod contract;
mod delivery;
mod directory;
mod in_memory;
mod surroundings;
mod world;

pub use builders::{
    NewReminderBuilder, a_reminder, channel, claimed, guild, instant, message, name, occurrence_of,
    user,
};
pub use bulletins::RecordingBulletins;
pub use delivery::RecordingDelivery;
pub use directory::FixedDirectory;
pub use in_memory::{InMemoryReminders, rewrite};
pub use surroundings::{EverybodyHas, FixedAnnouncements, FixedFiles, RecordingLog, ScriptedModel};
pub use world::{World, admin, announcement, embed, home, link_to, member, wish};
