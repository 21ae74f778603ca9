//! What follows a ticket's close, over Postgres: summaries, the answers that are proposed, and what became of drafts.

#[cfg(test)]
mod database_tests;
mod proposal_row;
mod proposals;
mod suggestions;
mod summaries;

pub use suggestions::PgSuggestionStore;
pub use summaries::PgSummaryStore;
