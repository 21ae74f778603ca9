//! What an expression says, before it is known which day "today" is.

use std::ops::Range;

use chrono::{NaiveDate, NaiveTime, Weekday};
use chrono_tz::Tz;

use super::bounds::Bounds;
use crate::language::DayPart;
use crate::{Pattern, Rule, WeekdaySet};

/// Something that was read, and from which tokens.
#[derive(Clone, Debug)]
pub(crate) struct Expression {
    pub(crate) value: Value,
    pub(crate) tokens: Range<usize>,
    pub(crate) rule: Rule,
}

#[derive(Clone, Debug)]
pub(crate) enum Value {
    Clock(ClockValue),
    Day(DayValue),
    /// Days that come again.
    Recurrence(Repeats),
    /// That it comes again every so many weeks, without a day.
    Weekly(u16),
    /// That it comes again every so many months, without a day.
    Monthly(u16),
    UnsupportedRecurrence,
    /// From when until when something comes again.
    Bounds(Bounds),
    /// On which weekdays something that comes again does not.
    Except(WeekdaySet),
    /// Unix seconds.
    Timestamp(i64),
    Cue(Cue),
}

/// Days that come again, before it is known from when on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Repeats {
    pub(crate) pattern: Pattern,
    /// From 1 to [`Recurrence::MAX_INTERVAL`](crate::Recurrence::MAX_INTERVAL).
    pub(crate) interval: u16,
}

/// A word that changes what stands beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cue {
    Cancelled,
    OpeningHours,
    /// `sluit`, `closes`.
    Closes,
    /// Its clause tells of what is over.
    Bygone,
    OpenNow,
    /// Something is not open, which is no event whenever it is.
    Closed,
    /// The day beside it is when a text was written.
    Stamp,
    /// The day before it has been.
    Gone,
    MovedFrom,
    MovedTo,
    /// The sentence tells what has been.
    Told,
    /// What stands before it has been.
    ToldBehind,
    /// A choice is offered.
    Poll,
    /// What stands behind it does not hold.
    Former,
    /// What follows is set against what stands before it.
    But,
    /// A clock behind it only bounds.
    NotBefore,
    /// A deadline that other words may part from its date.
    Due,
    /// `feestdagen`: days on which much does not take place.
    DaysOff,
    /// The sentence says no more than that it could be.
    Unsure,
    /// A question.
    Asking,
    If,
    Or,
    Deadline,
    Doors,
    Start,
    End,
    StartingOn,
    Until,
    Part(DayPart),
}

/// A clock, and where a range ends.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct ClockValue {
    pub(crate) start: NaiveTime,
    pub(crate) end: Option<NaiveTime>,
    pub(crate) zone: Option<ZoneRef>,
    /// Morning or evening is not said.
    pub(crate) ambiguous: bool,
    /// A part of the day may say which half is meant: `8 uur`, `half acht`.
    pub(crate) halved: bool,
    /// It stands behind a name like a match score or a verse does.
    pub(crate) suspicious: bool,
}

/// A zone that was named.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum ZoneRef {
    Place(Tz),
    /// Minutes east of Greenwich.
    Fixed(i32),
    Unknown,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct DayValue {
    pub(crate) what: OnWhat,
    pub(crate) part: Option<DayPart>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OnWhat {
    Date(DateValue),
    /// Days after today.
    Relative(i64),
    Weekday(Weekday, WeekdayMode),
    /// `de 14e`, `zaterdag de 14e`: the next month that has it, on that weekday.
    MonthDay(u32, Option<Weekday>),
}

/// A date of the calendar; `None` as year is the one that fits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct DateValue {
    pub(crate) year: Option<i32>,
    pub(crate) month: u32,
    pub(crate) day: u32,
    pub(crate) weekday: Option<Weekday>,
    /// Month and day of a range's end.
    pub(crate) last: Option<(u32, u32)>,
    /// The year of a range's end, where it has one of its own.
    pub(crate) last_year: Option<i32>,
}

/// Which of a weekday's dates is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum WeekdayMode {
    Bare,
    This,
    Next,
    ThisWeek,
    Last,
    /// So many weeks after the nearest one.
    After(u32),
    /// So many days ahead where that is the weekday, else the nearest one.
    Ahead(u32),
}

/// Why a date is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NoDate {
    Impossible,
    Past,
}

/// How many days a date without a year may lie back before it means next year's.
pub(crate) const NEXT_YEAR_AFTER: i64 = 60;

