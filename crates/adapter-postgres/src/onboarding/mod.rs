//! The onboarding: what admins have newcomers go through.

mod content;
mod question_row;
mod questions;
mod reorder;
mod rules;

pub use content::PgSetUpStore;
