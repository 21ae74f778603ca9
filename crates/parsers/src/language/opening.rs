//! What can begin with a word in an announcement, so that most words of a text need not be tried by every rule.

use super::meaning::Meaning;

/// What can begin with a word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Opening(u16);

impl Opening {
    /// A value where one begins behind it: `op de 15e`.
    pub(crate) const LEADS: Self = Self(1);
    /// A word that changes what stands beside it, or a value where one begins behind it.
    pub(crate) const CUE: Self = Self(1 << 1);
    pub(crate) const RECURRENCE: Self = Self(1 << 2);
    pub(crate) const DAY: Self = Self(1 << 3);
    pub(crate) const CLOCK: Self = Self(1 << 4);
    /// A day that hangs on another: `two weeks from today`, `Easter Monday`.
    pub(crate) const HUNG: Self = Self(1 << 5);
    /// From when until when something comes again: `until June`.
    pub(crate) const BOUNDS: Self = Self(1 << 8);
    /// How many bits further a value stands that needs more behind it.
    const AHEAD: u8 = 3;
    /// Any value, or a cue.
    pub(crate) const ANYTHING: Self = Self(0b1_1110);

    /// A value, but only where what stands behind says more: `in 3 days`, `this Friday`, `six pm`.
    const fn ahead(self) -> Self {
        Self(self.0 << Self::AHEAD)
    }

    /// What is left where it is known whether a word of no phrase stands behind.
    #[inline]
    pub(super) const fn before(self, is_foreign: bool) -> Self {
        let ahead = if is_foreign { 0 } else { self.0 >> Self::AHEAD };
        // A foreign word behind leaves room for what is a day alone: `Christmas dinner`, but not `a dinner`.
        let hung = if is_foreign && !self.has(Self::DAY) {
            0
        } else {
            Self::HUNG.0
        };
        let all = Self::LEADS.or(Self::ANYTHING).or(Self::BOUNDS).0 | hung;
        Self(self.0 & all | ahead & (Self::DAY.0 | Self::CLOCK.0))
    }

    /// One or the other.
    pub(crate) const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether one of these is possible.
    pub(crate) const fn has(self, any: Self) -> bool {
        self.0 & any.0 != 0
    }

    /// Whether a recurrence, a day or a clock is possible.
    pub(crate) const fn has_value(self) -> bool {
        self.has(Self::RECURRENCE.or(Self::DAY).or(Self::CLOCK))
    }
}

impl Meaning {
    /// What can begin with it. A meaning that is not named here can begin anything; debug builds check the others.
    pub(super) fn opening(self) -> Opening {
        match self {
            Self::Holiday(..) => Opening::DAY.or(Opening::HUNG),
            Self::StartingOn | Self::From | Self::Until | Self::Month(..) => {
                self.own_opening().or(Opening::BOUNDS)
            }
            _ if self.hangs() => self.own_opening().or(Opening::HUNG),
            _ => self.own_opening(),
        }
    }

    /// Begins a day that hangs on another, or what such a day begins with behind an article or a number.
    fn hangs(self) -> bool {
        matches!(
            self,
            Self::Nth(..)
                | Self::LastOf
                | Self::This
                | Self::Next
                | Self::FromLast(..)
                | Self::Count(..)
                | Self::Share(..)
                | Self::UnitDay
                | Self::UnitWeek
                | Self::UnitFortnight
                | Self::UnitMonth
                | Self::Weekday(..)
                | Self::ShortWeekday(..)
                | Self::WeekdayPart(..)
                | Self::Day(..)
                | Self::GreetingDay(..)
                | Self::DayAndPart(..)
        )
    }

    fn own_opening(self) -> Opening {
        match self {
            _ if self.is_of_moments() => Opening::default(),
            _ if self.leads() => Opening::LEADS,
            _ if self.is_cue() => Opening::CUE,
            Self::Month(..) | Self::Day(..) | Self::GreetingDay(..) | Self::DayAndPart(..) => {
                Opening::DAY
            }
            Self::This | Self::ThisWeek | Self::NextWeek | Self::Last | Self::Within => {
                Opening::DAY.ahead()
            }
            Self::Next => Opening::DAY.or(Opening::CUE),
            Self::Count(..) => Opening::CLOCK.or(Opening::DAY).ahead(),
            Self::Noon | Self::Midnight | Self::SpokenClock(..) | Self::SpokenPrefix(..) => {
                Opening::CLOCK
            }
            Self::Weekday(..) | Self::ShortWeekday(..) | Self::WeekdayPart(..) => {
                Opening::RECURRENCE.or(Opening::DAY)
            }
            Self::EachWeekday(..)
            | Self::Group(..)
            | Self::GroupNoun(..)
            | Self::Every
            | Self::EveryCounted
            | Self::EveryDays(..)
            | Self::EveryWeeks(..)
            | Self::EveryMonths(..)
            | Self::Weekly
            | Self::UnsupportedRecurrence => Opening::RECURRENCE,
            _ => Opening::ANYTHING,
        }
    }

