//! The fields of a reminder as they were sent.

/// Where a program asks from: what it need not say, and whose reminders it reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Desk {
    /// A member's own: only what they made, posted in the guild's default channel where no other is named.
    Own,
    /// The guild's: everybody's, each with a channel of its own; those without a name get one.
    Guild,
}

/// What was sent for a field that need not have a value.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Given {
    /// Nothing.
    #[default]
    Absent,
    /// That it has none.
    Cleared,
    /// This.
    Value(String),
}

impl Given {
    /// What this text means: nothing in it clears the field.
    pub fn text(text: String) -> Self {
        if text.is_empty() {
            Self::Cleared
        } else {
            Self::Value(text)
        }
    }
}

/// The fields of a reminder as they were sent; what is none was not.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReminderFields {
    /// What it is called: 1 to 100 characters.
    pub name: Option<String>,
    /// What it says: 1 to 2,000 characters.
    pub message: Option<String>,
    /// Where it is posted, by Discord's id.
    pub channel: Option<String>,
    /// The clock of the event in the guild's zone, `HH:MM`; not looked at beside `call_time`.
    pub time: Option<String>,
    /// The clock of the event in the guild's zone, `HH:MM`.
    pub call_time: Option<String>,
    /// The weekdays on which it comes again, `0` for Monday to `6`, each once.
    pub days: Option<Vec<String>>,
    /// The instant of an event that comes once: RFC 3339, in the guild's zone where it names none.
    pub event_time: Given,
    /// Where the event is: at most 1,024 characters.
    pub location: Given,
    /// A picture by its `https` address: at most 512 characters.
    pub image_url: Given,
    /// Whether nothing more is sent.
    pub completed: Option<bool>,
}

impl ReminderFields {
    /// The clock of the event that counts, and its field.
    pub(super) fn clock(&self) -> Option<(super::Field, &str)> {
        let called = self.call_time.as_deref();
        let called = called.map(|it| (super::Field::CallTime, it));
        called.or_else(|| self.time.as_deref().map(|it| (super::Field::Time, it)))
    }
}
