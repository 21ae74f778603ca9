//! Days that a month or another day counts: the so many-th, the last, the closest.
//!
//! ```text
//! nth      = ["the"] (ordinal | "last" | ordinal "last") (weekday | "day") "of" period
//!          | ordinal weekday ("after" | "before") day
//! period   = ["the"] which ("month" | "year") | "the" "month" | month [year] | YYYY
//! closest  = ["the"] [ordinal] "closest" weekday "to" day
//! of_month = ["the"] day ["of"] which "month" | "on" ["the"] day | the whole text: "the" day
//! ```

use chrono::{Datelike, Days, Months, NaiveDate, NaiveTime, Weekday};

use super::piece::{Day, How, Piece, Span, What};
use super::reader::Reader;
use super::weekday::in_week_of;
use crate::Rule;
use crate::language::{DayGroup, Meaning};
use crate::moments::Grain;

/// A month or a year that days are counted in.
#[derive(Clone, Copy, Debug)]
pub(super) struct Period {
    pub(super) first: NaiveDate,
    pub(super) months: u32,
    /// The year was not said, so that a later one may be meant.
    pub(super) floating: bool,
}

/// What is counted.
#[derive(Clone, Copy)]
enum Counted {
    Day,
    Weekday(Weekday),
}

/// How many more places may be listed before what is counted.
const PLACES: usize = 3;

/// Which of those counted: from the front or from the back, one being the first.
#[derive(Clone, Copy)]
enum Place {
    Front(u32),
    Back(u32),
}

impl Period {
    fn end(self) -> Option<NaiveDate> {
        self.first.checked_add_months(Months::new(self.months))
    }

    fn find(self, place: Place, counted: Counted) -> Option<NaiveDate> {
        let end = self.end()?;
        let (start, steps) = match (place, counted) {
            (Place::Front(nth), Counted::Day) => (self.first, i64::from(nth) - 1),
            (Place::Back(nth), Counted::Day) => (end, -i64::from(nth)),
            (Place::Front(nth), Counted::Weekday(day)) => {
                let ahead = day.days_since(self.first.weekday());
                (
                    self.first.checked_add_days(Days::new(u64::from(ahead)))?,
                    (i64::from(nth) - 1) * 7,
                )
            }
            (Place::Back(nth), Counted::Weekday(day)) => {
                let back = (end.weekday().days_since(day) + 6) % 7 + 1;
                (
                    end.checked_sub_days(Days::new(u64::from(back)))?,
                    -(i64::from(nth) - 1) * 7,
                )
            }
        };
        let date = start.checked_add_signed(chrono::Duration::days(steps))?;
        (self.first..end).contains(&date).then_some(date)
    }
}

