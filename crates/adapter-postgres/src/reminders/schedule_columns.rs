//! The columns that tell readers of the earlier schema when a reminder is: `time`, `call_time`, `days`, `event_time`.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use chrono_tz::Tz;
use parsers::{Recurrence, WeekdaySet};
use reminders_core::{NewReminder, Schedule};

/// When a reminder is, in clocks of its guild's zone.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct ScheduleColumns {
    /// The clock of the advance notice; that of the event when there is none.
    pub(super) time: NaiveTime,
    /// The clock of the event.
    pub(super) call_time: NaiveTime,
    /// The event's days, 0 for Monday; none for a one-off.
    pub(super) days: Vec<String>,
    /// The instant of a one-off.
    pub(super) event_time: Option<DateTime<Utc>>,
    /// The dates, where days alone do not tell them all.
    pub(super) rrule: Option<String>,
    /// The first date that may be one.
    pub(super) starts_on: Option<NaiveDate>,
    /// The last date that may be one.
    pub(super) ends_on: Option<NaiveDate>,
}

impl ScheduleColumns {
    /// The columns of a reminder in a guild that lives in `zone`.
    pub(super) fn new(what: &NewReminder, zone: Tz) -> Self {
        let (time, call_time) = what.clocks(zone);
        match what.schedule {
            Schedule::OneOff { at } => Self {
                time,
                call_time,
                days: Vec::new(),
                event_time: Some(at),
                rrule: None,
                starts_on: None,
                ends_on: None,
            },
            Schedule::Recurring { recurrence, .. } => Self {
                time,
                call_time,
                days: weekdays(&recurrence),
                event_time: None,
                rrule: (Some(recurrence) != plain(&recurrence)).then(|| recurrence.to_rrule()),
                starts_on: recurrence.starts_on(),
                ends_on: recurrence.ends_on(),
            },
        }
    }
}

/// The weekdays of what comes every week, 0 for Monday; none for everything else.
fn weekdays(recurrence: &Recurrence) -> Vec<String> {
    let days = recurrence.plain_weekly().unwrap_or(WeekdaySet::EMPTY);
    days.numbers().iter().map(u8::to_string).collect()
}

/// What `days` alone would be read as.
fn plain(recurrence: &Recurrence) -> Option<Recurrence> {
    Recurrence::weekly(recurrence.plain_weekly()?).ok()
}

#[cfg(test)]
mod tests {
    use chrono::Weekday::{Fri, Mon};
    use chrono_tz::Europe::Brussels;
    use reminders_core::testing::{a_reminder, instant};

    use super::*;

    fn clock(hour: u32, minute: u32) -> NaiveTime {
        NaiveTime::from_hms_opt(hour, minute, 0).unwrap()
    }

    #[test]
    fn a_weekly_reminder_has_its_days_and_both_clocks() {
        let what = a_reminder().weekly([Fri, Mon], 0, 15).lead(60).build();
        let expected = ScheduleColumns {
            time: clock(23, 15),
            call_time: clock(0, 15),
            days: vec!["0".to_owned(), "4".to_owned()],
            event_time: None,
            rrule: None,
            starts_on: None,
            ends_on: None,
        };
        assert_eq!(ScheduleColumns::new(&what, Brussels), expected);
    }

    #[test]
    fn a_one_off_has_its_instant_and_the_clocks_of_its_zone() {
        // The clocks of Brussels go forward between the notice and the event.
        let at = instant("2026-03-29 01:15");
        let expected = ScheduleColumns {
            time: clock(1, 15),
            call_time: clock(3, 15),
            days: Vec::new(),
            event_time: Some(at),
            rrule: None,
            starts_on: None,
            ends_on: None,
        };
        let what = a_reminder().once(at).lead(60).build();
        assert_eq!(ScheduleColumns::new(&what, Brussels), expected);
    }
}
