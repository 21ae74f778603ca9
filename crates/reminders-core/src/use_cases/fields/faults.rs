//! What is wrong with fields.

use chrono::{DateTime, Utc};

/// A field of a reminder, as programs name it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Field {
    /// `name`.
    Name,
    /// `message`.
    Message,
    /// `channel_id`.
    Channel,
    /// `time`.
    Time,
    /// `call_time`.
    CallTime,
    /// `days`.
    Days,
    /// `event_time`.
    EventTime,
    /// `location`.
    Location,
    /// `image_url`.
    ImageUrl,
    /// `completed`.
    Completed,
}

/// What is wrong with a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// It is needed and not there.
    Missing,
    /// There is nothing in it.
    Empty,
    /// It has more than this many characters.
    TooLong(usize),
    /// It has a character that cannot be stored: U+0000.
    Unprintable,
    /// It is no Discord id.
    NotAnId,
    /// It is no clock in whole minutes.
    NotAClock,
    /// One of its entries is no weekday.
    NotADay,
    /// One of its entries comes twice.
    Duplicate,
    /// It is no moment.
    NotAMoment,
    /// It is over by now.
    Past(DateTime<Utc>),
    /// It contradicts another field: days and one instant.
    Contradicts,
    /// Neither an instant nor a clock with days is there.
    NoSchedule,
    /// What comes again needs days, and what comes no more at its instant too.
    NoDays,
    /// It comes once, and days would make it come again; its instant must be cleared for that.
    ComesOnce,
    /// It comes again, and only what comes once can be marked as done.
    ComesAgain,
    /// It is no `https` address that is short enough and without credentials.
    NotALink,
    /// A live session is called and says what it does.
    LiveSession,
}

/// A field and what is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldFault {
    /// The field.
    pub field: Field,
    /// What is wrong.
    pub fault: Fault,
}

impl FieldFault {
    /// A fault of a field.
    pub fn new(field: Field, fault: Fault) -> Self {
        Self { field, fault }
    }
}
