//! Running the bot, from Discord: commands for its owners, and what its home server is told.

mod home_log;
pub(crate) mod migrate;
mod migrate_view;

pub use home_log::HomeLog;