impl Reader<'_> {
    /// `the third Tuesday of September 2014`, `last day of October`, `fifth last day of May`.
    pub(super) fn nth(&self, at: usize) -> Option<Piece> {
        let start = self.skip(at, Meaning::Article);
        let (place, first_end) = self.place(start)?;
        let (counted, end, listed) = self.counted_behind(first_end)?;
        // "First and third Friday of March": the next one says the rest again.
        let own_end = |end| if listed { first_end } else { end };
        if let (Place::Front(nth) | Place::Back(nth), Counted::Weekday(weekday)) = (place, counted)
            && let Some((date, end)) = self.counted_from(nth, weekday, end)
        {
            return Some(Piece::day(
                Day::new(date, How::Relative),
                own_end(end),
                Rule::DayOfMonth,
            ));
        }
        let joint = self
            .past(end, Meaning::Of)
            .or_else(|| self.past(end, Meaning::Within));
        // "The first Friday this month" needs no joint.
        let chosen = self.which(end).map(|_| end);
        let (period, end) = self.period(joint.or(chosen)?)?;
        let mut date = period.find(place, counted)?;
        if period.floating && !self.is_ahead(date) {
            let first = period.first.checked_add_months(Months::new(12))?;
            date = Period { first, ..period }.find(place, counted)?;
        }
        Some(Piece::day(
            Day::new(date, How::Relative),
            own_end(end),
            Rule::DayOfMonth,
        ))
    }

    /// `next month on the first Friday`, `volgende maand op de 4e`.
    pub(super) fn in_period(&self, at: usize) -> Option<Piece> {
        self.which(at)?;
        let (period, end) = self.period(at).filter(|(it, _)| it.months == 1)?;
        let start = self.skip(self.skip_mark(end, ','), Meaning::On);
        let start = self.skip(start, Meaning::Article);
        let counted = self.place(start).and_then(|(place, end)| {
            let (counted, end) = self.counted(end)?;
            Some((period.find(place, counted)?, end))
        });
        let (date, end) = counted.or_else(|| {
            let (day, end) = self.ordinal(start).filter(|(_, end)| self.may_stop(*end))?;
            Some((period.first.with_day(day)?, end))
        })?;
        Some(Piece::day(
            Day::new(date, How::Relative),
            end,
            Rule::DayOfMonth,
        ))
    }

    /// What is counted behind one place or a few of them, and whether there are more.
    fn counted_behind(&self, at: usize) -> Option<(Counted, usize, bool)> {
        let mut at = at;
        for more in 0..=PLACES {
            if let Some((counted, end)) = self.counted(at) {
                return Some((counted, end, more > 0));
            }
            let joint = self
                .past(at, Meaning::And)
                .unwrap_or_else(|| self.skip_mark(self.skip_mark(at, ','), '&'));
            if joint == at {
                return None;
            }
            at = self.place(self.skip(joint, Meaning::Article))?.1;
        }
        None
    }

    fn place(&self, at: usize) -> Option<(Place, usize)> {
        if let Some(end) = self.past(at, Meaning::LastOf) {
            return Some((Place::Back(1), end));
        }
        let from_last = self.word(at, |it| match it {
            Meaning::FromLast(nth) => Some(nth),
            _ => None,
        });
        if let Some((nth, end)) = from_last {
            return Some((Place::Back(nth), end));
        }
        let (nth, end) = self.ordinal(at)?;
        Some(match self.past(end, Meaning::LastOf) {
            Some(end) => (Place::Back(nth), end),
            None => (Place::Front(nth), end),
        })
    }

    fn counted(&self, at: usize) -> Option<(Counted, usize)> {
        if let Some(end) = self.past(at, Meaning::UnitDay) {
            return Some((Counted::Day, end));
        }
        let name = self.weekday_name(at)?;
        Some((Counted::Weekday(name.day), name.end))
    }

    /// `the first week of October`: from its first Monday on.
    pub(super) fn nth_week(&self, at: usize) -> Option<Piece> {
        let start = self.skip(at, Meaning::Article);
        let (place, end) = self.place(start)?;
        let end = self.past(end, Meaning::UnitWeek)?;
        let (mut period, end) = self.period(self.past(end, Meaning::Of)?)?;
        let monday = |period: Period| period.find(place, Counted::Weekday(Weekday::Mon));
        if period.floating && monday(period)? < self.today() {
            period.first = shifted(period.first, 12)?;
        }
        week_of(monday(period)?, end)
    }

    /// `second weekend of December`, `Halloween weekend`.
    pub(super) fn weekend_of(&self, at: usize) -> Option<Piece> {
        let noun = Meaning::GroupNoun(DayGroup::Weekend);
        if let Some((_, end)) = self.feast_name(at) {
            let end = self.past(end, noun)?;
            let What::Day(feast) = self.feast(at)?.what else {
                return None;
            };
            return weekend(in_week_of(feast.date, Weekday::Sat, Weekday::Mon)?, end);
        }
        let (place, end) = self.place(at)?;
        let (mut period, end) = self.period(self.past(self.past(end, noun)?, Meaning::Of)?)?;
        let saturday = |period: Period| period.find(place, Counted::Weekday(Weekday::Sat));
        if period.floating && !self.is_ahead(saturday(period)?) {
            period.first = shifted(period.first, 12)?;
        }
        weekend(saturday(period)?, end)
    }

    /// `the week of October 6th`.
    pub(super) fn week_of_day(&self, at: usize) -> Option<Piece> {
        let start = self.skip(at, Meaning::Article);
        let end = self.past(start, Meaning::UnitWeek)?;
        let (date, end) = self.anchor(self.past(end, Meaning::Of)?)?;
        week_of(date, end)
    }

    /// `third Tuesday after Christmas`.
    pub(super) fn counted_from(
        &self,
        nth: u32,
        weekday: Weekday,
        at: usize,
    ) -> Option<(NaiveDate, usize)> {
        let (back, start) = match self.past(at, Meaning::After) {
            Some(end) => (false, end),
            None => (true, self.past(at, Meaning::Before)?),
        };
        let (anchor, end) = self.anchor(start)?;
        let weeks = u64::from(nth.checked_sub(1)?) * 7;
        let first = if back {
            let back = (anchor.weekday().days_since(weekday) + 6) % 7 + 1;
            return Some((
                anchor.checked_sub_days(Days::new(weeks + u64::from(back)))?,
                end,
            ));
        } else {
            (weekday.days_since(anchor.weekday()) + 6) % 7 + 1
        };
        Some((
            anchor.checked_add_days(Days::new(weeks + u64::from(first)))?,
            end,
        ))
    }

    /// A month or year that days are counted in.
    pub(super) fn period(&self, at: usize) -> Option<(Period, usize)> {
        let start = self.skip(at, Meaning::Article);
        let this_month = self.today().with_day(1)?;
        let chosen = self.which(start);
        if let Some((which, end)) = chosen {
            let offset = which.offset();
            if let Some(end) = self.past(end, Meaning::UnitMonth) {
                return Some((Period::month(shifted(this_month, offset)?, false), end));
            }
            let end = self.past(end, Meaning::UnitYear)?;
            let first = NaiveDate::from_ymd_opt(self.today().year() + offset, 1, 1)?;
            return Some((Period::year(first), end));
        }
        if start > at
            && let Some(end) = self.past(start, Meaning::UnitMonth)
        {
            return Some((Period::month(this_month, false), end));
        }
        if start > at
            && let Some(end) = self.past(start, Meaning::UnitYear)
        {
            let first = NaiveDate::from_ymd_opt(self.today().year(), 1, 1)?;
            return Some((Period::year(first), end));
        }
        if let Some((month, end)) = self.month_name(start) {
            let (year, end) = self.year_behind(end, false);
            let first = NaiveDate::from_ymd_opt(year.unwrap_or(self.today().year()), month, 1)?;
            return Some((Period::month(first, year.is_none()), end));
        }
        let (year, end) = self.year(start)?;
        Some((Period::year(NaiveDate::from_ymd_opt(year, 1, 1)?), end))
    }

    /// `the second closest Monday to October 5th`.
    pub(super) fn closest(&self, at: usize) -> Option<Piece> {
        let start = self.skip(at, Meaning::Article);
        let (nth, start) = self.ordinal(start).unwrap_or((1, start));
        let end = self.past(start, Meaning::Closest)?;
        let name = self.weekday_name(end)?;
        let (anchor, end) = self.anchor(self.past(name.end, Meaning::CloseTo)?)?;
        let ahead = i64::from(name.day.days_since(anchor.weekday()));
        let mut around: Vec<i64> = (-3..=3).map(|week| ahead + week * 7).collect();
        around.sort_by_key(|days| days.abs());
        let days = *around.get(usize::try_from(nth).ok()?.checked_sub(1)?)?;
        let date = anchor.checked_add_signed(chrono::Duration::days(days))?;
        Some(Piece::day(
            Day::new(date, How::Relative),
            end,
            Rule::DayOfMonth,
        ))
    }

    /// `the 24th`, `20 of next month`, `on the first`.
    pub(super) fn of_month(&self, at: usize) -> Option<Piece> {
        if !self.may_start(at) {
            return None;
        }
        let start = self.skip(at, Meaning::Article);
        let start = self.skip(start, Meaning::On);
        let (day, ordinal, end) = self.day_number(start)?;
        let found = |date| Piece::day(Day::new(date, How::OfMonth), end, Rule::DayOfMonth);
        if self.month_name(self.of_joint(end)).is_some() {
            return None;
        }
        if let Some(piece) = self.day_of_period(at) {
            return Some(piece);
        }
        let article = start > at;
        let led = self.is_led(at, |it| matches!(it, Meaning::On | Meaning::OnDay));
        let shown = ordinal || article && self.tokens.number(start).is_some();
        let clock = || ordinal && (article || led) && self.clock_follows(end);
        let told = article || self.tokens.number(start).is_some();
        let whole = told && self.is_whole(at, end);
        if !shown || !(led && self.is_alone(end) || whole || clock()) {
            return None;
        }
        let first = self.today().with_day(1)?;
        let date = (0..4)
            .filter_map(|ahead| first.checked_add_months(Months::new(ahead))?.with_day(day))
            .find(|it| *it >= self.today())?;
        Some(found(date))
    }
}

