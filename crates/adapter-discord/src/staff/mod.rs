//! What staff does through the bot: `/sendto`, `/embed`, `/clean`.

pub(crate) mod clean;
mod clean_view;
pub(crate) mod embed;
mod embed_view;
mod log;
mod log_view;
mod room;
pub(crate) mod send_to;
mod send_to_view;
mod wording_view;

use twilight_model::application::command::Command;

pub use log::StaffLogChannel;
pub use room::StaffChannels;

/// The commands of staff.
pub(crate) fn definitions() -> [Command; 3] {
    [
        send_to::definition(),
        embed::definition(),
        clean::definition(),
    ]
}
