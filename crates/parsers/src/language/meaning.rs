//! What a word or phrase can mean, and the shape of a language's table.

use chrono::Weekday;
use chrono_tz::Tz;

use super::naming::Naming;
use super::numbers::NumberWords;
use super::typed::ListWords;
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
    /// When it starts: a day, a clock or both.
    Start,
    Days,
    Location,
    Link,
    End,
    Doors,
    /// What it is called: `Wat: quiz`.
    Title,
    /// What is counted and is no moment: how long it takes, how it ended.
    Measured,
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
    /// `tussen`, `between`: introduces two ends that *and* joins.
    Between,
    /// `starting`, `vanaf`: introduces the first date of a recurrence.
    StartingOn,
    /// `until`, `tot`: introduces its last.
    Until,
    /// `tot en met`: a whole month behind it is meant too.
    Including,
    /// `lessons`: behind how many there are of them, each on a date of its own.
    Sessions,
    /// `lang`, `in a row`: behind how many weeks or months something comes again.
    Lasting,
    /// `feestdagen`, `the school holidays`: days on which much does not take place.
    DaysOff,
    /// `everyone who`, `I wake up`: before how often someone does it, which invites nobody.
    Those,
    HourUnit,
    OClock,
    Am,
    Pm,
    Part(DayPart),
    /// `avond` as a word or a hint of it.
    PartHint(DayPart),
    /// `evenings`: behind a weekday it means each of them.
    EachPart(DayPart),
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
    /// Before what no longer holds or never did: `instead of`, `except`.
    Former,
    /// `during`: before the month in which something comes again.
    During,
    /// `hrs`: may follow a clock that has its minutes.
    HoursBehind,
    /// Begins a question that wants an answer, not company: `is the`, `should we`.
    Asking,
    /// `is er`: the same where it opens a sentence.
    AsksFirst,
    /// Makes what follows no more than possible.
    If,
    /// Makes its whole sentence no more than possible: `if enough`, `thinking of`.
    Unsure,
    /// `but`: what follows is set against what stands before it.
    But,
    /// Before a clock that only bounds: `no music after 22:00`.
    NotBefore,
    /// A noun for a deadline, which words may part from its date.
    Due,
    /// Before a greeting that looks like a day.
    GreetingBefore,
    /// Behind a greeting that looks like a day.
    GreetingAfter,
    /// Before a length of time.
    DurationBefore,
    /// `van` before a few hours: a walk *of* 2u30.
    LengthOf,
    /// `sluit`: what it says a clock of is no event.
    Closes,
    /// `zonsondergang`: what nature or a machine does at a moment, where that moment stands right behind.
    Happens,
    /// `af` in `sluiten … af`: they conclude with something.
    Concludes,
    /// `used to`, `last seen`: its whole clause tells of what is over.
    Bygone,
    /// Behind a length of time.
    DurationAfter,
    /// Behind a number that is no clock.
    Measure,
    /// Before a number that is no clock.
    Version,
    /// Later today, where a clock stands beside it: `straks`.
    Soon,
    /// `gesloten`: something is not open.
    Closed,
    /// `of je`: the word for *or* asks whether.
    Whether,
    /// `tegen`: a deadline where a day follows at once.
    ByDay,
    /// `wordt`: moved where a day follows at once.
    Becomes,
    /// `uitgesteld tot`: moved where a day follows, else called off.
    PutOffTo,
    /// `jl.`: behind a day that has been.
    Gone,
    /// `behalve`: before days on which something that comes again does not.
    Except,
    /// When a text was written or since when something holds, which is no event.
    Stamp,
    /// Opens a verb that calls off with its end: `valt` … `weg`.
    CancelOpens(u8),
    /// The end of such a verb.
    CancelCloses(u8),
    /// `open`: with a range of hours it says when a house is, not that someone is invited.
    OpenNow,
    /// A verb that announces, between a weekday and its clock: `start`, `spelen`.
    Announcing,
    /// `telkens`: what is said of some days holds each time they come.
    EachTime,
    /// A verb that says that something begins: with `in an hour` it announces.
    SetsOff,
    /// A participle that speaks of what is to come: `gepland`.
    Planned,
    /// What an ordinal may count that is no day: `verdieping`, `floor`.
    Ranked,
    /// A value that says nothing yet.
    Placeholder,
    /// `a`, which counts but is no hour.
    Indefinite,
    /// `zero`, `o`: the ten of the minutes before five.
    Zero,
    Hundred,
    Thousand,
    /// `tweeduizend`: a year to which a count may be added.
    YearBase(u32),
    /// `a quarter of an`, `anderhalve`, `a few`: hundredths of the unit behind it.
    Share(u32),
    /// `and a half`.
    AndHalf,
    /// `2 more minutes`.
    More,
    UnitSecond,
    UnitMinute,
    UnitQuarterHour,
    UnitHalfHour,
    UnitHour,
    UnitFortnight,
    UnitQuarter,
    UnitHalfYear,
    UnitYear,
    /// This moment.
    Now,
    /// Behind a length of time that lies back.
    Ago,
    /// Behind a length of time that begins now.
    FromNow,
    /// The same, where it can be no other day than today.
    FromToday,
    /// Between a length of time and the day it begins on.
    After,
    /// Between a length of time and the day it ends on.
    Before,
    /// Behind a weekday: not the next one, but the one behind it.
    AfterNext,
    /// `acht dagen`: a week, where it is counted from a day that is named.
    DaysOfWeek,
    /// `kerstdag`: the first of several days of a feast, which an ordinal may count.
    FeastDay(Holiday),
    /// `week`, in English: the same where nothing follows that it could belong to.
    WeekBehind,
    /// `voorlaatste`: the so many-th from the back.
    FromLast(u32),
    /// A feast whose name is someone's too: `sinterklaas`.
    AlsoName,
    /// `sinds`: before a day that lies back.
    Since,
    /// `happy`, `gelukkig`: before a feast that is only wished.
    Wish,
    /// `jl.`: behind a weekday, the one that was.
    LastBehind,
    /// `aanstaande`: behind a weekday, the one to come.
    ThisBehind,
    /// `vorige`: of the calendar week, month, year before.
    Previous,
    /// `last week`, said of a week.
    PreviousWeek,
    /// `huidige`: of the one that is running.
    Current,
    /// `upcoming`, also before or behind a count of days.
    Upcoming,
    /// The last of several, before what is counted.
    LastOf,
    /// A night that begins so many days from today.
    NightOf(i64),
    /// A part of a day that only a day beside it makes one: `late evening`.
    PartOf(DayPart),
    /// Today and so many days, said too freely for an announcement.
    FreeDay(i64),
    /// Introduces a clock, but in an announcement it may as well end one.
    AtClock,
    Closest,
    CloseTo,
    EndOf,
    StartOf,
    /// `EOD`: the end of today, or of the day behind it.
    EndOfDay,
    /// `COB`: when people leave their work, on that day.
    EndOfBusiness,
    /// `early`, `mid`: about this day of the month behind it.
    MonthPart(u32),
    /// `p`, written onto a clock.
    ShortPm,
    /// `a`, written onto a clock.
    ShortAm,
    /// `ampm`: neither.
    EitherHalf,
    /// `about`, `circa`: before or behind a clock or a length of time.
    About,
    /// `ish`, written onto a clock.
    Ish,
    /// A zone that is not of here, in minutes east of Greenwich.
    FarZone(i32),
    /// What is said before a day of the month: `on`, `around`, `by`.
    OnDay,
    /// `at`, `om`: introduces nothing but a clock.
    ClockAt,
    /// Goes on with the sentence, so that an ordinal or a number before it counts nothing.
    Onward,
    /// A short form of a weekday that is a word too, but not one that stands alone.
    AlsoWord,
    /// `past` in Dutch, a verb before a day of the same language: `past maandag?`.
    Fits,
    /// A day's name in that language.
    FitsDay,
    /// Reads like a date and is none: `24/7`.
    NoDate,
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
    /// Phrases of freer expressions than announcements allow.
    pub(crate) moments: &'static [(&'static str, Meaning)],
    /// The same, of what is said about an event: that it is off, moved, asked for, over.
    pub(crate) talk: &'static [(&'static str, Meaning)],
    /// The same, of what comes again: from when, until when, how often, when not.
    pub(crate) repeats: &'static [(&'static str, Meaning)],
    /// Verbs that announce where they stand right behind a weekday.
    pub(crate) announcing: &'static [&'static str],
    /// How names of events end that are written as one word with what it is of: `zwemles`.
    pub(crate) event_endings: &'static [&'static str],
    /// How participles begin and end.
    pub(crate) participles: &'static [(&'static str, &'static str)],
    /// The words of a typed list of weekdays.
    pub(crate) list_words: ListWords,
    /// What stands around names and places.
    pub(crate) naming: &'static [(&'static str, Naming)],
    /// How the names of streets end.
    pub(crate) streets: &'static [&'static str],
    /// Short forms whose dot ends no sentence.
    pub(crate) abbreviations: &'static [&'static str],
    /// Words that head a line or name a field.
    pub(crate) labels: &'static [(&'static str, Label)],
}
