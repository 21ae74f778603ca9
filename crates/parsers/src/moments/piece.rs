//! A piece of a moment, read and resolved on its own, before its neighbours are asked.

use chrono::{NaiveDate, NaiveDateTime, Weekday};

use crate::Rule;
use crate::expression::{Half, ZoneRef};
use crate::language::DayPart;
use crate::moments::Grain;

/// A piece, the rule that read it and the token behind it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Piece {
    pub(super) what: What,
    pub(super) end: usize,
    pub(super) rule: Rule,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum What {
    Day(Day),
    Span(Span),
    /// To the minute.
    Moment(NaiveDateTime),
    Clock(Clock),
    Part(DayPart),
}

/// A date.
#[derive(Clone, Copy, Debug)]
pub(super) struct Day {
    pub(super) date: NaiveDate,
    /// The last date of a range.
    pub(super) last: Option<NaiveDate>,
    pub(super) part: Option<DayPart>,
    pub(super) how: How,
    /// A night, whose small hours belong to the day behind.
    pub(super) late: bool,
}

/// How a date was said, which decides what may stand beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum How {
    /// With its year.
    Full,
    /// Day and month.
    Yearless,
    /// A day of a month that is not named.
    OfMonth,
    Relative,
    Weekday(Weekday),
    /// So many days or weeks from another day: a weekday beside it corrects it.
    Counted,
    /// No calendar has it, and what stands beside it says nothing without it.
    Impossible,
}

/// A week, a month, a year, a part of a day.
#[derive(Clone, Copy, Debug)]
pub(super) struct Span {
    pub(super) start: NaiveDateTime,
    pub(super) end: Option<NaiveDateTime>,
    pub(super) grain: Grain,
}

/// A clock, before it is known which half of the day it means.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Clock {
    pub(super) hour: u32,
    pub(super) minute: u32,
    pub(super) half: Option<Half>,
    /// Without a half of the day it could be either.
    pub(super) vague: bool,
    pub(super) part: Option<DayPart>,
    pub(super) zone: Option<ZoneRef>,
    /// Hour and minute of a range's end, on a clock of 24 hours unless `end_half` says more.
    pub(super) last: Option<LastClock>,
    /// It holds only beside a day or at the end of a phrase: `at 5`.
    pub(super) weak: bool,
    /// It is the first end of *between … and …*.
    pub(super) between: bool,
}

/// Where a range of clocks ends.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct LastClock {
    pub(super) hour: u32,
    pub(super) minute: u32,
    pub(super) half: Option<Half>,
}

impl Day {
    pub(super) fn new(date: NaiveDate, how: How) -> Self {
        Self {
            date,
            last: None,
            part: None,
            how,
            late: false,
        }
    }
}

impl Piece {
    /// The same in a part of the day, where it is a day that has none.
    pub(super) fn in_part(self, part: Option<DayPart>) -> Self {
        match self.what {
            What::Day(day) if day.part.is_none() => Self {
                what: What::Day(Day { part, ..day }),
                ..self
            },
            _ => self,
        }
    }

    pub(super) fn day(day: Day, end: usize, rule: Rule) -> Self {
        Self {
            what: What::Day(day),
            end,
            rule,
        }
    }
}
