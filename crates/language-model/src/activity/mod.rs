//! How the model has been doing: what `/gptstatus` and dashboards show.

mod cost;
mod health;
mod record;
mod rings;
mod status;
mod tally;

pub use cost::{Tariff, Tariffs};
pub use health::Health;
pub use record::{CallOutcome, CallRecord};
pub(crate) use rings::Activity;
pub use rings::RING;
pub use status::{Counts, LastCall, LastError, ModelStatus, Spent};
pub use tally::Lately;
