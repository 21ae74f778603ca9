//! Watching the announcements channel: messages become reminders.

mod compose;
mod gates;
mod similar;
mod tell;

pub use gates::Watched;

pub(super) use compose::{cut, message_of, schedule_of};
