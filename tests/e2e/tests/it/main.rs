//! The whole bot, story by story. One program, so that all stories share one Postgres.

mod api;
mod command_tracking;
mod delivery;
mod delivery_promise;
mod generated;
mod guild_life;
mod isolation;
mod make_reminder;
mod migrate;
mod private_server;
mod rate_limits;
mod reminders;
mod reminders_api;
mod resilience;
mod secrets;
mod settings;
mod settings_api;
mod settings_transfer;
mod start;
mod status;
mod storm;
mod sync;
mod watcher;
mod watcher_follows;
mod wizard;
mod year;
