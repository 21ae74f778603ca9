//! What is stored of people, on Discord: being given it, being erased, and the agreement on it.

pub(crate) mod agreement;
mod agreement_text_view;
mod agreement_view;
mod archive;
pub(crate) mod erase;
pub(crate) mod erase_view;
pub(crate) mod export;
mod export_view;
mod log;
mod log_view;
mod packing;
pub(crate) mod person;
mod roles;
mod written;

use twilight_model::application::command::Command;

pub use log::PrivacyLogChannel;
pub use roles::DiscordAcceptanceRoles;

/// The commands of this feature.
pub(crate) fn definitions() -> Vec<Command> {
    vec![
        export::definition(),
        erase::definition(),
        agreement::definition(),
    ]
}
