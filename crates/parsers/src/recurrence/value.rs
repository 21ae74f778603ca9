//! The value: a pattern, an interval and the bounds between which it holds.

use chrono::{Datelike, NaiveDate, Weekday};

use super::InvalidRecurrence;
use crate::WeekdaySet;

/// Dates that come again: every so many days, weeks or months, between bounds.
///
/// A value is always one that happens. Weeks begin on Monday. A month that lacks the day is left out.
///
/// ```
/// use chrono::{NaiveDate, Weekday::Mon};
/// use parsers::{Recurrence, WeekdaySet, format_recurrence};
///
/// let start = NaiveDate::from_ymd_opt(2026, 3, 2).unwrap();
/// let again = Recurrence::weekly(WeekdaySet::from_iter([Mon]))?.every(2, start)?.times(3)?;
///
/// let dates: Vec<String> = again.dates_from(start).map(|it| it.to_string()).collect();
/// assert_eq!(dates, ["2026-03-02", "2026-03-16", "2026-03-30"]);
/// assert_eq!(again.ends_on(), NaiveDate::from_ymd_opt(2026, 3, 30));
/// assert_eq!(again.to_rrule(), "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO;COUNT=3");
/// assert_eq!(format_recurrence(&again), "every 2 weeks on Monday, from 2 March 2026, 3 times");
/// # Ok::<(), parsers::InvalidRecurrence>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Recurrence {
    pattern: Pattern,
    interval: u16,
    starts_on: Option<NaiveDate>,
    /// The last date that was given, or the last that the count gives.
    ends_on: Option<NaiveDate>,
    count: Option<u16>,
}

/// Which days of a period are meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Pattern {
    /// Every day.
    Daily,
    /// These weekdays of a week that begins on Monday; at least one.
    Weekly(WeekdaySet),
    /// This day of a month, 1 to 31; a month without it is left out.
    MonthlyOnDay(u8),
    /// The first to fourth, or last, such weekday of a month.
    MonthlyOnWeekday {
        /// Which of them.
        nth: Nth,
        /// The weekday.
        weekday: Weekday,
    },
}

/// Which of a month's same weekdays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Nth {
    /// From the 1st to the 7th.
    First,
    /// From the 8th to the 14th.
    Second,
    /// From the 15th to the 21st.
    Third,
    /// From the 22nd to the 28th.
    Fourth,
    /// Among the month's last seven days.
    Last,
}

impl Recurrence {
    /// The longest interval.
    pub const MAX_INTERVAL: u16 = 99;
    /// The highest count.
    pub const MAX_COUNT: u16 = 999;

    /// Every day, without bounds.
    pub fn daily() -> Self {
        Self::boundless(Pattern::Daily)
    }

    /// These weekdays of every week, without bounds.
    pub fn weekly(days: WeekdaySet) -> Result<Self, InvalidRecurrence> {
        if days.is_empty() {
            return Err(InvalidRecurrence::NoDays);
        }
        Ok(Self::boundless(Pattern::Weekly(days)))
    }

    /// This day of every month that has it, without bounds.
    pub fn monthly_on_day(day: u8) -> Result<Self, InvalidRecurrence> {
        if !(1..=31).contains(&day) {
            return Err(InvalidRecurrence::NoSuchDay);
        }
        Ok(Self::boundless(Pattern::MonthlyOnDay(day)))
    }

    /// The nth such weekday of every month, without bounds.
    ///
    /// ```
    /// use chrono::{NaiveDate, Weekday};
    /// use parsers::{Nth, Recurrence};
    ///
    /// let last_friday = Recurrence::monthly_on_weekday(Nth::Last, Weekday::Fri);
    /// let from = NaiveDate::from_ymd_opt(2026, 1, 31).unwrap();
    /// assert_eq!(last_friday.dates_from(from).next(), NaiveDate::from_ymd_opt(2026, 2, 27));
    /// ```
    pub fn monthly_on_weekday(nth: Nth, weekday: Weekday) -> Self {
        Self::boundless(Pattern::MonthlyOnWeekday { nth, weekday })
    }

    /// Only every so many days, weeks or months, counted from that of `starts_on`, which becomes the first possible date.
    pub fn every(self, interval: u16, starts_on: NaiveDate) -> Result<Self, InvalidRecurrence> {
        if !(1..=Self::MAX_INTERVAL).contains(&interval) {
            return Err(InvalidRecurrence::Interval);
        }
        Self { interval, ..self }.starting_on(Some(starts_on))
    }

    /// No date before this one; none only where nothing is counted from it.
    pub fn starting_on(self, date: Option<NaiveDate>) -> Result<Self, InvalidRecurrence> {
        if date.is_none() && (self.interval > 1 || self.count.is_some()) {
            return Err(InvalidRecurrence::NeedsStart);
        }
        within_calendar(date)?;
        Self {
            starts_on: date,
            ..self
        }
        .checked()
    }

