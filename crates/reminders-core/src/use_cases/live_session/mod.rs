//! Live sessions: the preset in front of adding, changing and deleting reminders.

mod add;
mod delete;
mod edit;
mod suggest;

pub use add::AddLiveSession;
