//! The FAQ over Postgres: where answers are kept, and what was asked.

#[cfg(test)]
mod database_tests;
mod listener;
mod row;
mod searches;
mod store;
pub(crate) mod write;

pub use listener::FaqListener;
pub use store::PgFaqStore;
