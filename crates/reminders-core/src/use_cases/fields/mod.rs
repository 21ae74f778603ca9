//! Reminders by fields, as programs send them: each with a value of its own kind, and every mistake told at once.

mod add;
mod edit;
mod faults;
mod read;
mod refusal;
mod request;
mod shown;
#[cfg(test)]
mod tests;
mod unchanged;

pub use add::{AddByFields, Preset};
pub use edit::EditByFields;
pub use faults::{Fault, Field, FieldFault};
pub use refusal::FieldsRefusal;
pub use request::{Desk, Given, ReminderFields};
pub use shown::Shown;
