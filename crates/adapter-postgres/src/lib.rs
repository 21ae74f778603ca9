//! Everything Alphapy keeps: the stores over Postgres, the migrations, and a Postgres of its own where there is none.

mod error;
pub mod private_server;
mod settings;
#[cfg(any(test, feature = "testing"))]
pub mod testing;

pub use settings::{CachedSettings, PgSettingsStore, SettingsListener, SettingsSignal};

/// The schema, as the numbered pairs of files in `migrations/`.
pub static MIGRATOR: sqlx::migrate::Migrator = sqlx::migrate!("../../migrations");
