//! What is kept of the language model: answers by member and day, and what became of each question.

mod calls;
mod usage;

pub use calls::PgModelCalls;
pub use usage::PgModelUsage;
