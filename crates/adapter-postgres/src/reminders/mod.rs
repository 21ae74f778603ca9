//! Reminders over Postgres: where they are kept, which of their sends are due, and the signal that wakes dispatchers.

mod add;
mod claim;
#[cfg(any(test, feature = "testing"))]
pub mod copies;
#[cfg(test)]
mod database_tests;
mod done;
mod due;
mod edit;
mod figures;
mod finish;
mod images;
mod listing;
mod notices;
mod occurrences;
mod pauses;
#[cfg(test)]
mod renewal_tests;
mod revise;
mod row;
mod schedule_columns;
mod snoozes;
mod status;
mod store;
mod unreadable;
mod watching;
mod zone;

pub use store::PgReminderStore;
