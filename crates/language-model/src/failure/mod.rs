//! Why a model did not answer.

mod class;
mod classify;
mod error;
mod retry_after;

pub use class::{Again, FailureClass, Group, Impact, QuotaReached};
pub use classify::{Refusal, classify};
pub use error::ModelError;
pub use retry_after::retry_after;