impl Reader<'_> {
    /// `the 4th of next month`, `20 of this month`.
    pub(super) fn day_of_period(&self, at: usize) -> Option<Piece> {
        let start = self.skip(self.skip(at, Meaning::Article), Meaning::On);
        let (day, ordinal, end) = self.day_number(start)?;
        let joint = self.of_joint(end);
        let (period, behind) = self
            .period(joint)
            .filter(|(it, _)| (joint > end || ordinal) && it.months == 1 && !it.floating)?;
        let date = period.first.with_day(day)?;
        // "The first of the month" is the next one, unless it is said to be this month's.
        let next = self.past(joint, Meaning::Article).is_some()
            && self.which(self.skip(joint, Meaning::Article)).is_none()
            && date < self.today();
        let date = if next { shifted(date, 1)? } else { date };
        let day = Day::new(date, How::OfMonth);
        Some(Piece::day(day, behind, Rule::DayOfMonth))
    }

    /// The token behind *of* or *in* behind a day of the month, or the day's end.
    fn of_joint(&self, end: usize) -> usize {
        self.past(end, Meaning::Of)
            .or_else(|| self.past(end, Meaning::Within))
            .unwrap_or(end)
    }

    /// Whether a clock stands behind a day, perhaps behind a comma and a preposition.
    fn clock_follows(&self, end: usize) -> bool {
        let start = self.skip_mark(end, ',');
        let start = self.skip(start, Meaning::At);
        self.clock(start, false).is_some()
    }
}