    /// Read only where the dates and times of any text are.
    fn is_of_moments(self) -> bool {
        matches!(
            self,
            Self::Fits
                | Self::FitsDay
                | Self::Nth(..)
                | Self::Holiday(..)
                | Self::Indefinite
                | Self::Zero
                | Self::Hundred
                | Self::Thousand
                | Self::YearBase(..)
                | Self::Share(..)
                | Self::AndHalf
                | Self::More
                | Self::UnitSecond
                | Self::UnitMinute
                | Self::UnitQuarterHour
                | Self::UnitHalfHour
                | Self::UnitHour
                | Self::UnitFortnight
                | Self::UnitQuarter
                | Self::UnitHalfYear
                | Self::UnitYear
                | Self::Now
                | Self::Ago
                | Self::FromNow
                | Self::FromToday
                | Self::AlsoName
                | Self::After
                | Self::Before
                | Self::AfterNext
                | Self::WeekBehind
                | Self::DaysOfWeek
                | Self::FeastDay(..)
                | Self::LastBehind
                | Self::ThisBehind
                | Self::Previous
                | Self::PreviousWeek
                | Self::Current
                | Self::Upcoming
                | Self::LastOf
                | Self::NightOf(..)
                | Self::PartOf(..)
                | Self::FreeDay(..)
                | Self::AtClock
                | Self::Closest
                | Self::CloseTo
                | Self::EndOf
                | Self::StartOf
                | Self::EndOfBusiness
                | Self::MonthPart(..)
                | Self::ShortPm
                | Self::ShortAm
                | Self::EitherHalf
                | Self::About
                | Self::Ish
                | Self::FarZone(..)
                | Self::OnDay
                | Self::ClockAt
                | Self::Onward
                | Self::AlsoWord
                | Self::NoDate
        )
    }

    fn leads(self) -> bool {
        matches!(
            self,
            Self::CommonWord
                | Self::Other
                | Self::UnitDay
                | Self::UnitWeek
                | Self::UnitMonth
                | Self::Times
                | Self::Once
                | Self::Aside
                | Self::MinutesPast
                | Self::MinutesTo
                | Self::HalfTo
                | Self::MinuteUnit
                | Self::OrdinalSuffix
                | Self::Of
                | Self::On
                | Self::Article
                | Self::Through
                | Self::And
                | Self::At
                | Self::From
                | Self::HourUnit
                | Self::OClock
                | Self::Am
                | Self::Pm
                | Self::Zone(..)
                | Self::ZoneLetters(..)
                | Self::EventNoun
                | Self::GreetingBefore
                | Self::GreetingAfter
                | Self::DurationBefore
                | Self::LengthOf
                | Self::Concludes
                | Self::DurationAfter
                | Self::Measure
                | Self::Version
                | Self::Placeholder
                | Self::Announcing
                | Self::SetsOff
                | Self::EachTime
                | Self::Planned
                | Self::Whether
                | Self::Ranked
                | Self::CancelCloses(..)
                | Self::Except
                | Self::Including
                | Self::Sessions
                | Self::Lasting
                | Self::Those
        )
    }

    fn is_cue(self) -> bool {
        matches!(
            self,
            Self::Or
                | Self::StartingOn
                | Self::Until
                | Self::Part(..)
                | Self::PartHint(..)
                | Self::Cancelled
                | Self::Not
                | Self::OpeningHours
                | Self::Closes
                | Self::Happens
                | Self::Bygone
                | Self::No
                | Self::MovedFrom
                | Self::MovedTo
                | Self::PutOffTo
                | Self::Becomes
                | Self::ByDay
                | Self::Deadline
                | Self::Doors
                | Self::Start
                | Self::End
                | Self::Told
                | Self::ToldBehind
                | Self::Poll
                | Self::Former
                | Self::But
                | Self::NotBefore
                | Self::Due
                | Self::Unsure
                | Self::Asking
                | Self::AsksFirst
                | Self::If
                | Self::Stamp
                | Self::Gone
                | Self::CancelOpens(..)
                | Self::OpenNow
                | Self::Closed
                | Self::DaysOff
        )
    }
}
