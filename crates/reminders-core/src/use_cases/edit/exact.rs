//! The moments of a reminder after a change that a program asks for.

use chrono::{DateTime, NaiveTime, Utc};
use chrono_tz::Tz;
use parsers::{Recurrence, WeekdaySet};

use super::request::EditRefusal;
use super::reschedule::{Rescheduled, with_old_bounds};
use crate::use_cases::when::{
    Asked, EventChange, ExactChange, WhenRefusal, clock_of, upcoming, upcoming_at,
};
use crate::{Reminder, Schedule};

/// The schedule after the change, and for a one-off whose clock moves the date and clock that were asked for.
pub(super) fn reschedule(
    reminder: &Reminder,
    change: &ExactChange,
    now: DateTime<Utc>,
    zone: Tz,
) -> Result<Rescheduled, EditRefusal> {
    let before = reminder.what.schedule;
    let clock = change.clock.unwrap_or_else(|| clock_of(&before, zone));
    let some_days = change.days.filter(|it| !it.is_empty());
    match (change.event, before) {
        (Some(EventChange::At(_)), _) if some_days.is_some() => {
            Err(EditRefusal::When(WhenRefusal::DaysAndDate))
        }
        (Some(EventChange::At(at)), _) => {
            let schedule = upcoming_at(at, now).map_err(EditRefusal::When)?;
            Ok((schedule, None))
        }
        (Some(EventChange::Clear), Schedule::OneOff { at }) => match some_days {
            Some(days) => Ok((weekly(days, clock, &before)?, None)),
            None if change.completed == Some(true) => Ok((once_by_calendar(at, zone)?, None)),
            None => Err(EditRefusal::When(WhenRefusal::NoDays)),
        },
        (_, Schedule::Recurring { recurrence, .. }) => match (change.days, some_days) {
            (Some(_), None) => Err(EditRefusal::When(WhenRefusal::NoDays)),
            (_, Some(days)) => Ok((weekly(days, clock, &before)?, None)),
            (None, None) => Ok((Schedule::recurring(recurrence, clock), None)),
        },
        (None, Schedule::OneOff { .. }) if some_days.is_some() => {
            Err(EditRefusal::DaysForOneOff(reminder.id))
        }
        (None, Schedule::OneOff { at }) => match change.clock {
            Some(clock) => {
                let date = parsers::local(at, zone).date();
                let asked = Asked { date, clock };
                let schedule = upcoming(asked, now, zone).map_err(EditRefusal::When)?;
                Ok((schedule, Some(asked)))
            }
            None => Ok((before, None)),
        },
    }
}

fn weekly(days: WeekdaySet, clock: NaiveTime, before: &Schedule) -> Result<Schedule, EditRefusal> {
    let impossible = |_| EditRefusal::When(WhenRefusal::NoDays);
    let recurrence = Recurrence::weekly(days).map_err(impossible)?;
    let bounded = with_old_bounds(recurrence, before);
    // Bounds that hold one date only are those of `once_by_calendar`, and not of what comes again.
    let holds_one = bounded.starts_on().is_some() && bounded.starts_on() == bounded.ends_on();
    let kept = if holds_one { recurrence } else { bounded };
    Ok(Schedule::recurring(kept, clock))
}

/// The same event by the calendar instead of by its instant: on its weekday, from its date through its date. Somebody who
/// marks an event as done may take its instant away, and it still is what it was.
fn once_by_calendar(at: DateTime<Utc>, zone: Tz) -> Result<Schedule, EditRefusal> {
    use chrono::Datelike as _;
    let impossible = |_| EditRefusal::When(WhenRefusal::BoundsContradict);
    let local = parsers::local(at, zone);
    let recurrence = Recurrence::weekly(std::iter::once(local.weekday()).collect())
        .and_then(|it| it.starting_on(Some(local.date())))
        .and_then(|it| it.ending_on(Some(local.date())))
        .map_err(impossible)?;
    Ok(Schedule::recurring(recurrence, local.time()))
}
