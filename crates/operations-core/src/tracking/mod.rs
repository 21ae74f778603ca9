//! What members did with commands, remembered until it is written.

mod execution;
mod flusher;
mod queue;
mod tracker;

pub use execution::{Ending, ErrorText, Execution, ExecutionKind, QualifiedName, Refusal};
pub use flusher::{Flushed, Flusher};
pub use tracker::{Tracked, Tracker, tracking};
