//! The whole bot against a simulated Discord and a private Postgres, with a clock that the test moves.

mod town;
mod web;

pub use town::{Town, TownOptions, brussels};
pub use web::get;
