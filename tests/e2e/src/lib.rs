//! The whole bot against a simulated Discord and a private Postgres, with a clock that the test moves.

mod asking;
mod border;
mod border_rows;
mod child;
mod child_clock;
mod dice;
mod model_server;
mod newcomer;
mod own_server;
mod program;
mod support;
mod surface;
mod time_lapse;
mod town;
mod waiting;
mod web;

pub use asking::{Answer, Asking};
pub use border::{Border, SECRETS};
pub use child::{ChildPlan, ChildProcess, child_options};
pub use child_clock::SharedClock;
pub use dice::Dice;
pub use model_server::ModelServer;
pub use newcomer::{Given, Newcomer, START, Sheet, default_sheet};
pub use own_server::{OwnServer, reachable_folder};
pub use program::{Program, database_url};
pub use support::{allow_tickets, allow_tickets_but, is_control};
pub use surface::{Leaf, components, endpoints, leaves};
pub use time_lapse::{Apart, skip};
pub use town::{Adjust, SharedTime, Town, TownOptions, brussels};
pub use waiting::{PATIENCE, eventually};
pub use web::{API_KEY, ask_for, ask_with, get, post};
