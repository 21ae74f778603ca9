//! Why what was typed is no moment.

use chrono::{DateTime, Utc};
use parsers::{ClockError, DateError, RecurrenceError};

/// Why what was typed is no moment of an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WhenRefusal {
    /// What was typed as time is none.
    TimeUnreadable {
        /// What was typed.
        typed: String,
        /// Why it is none.
        error: ClockError,
    },
    /// These words among the days are no days.
    DaysUnreadable(Vec<String>),
    /// This was understood, and cannot come again like that.
    DaysImpossible {
        /// What was typed.
        typed: String,
        /// Why it cannot.
        error: RecurrenceError,
    },
    /// What comes again needs at least one day.
    NoDays,
    /// Days and a date contradict each other.
    DaysAndDate,
    /// What was typed as date is none.
    DateUnreadable {
        /// What was typed.
        typed: String,
        /// Why it is none.
        error: DateError,
    },
    /// What was typed as first or last date is none.
    BoundUnreadable {
        /// The option: `starts_on` or `ends_on`.
        option: &'static str,
        /// What was typed.
        typed: String,
        /// Why it is none.
        error: DateError,
    },
    /// Only what comes again has a first and a last date.
    BoundsWithoutDays,
    /// The first and the last date contradict each other, or the recurrence's own end.
    BoundsContradict,
    /// This moment has passed.
    Past(DateTime<Utc>),
    /// No date of the recurrence is left.
    NoDateLeft,
}
