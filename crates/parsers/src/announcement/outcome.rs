//! What reading an announcement gives: the event, or the reason why there is none.

use std::ops::Range;

use chrono::{DateTime, NaiveTime, Utc};

use crate::Recurrence;

/// An event that an announcement promises.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParsedAnnouncement {
    /// When it happens.
    pub kind: Kind,
    /// What it is called, without decoration and without its date.
    pub title: Option<String>,
    /// Where it happens, as written.
    pub location: Option<String>,
    /// The address to go to.
    pub link: Option<String>,
    /// How far the reading can be trusted.
    pub confidence: Confidence,
    /// What a person should look at.
    pub warnings: Vec<Warning>,
    /// Which words led to this, in order of appearance.
    pub evidence: Vec<Evidence>,
}

/// Once, or again and again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// One moment.
    OneOff {
        /// When it starts, to the minute.
        start: DateTime<Utc>,
        /// When it ends, where the text says so.
        end: Option<DateTime<Utc>>,
    },
    /// The same clock on every date of a recurrence.
    Recurring {
        /// The dates.
        recurrence: Recurrence,
        /// The local clock.
        clock: NaiveTime,
        /// The local clock at which each ends, where the text says so; one that is not later than `clock` is of the
        /// next day.
        end: Option<NaiveTime>,
    },
}

/// How far a reading can be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Confidence {
    /// Something had to be assumed.
    Low,
    /// Day and clock come from different places of the text.
    Medium,
    /// Day and clock stand together, or each under its own label.
    High,
}

impl Confidence {
    /// Its machine name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
        }
    }
}

/// Words that a value was read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// The part of the announcement.
    pub part: Part,
    /// The bytes of that part's text.
    pub span: Range<usize>,
    /// What they were read as.
    pub rule: Rule,
}

/// A part of an announcement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// The title.
    Title,
    /// The description, or the text of a plain message.
    Body,
    /// The value of the field with this index.
    Field(usize),
    /// The name of the field with this index.
    FieldName(usize),
    /// The footer.
    Footer,
}

impl Part {
    /// The index of the field that it is of.
    pub(super) fn field(self) -> Option<usize> {
        match self {
            Self::Field(index) | Self::FieldName(index) => Some(index),
            _ => None,
        }
    }

    /// Whether it names that field.
    pub(super) fn is_name_of(self, value: Self) -> bool {
        matches!((self, value), (Self::FieldName(name), Self::Field(field)) if name == field)
    }
}

macro_rules! rules {
    ($($(#[$doc:meta])* $name:ident = $text:literal,)*) => {
        /// The rule that read a span.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Rule {
            $($(#[$doc])* $name,)*
        }

        impl Rule {
            /// Every rule, so that a list of cases can be checked for the one it lacks.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// Its machine name.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => $text,)*
                }
            }
        }
    };
}

rules! {
    /// `19:30`, `19u30`, `7 uur 's avonds`, `7pm`.
    Clock = "clock",
    /// `half acht`, `quarter past seven`.
    SpokenClock = "spoken_clock",
    /// Noon or midnight.
    NamedClock = "named_clock",
    /// From one clock to another.
    ClockRange = "clock_range",
    /// `7/2/2026`, `7.2.26`.
    NumericDate = "numeric_date",
    /// `2026-02-07`, with or without a clock.
    IsoDate = "iso_date",
    /// `7 februari`, `Feb 7, 2026`.
    NamedDate = "named_date",
    /// From one date to another.
    DateRange = "date_range",
    /// `tomorrow`, `over drie dagen`.
    RelativeDay = "relative_day",
    /// `this Friday`, `volgende week dinsdag`.
    RelativeWeekday = "relative_weekday",
    /// A weekday beside a clock.
    BareWeekday = "bare_weekday",
    /// `every Monday and Friday`, `di t/m do`, `dagelijks`, `om de week`, `the 15th of every month`.
    Recurrence = "recurrence",
    /// `yearly`, `the first and third Monday of the month`.
    UnsupportedRecurrence = "unsupported_recurrence",
    /// `the 24th`, `Monday the 21st`, `the third Tuesday of May`.
    DayOfMonth = "day_of_month",
    /// `Easter`, `Black Friday`.
    Feast = "feast",
    /// `in 5 minutes`, `two weeks ago`, `3 days after Easter`.
    Shift = "shift",
    /// This moment.
    Now = "now",
    /// `next week`, `in May`, `2027`.
    Span = "span",
    /// `the end of today`.
    EndOf = "end_of",
    /// `in the afternoon`.
    DayPart = "day_part",
    /// `<t:1770000000:F>`.
    Timestamp = "timestamp",
    /// Words that call the event off.
    Cancellation = "cancellation",
    /// The place under a label, or a channel.
    Location = "location",
    /// A web address.
    Link = "link",
    /// The name of the event.
    Title = "title",
}

/// Something that was read, but that a person should look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Warning {
    /// The weekday and the date disagree; the date won.
    WeekdayMismatch,
    /// Morning or evening had to be assumed.
    AmbiguousClock,
    /// A zone that is not known; the local one was taken.
    UnknownZone,
    /// Clocks of different zones do not name the same moment.
    ZoneMismatch,
    /// The recurrence starts on a date to come.
    StartsLater,
    /// The announcement names days on which it does not come again; no rule can hold those.
    Exceptions,
    /// The announcement names something else that comes again; the first to come was taken.
    MoreRecurrences,
    /// The announcement names more moments, of which these are the first nine at most, ascending.
    MoreDates(Vec<DateTime<Utc>>),
}

impl Warning {
    /// Its machine name.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::WeekdayMismatch => "weekday_mismatch",
            Self::AmbiguousClock => "ambiguous_clock",
            Self::UnknownZone => "unknown_zone",
            Self::ZoneMismatch => "zone_mismatch",
            Self::StartsLater => "starts_later",
            Self::Exceptions => "exceptions",
            Self::MoreRecurrences => "more_recurrences",
            Self::MoreDates(_) => "more_dates",
        }
    }
}

/// Why no event was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reason {
    /// A day without a clock, or neither.
    NoTime,
    /// A clock without a day.
    NoDate,
    /// It has happened.
    Past,
    /// A date that does not exist.
    InvalidDate,
    /// It is called off.
    Cancelled,
    /// It repeats in a way that cannot be kept.
    UnsupportedRecurrence,
    /// Two moments are offered, and none is chosen.
    Ambiguous,
}

impl Reason {
    /// Its machine name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NoTime => "no_time",
            Self::NoDate => "no_date",
            Self::Past => "past",
            Self::InvalidDate => "invalid_date",
            Self::Cancelled => "cancelled",
            Self::UnsupportedRecurrence => "unsupported_recurrence",
            Self::Ambiguous => "ambiguous",
        }
    }
}

/// An announcement from which no event could be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no event could be read: {}", reason.as_str())]
pub struct Unreadable {
    /// Why.
    pub reason: Reason,
    /// Whether there is a clock and also a day, so that a person probably meant an event. Ordinary chat is not worth
    /// a report.
    pub looks_scheduled: bool,
    /// What was seen nevertheless.
    pub evidence: Vec<Evidence>,
}
