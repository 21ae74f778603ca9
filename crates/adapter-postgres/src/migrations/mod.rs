//! The schema's steps: which are applied, applying the next ones, taking the last one back.
//!
//! `alphapy migrate`, the start of the bot and `/migrate` all come through here. Every change happens on a connection of
//! its own that holds an advisory lock (the library's, so `sqlx migrate run` waits for us and we for it) and each step
//! in a transaction together with its record; whatever interrupts us, a step is done or it is not.

mod error;
mod lock;
mod port;
mod record;
mod status;
mod step;

pub use error::MigrationError;
pub use port::PgSchemaSteps;
pub use status::{history, status};
pub use step::{down, up};
