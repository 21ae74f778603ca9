//! What follows a ticket's close, over Postgres: summaries, and the answers that are proposed.

#[cfg(test)]
mod database_tests;
mod proposal_row;
mod proposals;
mod summaries;

pub use summaries::PgSummaryStore;
