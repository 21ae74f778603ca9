//! What can begin with a word in an announcement, so that most words of a text need not be tried by every rule.

use super::meaning::Meaning;

/// What can begin with a word, seen from the left; more than its own is possible behind a word of more meanings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Opening {
    /// Nothing of an announcement.
    Nothing,
    /// A value where one begins behind it: `op de 15e`.
    Leads,
    /// A word that changes what stands beside it, or a value where one begins behind it.
    Cue,
    /// Anything.
    Value,
}

impl Meaning {
    /// What can begin with it. A meaning that is not named here can begin anything; debug builds check the others.
    pub(super) fn opening(self) -> Opening {
        match self {
            Self::Nth(..)
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
            | Self::After
            | Self::Before
            | Self::AfterNext
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
            | Self::NoDate => Opening::Nothing,
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
            | Self::DurationAfter
            | Self::Measure
            | Self::Version
            | Self::Placeholder
            | Self::Announcing
            | Self::Ranked
            | Self::CancelCloses(..)
            | Self::Except => Opening::Leads,
            Self::Or
            | Self::StartingOn
            | Self::Until
            | Self::Part(..)
            | Self::PartHint(..)
            | Self::Cancelled
            | Self::Not
            | Self::OpeningHours
            | Self::No
            | Self::MovedFrom
            | Self::MovedTo
            | Self::PutOffTo
            | Self::Deadline
            | Self::Doors
            | Self::Start
            | Self::End
            | Self::Told
            | Self::ToldBehind
            | Self::Poll
            | Self::Former
            | Self::Asking
            | Self::If
            | Self::Stamp
            | Self::Gone
            | Self::CancelOpens(..)
            | Self::OpenNow
            | Self::Closed => Opening::Cue,
            _ => Opening::Value,
        }
    }
}
