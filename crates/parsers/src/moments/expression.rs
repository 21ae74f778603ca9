//! What is returned for one date or time of a text.

use std::ops::Range;

use chrono::NaiveDateTime;

use crate::{Confidence, Rule};

/// How exact a moment is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Grain {
    /// A clock was named, or so many minutes or hours from now.
    Minute,
    /// A part of a day.
    Hour,
    /// A date.
    Day,
    /// A week, which begins on Monday, or the middle of a month, which begins on its fifteenth.
    Week,
    /// A month, or three of them.
    Month,
    /// A year.
    Year,
}

impl Grain {
    /// Its machine name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Minute => "minute",
            Self::Hour => "hour",
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::Year => "year",
        }
    }
}

/// One date or time of a text, as a wall clock in the zone that was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimeExpression {
    /// When it begins. Without a clock this is the first minute of what was named.
    pub start: NaiveDateTime,
    /// When it ends, where the text says so or names a part of a day: the last day of a range of dates (its first
    /// minute), the clock of a range of clocks, the minute behind a part of a day, a weekend.
    pub end: Option<NaiveDateTime>,
    /// How exact both are.
    pub grain: Grain,
    /// A zone stands beside the clock, so that the moment is an instant, given here on the wall clock of the zone
    /// that was asked for.
    pub zone_named: bool,
    /// The bytes of the text that say it.
    pub span: Range<usize>,
    /// The rule that read its first piece.
    pub rule: Rule,
    /// Low when morning or evening had to be assumed, medium when it hangs on now, high when date and year are named.
    pub confidence: Confidence,
}
