//! What a day and a clock, a recurrence and a clock, or a timestamp come to.

use chrono::{
    DateTime, Datelike, Duration, FixedOffset, NaiveDate, NaiveTime, TimeZone, Timelike, Utc,
};
use chrono_tz::Tz;

use super::findings::Finding;
use super::{Confidence, Kind, Warning};
use crate::expression::{ClockValue, DayValue, ZoneRef, in_part};
use crate::expression::{NoDate, OnWhat, WeekdayMode, next_month_day};
use crate::language::DayPart;
use crate::{local, resolve};

/// When and where "now" is, and what the text says of the time of day.
#[derive(Clone, Copy)]
pub(super) struct Now {
    pub(super) instant: DateTime<Utc>,
    pub(super) zone: Tz,
    /// The part of the day that the text speaks of.
    pub(super) part: Option<DayPart>,
}

/// An event that could be meant.
#[derive(Clone, Debug)]
pub(super) struct Moment {
    pub(super) kind: Kind,
    pub(super) confidence: Confidence,
    pub(super) warnings: Vec<Warning>,
    /// The findings that it was read from.
    pub(super) used: Vec<usize>,
}

/// When something that comes again starts and ends, on the clocks here.
pub(super) struct DailyClock {
    pub(super) start: NaiveTime,
    pub(super) end: Option<NaiveTime>,
    /// By how many days it falls on another date here than where it was written.
    pub(super) shift: i64,
    /// What is doubtful about it.
    pub(super) warnings: Vec<Warning>,
}

impl Now {
    pub(super) fn today(self) -> NaiveDate {
        local(self.instant, self.zone).date()
    }

    /// The instants of a day's clock, and what is doubtful about them.
    pub(super) fn one_off(
        self,
        day: DayValue,
        clock: ClockValue,
    ) -> Result<(Kind, Vec<Warning>), NoDate> {
        let mut warnings = Vec::new();
        let clock = self.settled(clock, day.part, &mut warnings);
        let date = match day.what {
            OnWhat::Date(date) => {
                let found = date.resolve(self.today())?;
                if date.weekday.is_some_and(|it| it != found.weekday()) {
                    warnings.push(Warning::WeekdayMismatch);
                }
                found
            }
            OnWhat::Relative(days) => self
                .today()
                .checked_add_signed(Duration::try_days(days).ok_or(NoDate::Impossible)?)
                .ok_or(NoDate::Impossible)?,
            OnWhat::Weekday(weekday, mode) => self
                .weekday(weekday, mode, clock)
                .ok_or(NoDate::Impossible)?,
            OnWhat::MonthDay(day, weekday) => {
                next_month_day(day, weekday, self.today()).ok_or(NoDate::Impossible)?
            }
        };
        let start = self.instant_of(date, clock.start, clock.zone);
        let end = clock.end.and_then(|end| {
            let date = if end <= clock.start {
                date.succ_opt()?
            } else {
                date
            };
            Some(self.instant_of(date, end, clock.zone))
        });
        Ok((Kind::OneOff { start, end }, warnings))
    }

    /// The local clocks of what comes again.
    pub(super) fn recurring(self, clock: ClockValue) -> DailyClock {
        let mut warnings = Vec::new();
        let clock = self.settled(clock, None, &mut warnings);
        let today = self.today();
        let here = |time| local(self.instant_of(today, time, clock.zone), self.zone);
        let start = here(clock.start);
        DailyClock {
            start: start.time(),
            end: clock.end.map(|it| here(it).time()),
            shift: (start.date() - today).num_days(),
            warnings,
        }
    }

    /// The instant of a date that is no more than a date, with this clock.
    pub(super) fn instant_of(
        self,
        date: NaiveDate,
        clock: NaiveTime,
        zone: Option<ZoneRef>,
    ) -> DateTime<Utc> {
        match zone {
            Some(ZoneRef::Place(place)) => resolve(date, clock, place),
            Some(ZoneRef::Fixed(minutes)) => FixedOffset::east_opt(minutes * 60)
                .and_then(|offset| offset.from_local_datetime(&date.and_time(clock)).single())
                .map_or_else(
                    || resolve(date, clock, self.zone),
                    |it| it.with_timezone(&Utc),
                ),
            Some(ZoneRef::Unknown) | None => resolve(date, clock, self.zone),
        }
    }

    /// The date of a bare day, for the ends of a recurrence.
    pub(super) fn date_of(self, day: DayValue) -> Option<NaiveDate> {
        match day.what {
            OnWhat::Date(date) => match date.resolve(self.today()) {
                Ok(date) => Some(date),
                Err(NoDate::Past) => {
                    NaiveDate::from_ymd_opt(self.today().year(), date.month, date.day)
                }
                Err(NoDate::Impossible) => None,
            },
            OnWhat::Relative(days) => self.today().checked_add_signed(Duration::try_days(days)?),
            OnWhat::Weekday(weekday, mode) => mode.resolve(weekday, self.today(), true),
            OnWhat::MonthDay(day, weekday) => next_month_day(day, weekday, self.today()),
        }
    }

    fn weekday(
        self,
        day: chrono::Weekday,
        mode: WeekdayMode,
        clock: ClockValue,
    ) -> Option<NaiveDate> {
        let today = mode.resolve(day, self.today(), true)?;
        if self.instant_of(today, clock.start, clock.zone) > self.instant {
            return Some(today);
        }
        mode.resolve(day, self.today(), false)
    }

    /// A clock of twelve hours takes the part of the day that is said with its day, or in the text.
    fn settled(
        self,
        clock: ClockValue,
        part: Option<DayPart>,
        warnings: &mut Vec<Warning>,
    ) -> ClockValue {
        if clock.zone == Some(ZoneRef::Unknown) {
            warnings.push(Warning::UnknownZone);
        }
        let part = match part.filter(|_| clock.halved) {
            None if clock.ambiguous => self.part,
            part => part,
        };
        let Some(part) = part else {
            if clock.ambiguous {
                warnings.push(Warning::AmbiguousClock);
            }
            return clock;
        };
        // "Friday night at 1:30" is not the afternoon.
        let late = |time: NaiveTime| part == DayPart::Evening && time.hour() < 4;
        let here = |time| {
            if late(time) {
                time
            } else {
                in_part(time, part)
            }
        };
        ClockValue {
            start: here(clock.start),
            end: clock.end.map(here),
            ..clock
        }
    }
}

/// How far two findings are apart, in what a reader would call tokens.
pub(super) fn distance(first: &Finding, second: &Finding) -> usize {
    use super::Part;
    let tokens = if first.tokens.start < second.tokens.start {
        second.tokens.start.saturating_sub(first.tokens.end)
    } else {
        // A clock behind its day is likelier than one before it.
        first.tokens.start.saturating_sub(second.tokens.end) + 1
    };
    if first.segment == second.segment {
        return if first.sentence == second.sentence {
            tokens.min(40)
        } else {
            40 + tokens.min(60)
        };
    }
    let footer = if first.at != second.at && (first.at == Part::Footer || second.at == Part::Footer)
    {
        300
    } else {
        0
    };
    let lines = first.line.abs_diff(second.line).min(20);
    footer
        + match (first.label.is_some(), second.label.is_some()) {
            (true, true) => 10 + lines,
            _ if first.at == Part::Title || second.at == Part::Title => 50 + lines,
            (true, false) | (false, true) => 80 + lines,
            (false, false) => 60 + 5 * lines,
        }
}