impl DateValue {
    /// The date in the calendar, seen from `today`.
    pub(crate) fn resolve(self, today: NaiveDate) -> Result<NaiveDate, NoDate> {
        use chrono::Datelike;
        if let Some(year) = self.year {
            return NaiveDate::from_ymd_opt(year, self.month, self.day).ok_or(NoDate::Impossible);
        }
        // 29 February without a year is the next one that exists.
        let this_year = NaiveDate::from_ymd_opt(today.year(), self.month, self.day);
        match this_year {
            Some(date) if date >= today => Ok(date),
            Some(date) if (today - date).num_days() <= NEXT_YEAR_AFTER => Err(NoDate::Past),
            _ => (1..=8)
                .find_map(|ahead| {
                    NaiveDate::from_ymd_opt(today.year() + ahead, self.month, self.day)
                })
                .ok_or(NoDate::Impossible),
        }
    }
}

impl DateValue {
    /// A date that is known in full.
    pub(crate) fn of(date: NaiveDate) -> Self {
        use chrono::Datelike;
        Self {
            year: Some(date.year()),
            month: date.month(),
            day: date.day(),
            weekday: None,
            last: None,
            last_year: None,
        }
    }

    /// The last day of a range of dates that begins on `first`.
    pub(crate) fn ends_on(self, first: NaiveDate) -> Option<NaiveDate> {
        use chrono::Datelike;
        let (month, day) = self.last?;
        if let Some(year) = self.last_year {
            return NaiveDate::from_ymd_opt(year, month, day);
        }
        let same_year = NaiveDate::from_ymd_opt(first.year(), month, day)?;
        if same_year >= first {
            Some(same_year)
        } else {
            NaiveDate::from_ymd_opt(first.year() + 1, month, day)
        }
    }
}

/// How many months ahead a day of the month is looked for.
const MONTHS_AHEAD: u32 = 3;

/// The next date with this number, seen from `today`; with a weekday the next that falls on it.
pub(crate) fn next_month_day(
    day: u32,
    weekday: Option<Weekday>,
    today: NaiveDate,
) -> Option<NaiveDate> {
    use chrono::{Datelike, Months};
    let first = today.with_day(1)?;
    (0..=MONTHS_AHEAD)
        .filter_map(|ahead| first.checked_add_months(Months::new(ahead))?.with_day(day))
        .find(|it| *it >= today && weekday.is_none_or(|day| it.weekday() == day))
}

/// The first day of the next such month, or of this one.
pub(crate) fn month_start(month: u32, today: NaiveDate) -> Option<NaiveDate> {
    use chrono::Datelike;
    let year = today.year() + i32::from(month < today.month());
    NaiveDate::from_ymd_opt(year, month, 1)
}

impl WeekdayMode {
    /// The date of a weekday, seen from `today`; `today_counts` while the event's clock is still ahead.
    pub(crate) fn resolve(
        self,
        day: Weekday,
        today: NaiveDate,
        today_counts: bool,
    ) -> Option<NaiveDate> {
        use chrono::{Datelike, Days};
        let here = today.weekday().num_days_from_monday();
        let there = day.num_days_from_monday();
        let monday = today.checked_sub_days(Days::new(u64::from(here)))?;
        match self {
            Self::Bare | Self::This => {
                let ahead = (there + 7 - here) % 7;
                let ahead = if ahead == 0 && !today_counts {
                    7
                } else {
                    ahead
                };
                today.checked_add_days(Days::new(u64::from(ahead)))
            }
            Self::Next => monday.checked_add_days(Days::new(u64::from(7 + there))),
            Self::ThisWeek => monday.checked_add_days(Days::new(u64::from(there))),
            Self::After(weeks) => {
                let ahead = u64::from((there + 7 - here) % 7) + 7 * u64::from(weeks);
                today.checked_add_days(Days::new(ahead))
            }
            Self::Ahead(days) => {
                let told = today.checked_add_days(Days::new(u64::from(days)));
                let in_week = told
                    .filter(|_| days % 7 == 0)
                    .and_then(|it| it.checked_sub_days(Days::new(u64::from(here))))
                    .and_then(|it| it.checked_add_days(Days::new(u64::from(there))));
                told.filter(|it| it.weekday() == day)
                    .or(in_week)
                    .or_else(|| Self::Bare.resolve(day, today, today_counts))
            }
            Self::Last => {
                let back = (here + 7 - there) % 7;
                today.checked_sub_days(Days::new(u64::from(if back == 0 { 7 } else { back })))
            }
        }
    }
}
