//! Settings over Postgres: the store, the cache in front of it, and the listener that keeps the cache true.

mod cached;
#[cfg(test)]
mod database_tests;
mod history;
mod listener;
mod store;
mod telling;

pub use cached::CachedSettings;
pub use listener::{SettingsListener, SettingsSignal};
pub use store::PgSettingsStore;