impl Period {
    fn month(first: NaiveDate, floating: bool) -> Self {
        Self {
            first,
            months: 1,
            floating,
        }
    }

    fn year(first: NaiveDate) -> Self {
        Self {
            first,
            months: 12,
            floating: false,
        }
    }
}

fn weekend(saturday: NaiveDate, end: usize) -> Option<Piece> {
    let behind = saturday.checked_add_days(Days::new(2))?;
    Some(Piece {
        what: What::Span(Span {
            start: saturday.and_time(NaiveTime::MIN),
            end: Some(behind.and_time(NaiveTime::MIN)),
            grain: Grain::Day,
        }),
        end,
        rule: Rule::Span,
    })
}

/// The week of a date.
fn week_of(date: NaiveDate, end: usize) -> Option<Piece> {
    let monday = date.week(Weekday::Mon).checked_first_day()?;
    let behind = monday.checked_add_days(Days::new(7))?;
    Some(Piece {
        what: What::Span(Span {
            start: monday.and_time(NaiveTime::MIN),
            end: Some(behind.and_time(NaiveTime::MIN)),
            grain: Grain::Week,
        }),
        end,
        rule: Rule::Span,
    })
}

/// So many months later or earlier.
pub(super) fn shifted(date: NaiveDate, months: i32) -> Option<NaiveDate> {
    let by = Months::new(months.unsigned_abs());
    if months < 0 {
        date.checked_sub_months(by)
    } else {
        date.checked_add_months(by)
    }
}
