//! When an event is, as a program says it: clocks, days and instants instead of words.

use chrono::{DateTime, NaiveTime, Utc};
use parsers::WeekdaySet;

use super::WhenRefusal;
use crate::Schedule;

/// When a new event is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExactWhen {
    /// Once.
    Once(DateTime<Utc>),
    /// Every week on these days, when the clock of the guild's zone shows this.
    Weekly {
        /// The days.
        days: WeekdaySet,
        /// The clock of the event.
        clock: NaiveTime,
    },
}

/// What is to change about when an event is; what is none stays as it is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ExactChange {
    /// The instant of an event that comes once.
    pub event: Option<EventChange>,
    /// The clock of the event: a one-off moves on its own local date.
    pub clock: Option<NaiveTime>,
    /// The days on which it comes again.
    pub days: Option<WeekdaySet>,
    /// Whether nothing more is to be sent.
    pub completed: Option<bool>,
}

/// What becomes of the instant of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EventChange {
    /// It comes once, then.
    At(DateTime<Utc>),
    /// It comes no more at that one instant.
    Clear,
}

impl ExactWhen {
    /// The schedule, whose event has yet to come.
    pub(in crate::use_cases) fn schedule(
        self,
        now: DateTime<Utc>,
    ) -> Result<Schedule, WhenRefusal> {
        match self {
            Self::Once(at) => upcoming(at, now),
            Self::Weekly { days, clock } => {
                Schedule::weekly(days, clock).map_err(|_| WhenRefusal::NoDays)
            }
        }
    }
}

/// The one-off at this instant, which is still to come.
pub(in crate::use_cases) fn upcoming(
    at: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<Schedule, WhenRefusal> {
    match Schedule::one_off(at) {
        Schedule::OneOff { at } if at <= now => Err(WhenRefusal::Past(at)),
        schedule => Ok(schedule),
    }
}
