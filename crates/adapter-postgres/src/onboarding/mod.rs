//! The onboarding: what admins have newcomers go through.

mod content;
#[cfg(test)]
mod plan_tests;
mod question_row;
mod questions;
mod reorder;
mod rules;

pub use content::PgSetUpStore;
