//! What a member takes a reminder for when they change it.

use crate::{Announce, NewReminder, live_session};

/// What a member takes a reminder for when they change it: live sessions have a command of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::use_cases) enum Subject {
    /// Any other reminder.
    Reminder,
    /// A live session.
    LiveSession,
    /// Whatever it is, finished or not.
    Any,
}

/// A live session as it must be, whichever release left it: its texts, and a start that is announced (spec W15).
pub(super) fn as_live_session(what: NewReminder) -> NewReminder {
    let (name, message) = live_session::texts();
    NewReminder {
        name,
        message,
        announce: Announce::Both,
        ..what
    }
}
