//! Work that comes round again and again, in one process at a time.

mod pace;
mod runs;

pub use pace::Pace;
pub use runs::{Claim, JobRun, JobRuns};
