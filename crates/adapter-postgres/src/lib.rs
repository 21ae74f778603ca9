//! Everything Alphapy keeps: the stores over Postgres, the migrations, and a Postgres of its own where there is none.

mod account_links;
mod after_close;
mod command_log;
mod command_sync;
mod database;
mod error;
mod examine;
mod faq;
mod growth;
mod guilds;
mod health_history;
#[cfg(test)]
mod heard_log;
mod idempotency;
mod invites;
mod job_runs;
mod listening;
pub mod migrations;
mod model;
mod newcomers;
mod onboarding;
#[cfg(test)]
mod plans;
mod privacy;
pub mod private_server;
mod reminders;
mod retention;
mod settings;
#[cfg(test)]
mod telemetry_table;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
mod tickets;
mod wake_signal;
#[cfg(test)]
mod wake_signal_tests;

pub use account_links::PgAccountLinks;
pub use after_close::{PgSuggestionStore, PgSummaryStore};
pub use command_log::PgCommandLog;
pub use command_sync::PgCommandSync;
pub use database::{ConnectOptions, Database, DatabaseError};
pub use examine::{ExaminedDatabase, examine};
pub use faq::{FaqListener, PgFaqStore};
pub use growth::{PgCheckins, PgWaitingQuestions};
pub use guilds::PgGuildStore;
pub use health_history::PgHealthHistory;
pub use idempotency::PgIdempotency;
pub use invites::PgInviteStore;
pub use job_runs::PgJobRuns;
pub use model::{PgModelCalls, PgModelUsage};
pub use newcomers::PgOnboardingRuns;
pub use onboarding::PgSetUpStore;
pub use privacy::{PgAcceptances, PgPersonalData, SubjectKey};
pub use reminders::PgReminderStore;
#[cfg(any(test, feature = "testing"))]
pub use reminders::copies;
pub use retention::PgRetention;
pub use settings::{CachedSettings, PgSettingsStore, SettingsListener, SettingsSignal};
pub use tickets::PgTicketStore;
pub use wake_signal::WakeSignal;

/// The schema, as the numbered pairs of files in `migrations/`. To apply them there is [`migrations::up`].
pub static MIGRATOR: sqlx::migrate::Migrator = sqlx::migrate!("../../migrations");
