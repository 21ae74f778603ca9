//! Who brought whom: a server's invites as Discord lists them, who joins, and the commands about it.

mod announcer;
mod hear;
pub(crate) mod leaderboard;
mod leaderboard_view;
mod log;
mod log_view;
mod people;
pub(crate) mod preview;
pub(crate) mod set_count;
mod set_count_view;
mod source;

use twilight_model::application::command::Command;

pub use announcer::WelcomeMessages;
pub(crate) use hear::InviteWatch;
pub use log::InviteLogChannel;
pub use people::MemberNames;
pub use source::ServerInvites;

/// The commands about invites.
pub(crate) fn definitions() -> Vec<Command> {
    let mut definitions = vec![leaderboard::definition()];
    definitions.extend(set_count::definitions());
    definitions
}
