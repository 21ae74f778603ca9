//! `/config start`: the set-up wizard. What it asks and where each press leads is decided in `settings_core::wizard`;
//! here presses are read, answers written, and cards made. A run lives in the ids of its components alone.

mod answers;
mod ids;
mod run;
#[cfg(test)]
mod run_tests;
mod view;
mod words;

pub(crate) use ids::{MOVE, PICK};
pub(super) use run::start;
pub(crate) use run::{go, pick};
