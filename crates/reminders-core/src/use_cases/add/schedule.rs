//! When the event of a new reminder is.

use chrono::{DateTime, NaiveTime, Utc};
use parsers::WeekdaySet;

use super::linked::Linked;
use super::perform::Context;
use super::refusal::{AddRefusal, Refused, invalid, refused};
use super::request::WhenInput;
use crate::Schedule;

/// When the event is: what was typed, else what the linked announcement says.
pub(super) fn schedule(
    when: &WhenInput,
    linked: Option<&Linked>,
    context: &Context,
) -> Result<Schedule, Refused> {
    let Some(time) = &when.time else {
        return linked
            .and_then(|it| it.schedule)
            .ok_or_else(|| refused(AddRefusal::TimeMissing));
    };
    let clock = parsers::parse_clock(time).map_err(|it| refused(AddRefusal::TimeUnreadable(it)))?;
    let days = days(when)?;
    match (&when.date, days) {
        (Some(_), Some(_)) => Err(refused(AddRefusal::DaysAndDate)),
        (None, Some(days)) => Schedule::weekly(days, clock).map_err(invalid),
        (Some(date), None) => {
            let date = parsers::parse_date(date, context.now, context.zone)
                .map_err(|it| refused(AddRefusal::DateUnreadable(it)))?;
            upcoming(parsers::resolve(date, clock, context.zone), context.now)
        }
        (None, None) => Ok(Schedule::one_off(next_time(clock, context))),
    }
}

/// The days that were typed; none when nothing was. A word that is no day refuses the whole: a reminder on the wrong
/// days is worse than a question.
fn days(when: &WhenInput) -> Result<Option<WeekdaySet>, Refused> {
    let Some(text) = when.days.as_deref().filter(|it| !it.trim().is_empty()) else {
        return Ok(None);
    };
    let read = parsers::parse_days(text);
    if read.unknown.is_empty() && !read.days.is_empty() {
        return Ok(Some(read.days));
    }
    let unknown = if read.unknown.is_empty() {
        vec![text.trim().to_owned()]
    } else {
        read.unknown
    };
    Err(refused(AddRefusal::DaysUnreadable(unknown)))
}

fn upcoming(at: DateTime<Utc>, now: DateTime<Utc>) -> Result<Schedule, Refused> {
    if at <= now {
        Err(refused(AddRefusal::Past))
    } else {
        Ok(Schedule::one_off(at))
    }
}

/// The next moment at which the clock shows `clock`: today, else tomorrow (spec W6).
fn next_time(clock: NaiveTime, context: &Context) -> DateTime<Utc> {
    let today = parsers::local(context.now, context.zone).date();
    let at = parsers::resolve(today, clock, context.zone);
    if at > context.now {
        at
    } else {
        parsers::resolve(today + chrono::Days::new(1), clock, context.zone)
    }
}
