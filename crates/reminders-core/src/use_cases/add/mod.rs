//! Adding a reminder: by what was typed, or by a link to an announcement.

mod compose;
mod linked;
mod perform;
mod refusal;
mod request;
mod schedule;

pub use refusal::AddRefusal;
pub use request::{AddReminder, Added, WhenInput};
