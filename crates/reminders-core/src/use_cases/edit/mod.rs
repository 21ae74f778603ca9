//! Changing a reminder: some of its fields, by whoever may, while others may be changing it too.

mod apply;
mod completion;
mod exact;
mod form;
mod perform;
mod picture;
mod request;
mod reschedule;
mod subject;
#[cfg(test)]
mod trial;

pub(super) use subject::Subject;

pub use form::{EditForm, EditableReminder};
pub use request::{Change, EditRefusal, EditReminder, Edited, PictureChange, ReminderPatch};
