//! From typed words to clocks, dates and schedules.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use chrono_tz::Tz;
use parsers::{Recurrence, RecurrenceError};

use super::WhenRefusal;
use crate::Schedule;

/// A one-off's date and clock as they were asked for; a clock change may have moved its instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::use_cases) struct Asked {
    pub(in crate::use_cases) date: NaiveDate,
    pub(in crate::use_cases) clock: NaiveTime,
}

/// A typed clock.
pub(in crate::use_cases) fn read_clock(text: &str) -> Result<NaiveTime, WhenRefusal> {
    parsers::parse_clock(text).map_err(|error| WhenRefusal::TimeUnreadable {
        typed: text.to_owned(),
        error,
    })
}

/// A typed date.
pub(in crate::use_cases) fn read_date(
    text: &str,
    now: DateTime<Utc>,
    zone: Tz,
) -> Result<NaiveDate, WhenRefusal> {
    parsers::parse_date(text, now, zone).map_err(|error| WhenRefusal::DateUnreadable {
        typed: text.to_owned(),
        error,
    })
}

/// Typed days, or any other words for what comes again. What is not understood refuses the whole: a reminder on the wrong
/// days is worse than a question.
pub(in crate::use_cases) fn read_days(
    text: &str,
    now: DateTime<Utc>,
    zone: Tz,
) -> Result<Recurrence, WhenRefusal> {
    let typed = text.trim();
    if typed.is_empty() {
        return Err(WhenRefusal::NoDays);
    }
    parsers::parse_recurrence(typed, now, zone).map_err(|error| match error {
        RecurrenceError::Empty => WhenRefusal::DaysUnreadable(vec![typed.to_owned()]),
        RecurrenceError::Unknown(words) => WhenRefusal::DaysUnreadable(words),
        error => WhenRefusal::DaysImpossible {
            typed: typed.to_owned(),
            error,
        },
    })
}

/// The schedule between the typed first and last date.
pub(in crate::use_cases) fn bounded(
    schedule: Schedule,
    starts_on: Option<&str>,
    ends_on: Option<&str>,
    now: DateTime<Utc>,
    zone: Tz,
) -> Result<Schedule, WhenRefusal> {
    let typed = |text: &&str| !text.trim().is_empty();
    let (starts_on, ends_on) = (starts_on.filter(typed), ends_on.filter(typed));
    if starts_on.is_none() && ends_on.is_none() {
        return Ok(schedule);
    }
    let Schedule::Recurring { recurrence, clock } = schedule else {
        return Err(WhenRefusal::BoundsWithoutDays);
    };
    let bound = |option, text: &str| {
        parsers::parse_date(text, now, zone).map_err(|error| WhenRefusal::BoundUnreadable {
            option,
            typed: text.to_owned(),
            error,
        })
    };
    let contradict = |_| WhenRefusal::BoundsContradict;
    let mut recurrence = recurrence;
    if ends_on.is_some() {
        // What ends anew may also begin behind its old end.
        recurrence = recurrence.ending_on(None).map_err(contradict)?;
    }
    if let Some(text) = starts_on {
        let date = bound("starts_on", text)?;
        recurrence = recurrence.starting_on(Some(date)).map_err(contradict)?;
    }
    if let Some(text) = ends_on {
        let date = bound("ends_on", text)?;
        recurrence = recurrence.ending_on(Some(date)).map_err(contradict)?;
    }
    Ok(Schedule::recurring(recurrence, clock))
}

/// The one-off at this date and clock, which are still to come.
pub(in crate::use_cases) fn upcoming(
    asked: Asked,
    now: DateTime<Utc>,
    zone: Tz,
) -> Result<Schedule, WhenRefusal> {
    let at = parsers::resolve(asked.date, asked.clock, zone);
    if at <= now {
        Err(WhenRefusal::Past(at))
    } else {
        Ok(Schedule::one_off(at))
    }
}

/// The local clock at which a schedule's event starts.
pub(in crate::use_cases) fn clock_of(schedule: &Schedule, zone: Tz) -> NaiveTime {
    match schedule {
        Schedule::Recurring { clock, .. } => *clock,
        Schedule::OneOff { at } => parsers::local(*at, zone).time(),
    }
}

/// Why a schedule has no send left.
pub(in crate::use_cases) fn none_left(schedule: &Schedule) -> WhenRefusal {
    match schedule {
        Schedule::OneOff { at } => WhenRefusal::Past(*at),
        Schedule::Recurring { .. } => WhenRefusal::NoDateLeft,
    }
}
