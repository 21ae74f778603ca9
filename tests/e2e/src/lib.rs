//! The whole bot against a simulated Discord and a private Postgres, with a clock that the test moves.

mod border;
mod child;
mod child_clock;
mod surface;
mod time_lapse;
mod town;
mod waiting;
mod web;

pub use border::{Border, SECRETS};
pub use child::{ChildPlan, ChildProcess, child_options};
pub use child_clock::SharedClock;
pub use surface::{Leaf, components, endpoints, leaves};
pub use time_lapse::Apart;
pub use town::{SharedTime, Town, TownOptions, brussels};
pub use waiting::{PATIENCE, eventually};
pub use web::{API_KEY, ask_for, ask_with, get, post};