    /// No date after this one, which itself may be the last; none where a count does not end it means for ever.
    pub fn ending_on(self, date: Option<NaiveDate>) -> Result<Self, InvalidRecurrence> {
        match (date, self.count) {
            (None, Some(_)) => return Ok(self),
            (Some(_), Some(_)) => return Err(InvalidRecurrence::EndAndCount),
            (_, None) => {}
        }
        within_calendar(date)?;
        Self {
            ends_on: date,
            ..self
        }
        .checked()
    }

    /// So many dates in all, the first being the first that fits on or after the start.
    pub fn times(self, count: u16) -> Result<Self, InvalidRecurrence> {
        if !(1..=Self::MAX_COUNT).contains(&count) {
            return Err(InvalidRecurrence::Count);
        }
        if self.starts_on.is_none() {
            return Err(InvalidRecurrence::NeedsStart);
        }
        if self.count.is_none() && self.ends_on.is_some() {
            return Err(InvalidRecurrence::EndAndCount);
        }
        Self {
            count: Some(count),
            ..self
        }
        .checked()
    }

    /// Which days of a period are meant.
    pub fn pattern(&self) -> Pattern {
        self.pattern
    }

    /// Every how many days, weeks or months.
    pub fn interval(&self) -> u16 {
        self.interval
    }

    /// The first possible date, from which intervals and the count are counted.
    pub fn starts_on(&self) -> Option<NaiveDate> {
        self.starts_on
    }

    /// The last possible date: as it was given, or the last that the count gives.
    pub fn ends_on(&self) -> Option<NaiveDate> {
        self.ends_on
    }

    /// How many dates in all, when that is what ends it.
    pub fn count(&self) -> Option<u16> {
        self.count
    }

    /// The weekdays, when this is every week on these days or every day; its bounds do not matter.
    pub fn plain_weekly(&self) -> Option<WeekdaySet> {
        match self.pattern {
            _ if self.interval > 1 => None,
            Pattern::Daily => Some(WeekdaySet::ALL),
            Pattern::Weekly(days) => Some(days),
            Pattern::MonthlyOnDay(_) | Pattern::MonthlyOnWeekday { .. } => None,
        }
    }

    /// The weekdays that it is tied to; none where dates or counted days decide.
    ///
    /// ```
    /// use parsers::{Nth, Recurrence};
    ///
    /// let first_monday = Recurrence::monthly_on_weekday(Nth::First, chrono::Weekday::Mon);
    /// assert_eq!(first_monday.weekdays().numbers(), [0]);
    /// ```
    pub fn weekdays(&self) -> WeekdaySet {
        match self.pattern {
            Pattern::Daily if self.interval == 1 => WeekdaySet::ALL,
            Pattern::Weekly(days) => days,
            Pattern::MonthlyOnWeekday { weekday, .. } => std::iter::once(weekday).collect(),
            Pattern::Daily | Pattern::MonthlyOnDay(_) => WeekdaySet::default(),
        }
    }

    /// The pattern without an interval or bounds, when it is one.
    pub(crate) fn of(pattern: Pattern) -> Result<Self, InvalidRecurrence> {
        match pattern {
            Pattern::Weekly(days) => Self::weekly(days),
            Pattern::MonthlyOnDay(day) => Self::monthly_on_day(day),
            Pattern::Daily | Pattern::MonthlyOnWeekday { .. } => Ok(Self::boundless(pattern)),
        }
    }

    fn boundless(pattern: Pattern) -> Self {
        Self {
            pattern,
            interval: 1,
            starts_on: None,
            ends_on: None,
            count: None,
        }
    }

    /// With the last date that the count gives, if the whole is one that can happen.
    fn checked(self) -> Result<Self, InvalidRecurrence> {
        let Some(start) = self.starts_on else {
            return Ok(self);
        };
        let endless = Self {
            ends_on: None,
            ..self
        };
        let mut dates = endless.dates_from(start);
        let Some(count) = self.count else {
            dates.next().ok_or(InvalidRecurrence::Never)?;
            return match self.ends_on {
                Some(end) if end < start => Err(InvalidRecurrence::EndsBeforeStart),
                _ => Ok(self),
            };
        };
        let first = dates.next().ok_or(InvalidRecurrence::Never)?;
        let last = std::iter::once(first)
            .chain(dates)
            .nth(usize::from(count) - 1)
            .ok_or(InvalidRecurrence::BeyondCalendar)?;
        within_calendar(Some(last))?;
        Ok(Self {
            ends_on: Some(last),
            ..self
        })
    }
}

