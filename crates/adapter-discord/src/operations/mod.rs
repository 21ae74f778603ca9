//! Running the bot, from Discord: commands for its owners, and what its home server is told.

pub(crate) mod command_stats;
mod command_stats_view;
mod home_log;
pub(crate) mod migrate;
mod migrate_view;
pub(crate) mod sync;
mod sync_view;

pub use home_log::HomeLog;
