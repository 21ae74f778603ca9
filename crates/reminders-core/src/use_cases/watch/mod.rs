//! Watching the announcements channel: messages become reminders, follow their edits, and go with them.

mod carry_out;
mod catch_up;
mod close;
mod compose;
mod debug;
#[cfg(test)]
mod edits;
mod fallback;
mod follow;
mod gates;
#[cfg(test)]
mod overtaken;
mod plan;
mod similar;
mod tell;
mod trust;
mod understood;
mod undo;

pub use debug::{DebugParse, DebugRefusal, DebuggedEvent, DebuggedParse};
pub use gates::Watched;
pub use understood::{Understanding, Via};
pub use undo::{UndoRefusal, UndoWatched};

pub(super) use compose::{cut, message_of, schedule_of};
pub(super) use fallback::ModelBudget;
