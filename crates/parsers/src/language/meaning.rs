//! What a word or phrase can mean, and the shape of a language's table.

use chrono::Weekday;
use chrono_tz::Tz;

use super::numbers::NumberWords;
use crate::holiday::Holiday;

/// A part of the day, which tells morning from evening.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DayPart {
    Morning,
    Afternoon,
    Evening,
    Night,
}

/// Several weekdays with one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DayGroup {
    All,
    Workdays,
    Weekend,
}

/// What a label announces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Label {
    Date,
    Time,
    Days,
    Location,
    Link,
    End,
    Doors,
}

/// A zone that can stand behind a clock.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum ZoneWord {
    /// A place with rules of its own.
    Place(Tz),
    /// The clock of Greenwich, which an offset may follow.
    Utc,
    /// Several places use these letters.
    Unknown,
}

/// What a phrase can mean; one phrase may have several meanings.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Meaning {
    Month(u32),
    Weekday(Weekday),
    /// An ordinary word too: counts only directly before a date, a clock or another weekday.
    ShortWeekday(Weekday),
    /// A short form that is one of the commonest words, so that even *at* behind it proves nothing.
    CommonWord,
    /// `dinsdagavond`.
    WeekdayPart(Weekday, DayPart),
    /// `Mondays`.
    EachWeekday(Weekday),
    Group(DayGroup),
    /// `weekend`, `weekday`: a group only behind *every*.
    GroupNoun(DayGroup),
    /// Today and so many days.
    Day(i64),
    /// Like `Day`, but also a greeting (`goede morgen`).
    GreetingDay(i64),
    /// `vanavond`, `morgenavond`.
    DayAndPart(i64, DayPart),
    This,
    Next,
    /// `volgende week`.
    NextWeek,
    ThisWeek,
    Last,
    Every,
    Weekly,
    /// `om de dag`: every so many days.
    EveryDays(u16),
    /// `biweekly`: every so many weeks.
    EveryWeeks(u16),
    /// `monthly`: every so many months.
    EveryMonths(u16),
    /// `om de`: every so many, before a count and a unit.
    EveryCounted,
    UnsupportedRecurrence,
    /// `other`, `tweede`: behind *every*.
    Other,
    UnitDay,
    UnitWeek,
    UnitMonth,
    /// `times`, `keer`: behind how often.
    Times,
    Once,
    /// What [`format_recurrence`](crate::format_recurrence) adds and no reader needs.
    Aside,
    /// `in`, `over`: before a count of days.
    Within,
    Count(u32),
    Ordinal(u32),
    /// `eenentwintigste`, `twenty-first`: any ordinal in words.
    Nth(u32),
    /// A feast, and the part of the day that its name says.
    Holiday(Holiday, Option<DayPart>),
    /// `over`, `past`: behind minutes, before the hour they follow.
    MinutesPast,
    /// `voor`, `to`: behind minutes, before the hour they lead to.
    MinutesTo,
    /// `half` in languages where it leads to the hour named.
    HalfTo,
    /// `minuten`, `minutes`.
    MinuteUnit,
    /// `th`, `e`, `ste`.
    OrdinalSuffix,
    Of,
    On,
    Article,
    Through,
    And,
    Or,
    /// Introduces a clock.
    At,
    /// `from`, `van`: introduces a range or a start.
    From,
    /// `starting`, `vanaf`: introduces the first date of a recurrence.
    StartingOn,
    /// `until`, `tot`: introduces its last.
    Until,
    HourUnit,
    OClock,
    Am,
    Pm,
    Part(DayPart),
    /// `avond` as a word or a hint of it.
    PartHint(DayPart),
    Noon,
    Midnight,
    /// `half acht`: minutes after midnight on a clock of twelve hours.
    SpokenClock(u32),
    /// `half`, `kwart over`: minutes to add to the hour that follows in digits.
    SpokenPrefix(i32),
    Zone(ZoneWord),
    /// A zone only in capitals: the same letters are words.
    ZoneLetters(ZoneWord),
    Cancelled,
    /// Turns what follows round: `not cancelled`.
    Not,
    /// Hours of a shop or a desk, which are no event.
    OpeningHours,
    /// `geen`: calls off the event noun behind it.
    No,
    EventNoun,
    /// Before the day that no longer holds.
    MovedFrom,
    MovedTo,
    Deadline,
    Doors,
    Start,
    End,
    /// Tells that the sentence is about what has been: `last week`, `we met`.
    Told,
    /// The same behind the day it is about: `was`.
    ToldBehind,
    /// A choice is offered: `poll`, `which day`.
    Poll,
    /// Before a greeting that looks like a day.
    GreetingBefore,
    /// Behind a greeting that looks like a day.
    GreetingAfter,
    /// Before a length of time.
    DurationBefore,
    /// Behind a length of time.
    DurationAfter,
    /// Behind a number that is no clock.
    Measure,
    /// Before a number that is no clock.
    Version,
    /// A value that says nothing yet.
    Placeholder,
}

/// The names of one weekday.
pub(crate) struct WeekdayNames {
    pub(crate) full: &'static str,
    /// Abbreviations that are no other word.
    pub(crate) strong: &'static [&'static str],
    /// Abbreviations that are.
    pub(crate) weak: &'static [&'static str],
}

/// A language's table.
pub(crate) struct Language {
    /// Monday first.
    pub(crate) weekdays: [WeekdayNames; 7],
    /// What makes a weekday's name mean each of them.
    pub(crate) weekday_plurals: &'static [&'static str],
    /// What is written onto a weekday's name.
    pub(crate) weekday_parts: &'static [(&'static str, DayPart)],
    /// January first; each with its abbreviations.
    pub(crate) months: [&'static [&'static str]; 12],
    /// From one to twelve.
    pub(crate) counts: [&'static [&'static str]; 12],
    /// Feasts, their words like those of the phrases.
    pub(crate) holidays: &'static [(&'static str, Holiday)],
    /// Feasts that are a part of a day.
    pub(crate) eves: &'static [(&'static str, Holiday, DayPart)],
    /// The pieces of numbers in words.
    pub(crate) numbers: NumberWords,
    /// What is said before an hour, and the minutes that it adds.
    pub(crate) spoken: &'static [(&'static str, i32)],
    /// Phrases, their words separated by one blank, marks standing alone.
    pub(crate) phrases: &'static [(&'static str, Meaning)],
    /// Words that head a line or name a field.
    pub(crate) labels: &'static [(&'static str, Label)],
}
