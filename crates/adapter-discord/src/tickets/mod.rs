//! Tickets on Discord: opening them, their buttons and channels, and the guild's log of them.

pub(crate) mod act;
mod act_view;
pub(crate) mod archive;
mod archive_view;
mod chart;
mod control_view;
pub(crate) mod draft;
mod draft_view;
pub(crate) mod hear;
pub(crate) mod idle;
mod idle_view;
mod line_view;
pub(crate) mod list;
mod list_view;
mod log;
mod log_view;
mod made;
mod messages;
mod offer_view;
pub(crate) mod open;
mod open_view;
mod overwrite_wire;
pub(crate) mod panel;
mod panel_view;
mod post_once;
mod read_back;
mod refused;
mod replies;
mod rooms;
#[cfg(test)]
mod rooms_tests;
mod said;
pub(crate) mod set_status;
mod set_status_view;
pub(crate) mod stats;
mod stats_view;
mod status_choice;
mod summaries;
mod threads;
mod transcript_shelf;
#[cfg(test)]
mod wire_tests;
mod wording;

use twilight_model::application::command::Command;

pub use log::TicketLogChannel;
pub use messages::TicketMessages;
pub(crate) use post_once::{post_once, post_text_once};
pub(crate) use read_back::ReadBack;
pub(crate) use refused::room_error;
pub use replies::TicketReplies;
pub use rooms::TicketChannels;
pub(crate) use said::Said;
pub(crate) use status_choice::StatusChoice;
pub use summaries::TicketSummaries;
pub use transcript_shelf::TranscriptMessages;
pub(crate) use wording::switched_off;

/// The commands of tickets.
pub(crate) fn definitions() -> Vec<Command> {
    let mut definitions = vec![open::definition(), panel::definition()];
    definitions.extend(act::definitions());
    definitions.extend([list::definition(), set_status::definition()]);
    definitions.push(stats::definition());
    definitions
}
