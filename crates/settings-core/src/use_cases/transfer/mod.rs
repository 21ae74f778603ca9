//! Taking settings away in a file, and bringing a file's settings in: first shown, then done.

mod export;
mod import;
mod plan;

pub use import::{ImportSettings, Imported};
pub(super) use plan::times_named;
pub use plan::{ImportPlan, PlannedChange, RejectedLine, WhyRejected};
