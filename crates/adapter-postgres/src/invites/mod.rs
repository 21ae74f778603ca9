//! Who brought whom: counts, joins, and announcements until they stand.

mod announcements;
#[cfg(test)]
mod database_tests;
mod queries;
mod store;

pub use store::PgInviteStore;