/// Rules are written with four digits for a year.
fn within_calendar(date: Option<NaiveDate>) -> Result<(), InvalidRecurrence> {
    match date {
        Some(date) if !(0..=9999).contains(&date.year()) => Err(InvalidRecurrence::BeyondCalendar),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use chrono::Weekday::{Fri, Mon, Tue};

    use super::*;

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    fn mondays() -> Recurrence {
        Recurrence::weekly(WeekdaySet::from_iter([Mon])).unwrap()
    }

    #[test]
    fn refuses_what_is_no_pattern() {
        assert_eq!(
            Recurrence::weekly(WeekdaySet::EMPTY),
            Err(InvalidRecurrence::NoDays)
        );
        for day in [0, 32, 255] {
            assert_eq!(
                Recurrence::monthly_on_day(day),
                Err(InvalidRecurrence::NoSuchDay)
            );
        }
    }

    #[test]
    fn an_interval_and_a_count_need_a_start_and_have_limits() {
        let start = day(2026, 3, 2);
        for interval in [0, 100] {
            assert_eq!(
                mondays().every(interval, start),
                Err(InvalidRecurrence::Interval)
            );
        }
        assert_eq!(mondays().every(1, start).unwrap().interval(), 1);
        let spaced = mondays().every(99, start).unwrap();
        assert_eq!(spaced.starting_on(None), Err(InvalidRecurrence::NeedsStart));
        assert_eq!(mondays().times(3), Err(InvalidRecurrence::NeedsStart));
        let started = mondays().starting_on(Some(start)).unwrap();
        for count in [0, 1000] {
            assert_eq!(started.times(count), Err(InvalidRecurrence::Count));
        }
        let counted = started.times(999).unwrap();
        assert_eq!(
            counted.starting_on(None),
            Err(InvalidRecurrence::NeedsStart)
        );
        assert_eq!(started.starting_on(None), Ok(mondays()));
    }

    #[test]
    fn an_end_is_a_date_or_a_count_and_not_before_the_start() {
        let started = mondays().starting_on(Some(day(2026, 3, 3))).unwrap();
        assert_eq!(
            started.ending_on(Some(day(2026, 3, 2))),
            Err(InvalidRecurrence::EndsBeforeStart)
        );
        let ended = started.ending_on(Some(day(2026, 3, 9))).unwrap();
        assert_eq!(
            ended.starting_on(Some(day(2026, 3, 10))),
            Err(InvalidRecurrence::EndsBeforeStart)
        );
        assert_eq!(ended.times(2), Err(InvalidRecurrence::EndAndCount));
        assert_eq!(ended.ending_on(None), Ok(started));
        let counted = started.times(2).unwrap();
        assert_eq!(
            counted.ending_on(Some(day(2026, 12, 1))),
            Err(InvalidRecurrence::EndAndCount)
        );
        assert_eq!(counted.ending_on(None), Ok(counted));
    }

    #[test]
    fn the_last_date_of_a_count_follows_the_start_and_the_interval() {
        let counted = mondays().starting_on(Some(day(2026, 3, 3))).unwrap();
        let counted = counted.times(2).unwrap();
        assert_eq!(counted.ends_on(), Some(day(2026, 3, 16)));
        let later = counted.starting_on(Some(day(2026, 4, 1))).unwrap();
        assert_eq!(later.ends_on(), Some(day(2026, 4, 13)));
        let spaced = counted.every(3, day(2026, 3, 2)).unwrap();
        assert_eq!(spaced.ends_on(), Some(day(2026, 3, 23)));
        assert_eq!(spaced.times(3).unwrap().ends_on(), Some(day(2026, 4, 13)));
    }

    #[test]
    fn refuses_what_never_happens_and_keeps_what_is_rare() {
        let every_year = |number, start| {
            let monthly = Recurrence::monthly_on_day(number).unwrap();
            monthly.every(12, start)
        };
        assert_eq!(
            every_year(30, day(2026, 2, 1)),
            Err(InvalidRecurrence::Never)
        );
        assert_eq!(
            every_year(31, day(2026, 11, 1)),
            Err(InvalidRecurrence::Never)
        );
        let leap = every_year(29, day(1897, 2, 1)).unwrap();
        assert_eq!(
            leap.dates_from(day(1897, 2, 1)).next(),
            Some(day(1904, 2, 29))
        );
    }

    #[test]
    fn bounds_lie_in_the_years_that_a_rule_can_write() {
        let beyond = Err(InvalidRecurrence::BeyondCalendar);
        assert_eq!(mondays().starting_on(Some(day(10_000, 1, 1))), beyond);
        assert_eq!(mondays().ending_on(Some(day(-1, 1, 1))), beyond);
        let monthly = Recurrence::monthly_on_weekday(Nth::Second, Tue);
        let spaced = monthly.every(99, day(2026, 1, 1)).unwrap();
        assert_eq!(spaced.times(999), beyond);
    }

    #[test]
    fn plain_weekly_is_every_week_or_every_day() {
        let start = day(2026, 3, 2);
        assert_eq!(mondays().plain_weekly(), Some(WeekdaySet::from_iter([Mon])));
        let bounded = mondays().starting_on(Some(start)).unwrap();
        assert_eq!(bounded.plain_weekly(), mondays().plain_weekly());
        assert_eq!(Recurrence::daily().plain_weekly(), Some(WeekdaySet::ALL));
        assert_eq!(mondays().every(2, start).unwrap().plain_weekly(), None);
        assert_eq!(
            Recurrence::monthly_on_weekday(Nth::First, Fri).plain_weekly(),
            None
        );
    }
}
