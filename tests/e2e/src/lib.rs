//! The whole bot against a simulated Discord and a private Postgres, with a clock that the test moves.

mod border;
mod surface;
mod town;
mod web;

pub use border::{Border, SECRETS};
pub use surface::{Leaf, components, endpoints, leaves};
pub use town::{Town, TownOptions, brussels};
pub use web::{get, post};
