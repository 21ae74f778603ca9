//! Settings on Discord: `/config`, and what the log channel is told of changes.

mod actions;
mod audit;
mod audit_view;
mod channels;
mod checks;
mod command;
mod config;
mod doctor;
mod doctor_view;
mod elsewhere;
pub(crate) mod history;
mod history_view;
mod pickers;
mod set;
pub(crate) mod show;
mod show_view;
mod suggest;
mod surroundings;
#[cfg(test)]
mod test_guild;
pub(crate) mod transfer;
mod value_view;
mod view;
pub(crate) mod wizard;
mod write;

pub use audit::{SettingsAuditChannel, SettingsEvents};
pub(crate) use command::definition;
pub(crate) use config::{NAME, act, run};
pub use pickers::DiscordPickers;
pub(crate) use suggest::suggest;
pub use surroundings::DiscordSurroundings;
