//! Lengths of time from now or from a day.
//!
//! ```text
//! shift  = within length [after day] | length ("ago" | "from now" | (after | before) day) | "upcoming" N days
//! length = amount ["more"] unit | ["the"] unit                      the latter only before a day
//! ```

use chrono::{Datelike, Days, Duration, NaiveDate, NaiveDateTime, NaiveTime, Timelike, Weekday};

use super::month_day::shifted;
use super::piece::{Day, How, Piece, Span, What};
use super::reader::Reader;
use crate::Rule;
use crate::language::Meaning;
use crate::moments::Grain;
use crate::scan::TokenKind;

/// A length of time; a weekday counts its days.
#[derive(Clone, Copy, Debug)]
enum Length {
    Seconds(i64),
    Days(i64),
    Months(i32),
    Weekdays(Weekday, i64),
}

/// A unit, and how many seconds, days or months it has.
#[derive(Clone, Copy)]
enum Unit {
    Seconds(i64),
    Days(i64),
    Months(i64),
    Weekday(Weekday),
}

/// Where a length of time begins.
#[derive(Clone, Copy)]
enum From {
    Now,
    Day(NaiveDate),
}

impl Reader<'_> {
    /// This moment.
    pub(super) fn now_said(&self, at: usize) -> Option<Piece> {
        let end = self.past(at, Meaning::Now)?;
        Some(moment(self.now, end, Rule::Now))
    }

    /// The length of time from a moment that begins at a token.
    pub(super) fn shift(&self, at: usize) -> Option<Piece> {
        if !self.may_start(at) {
            return None;
        }
        self.upcoming(at)
            .or_else(|| match self.past(at, Meaning::Within) {
                Some(start) => self.within(start),
                None => self.directed(at),
            })
    }

    /// `in 2 hours`, `over drie dagen na vandaag`.
    fn within(&self, at: usize) -> Option<Piece> {
        let (length, end) = self.length(self.skip(at, Meaning::About), true)?;
        let end = self.skip(end, Meaning::FromNow);
        if let Some(start) = self.past(end, Meaning::After)
            && let Some((date, end)) = self.start_of(start, length)
        {
            return self.shifted(From::Day(date), length, 1, end);
        }
        let lasts = self.past(end, Meaning::DurationAfter).is_some();
        (self.may_stop(end) && !lasts).then(|| self.shifted(From::Now, length, 1, end))?
    }

    /// The same as a day, where its length is of days and no word says that it has been.
    pub(super) fn day_off(&self, at: usize) -> Option<Piece> {
        let about = self.skip(at, Meaning::About);
        let one = self.one_unit(at);
        let (length, end) = self.length(about, false).or(one)?;
        let whole_unit = one.is_some() && !matches!(length, Length::Days(1));
        if matches!(length, Length::Seconds(_)) || whole_unit {
            return None;
        }
        if one.is_none()
            && let Some(end) = self.past(end, Meaning::FromToday)
        {
            return self.shifted(From::Now, length, 1, end);
        }
        let (sign, start) = match self.past(end, Meaning::After) {
            Some(start) => (1, start),
            None => (-1, self.past(end, Meaning::Before)?),
        };
        if self.past(end, Meaning::Since).is_some() {
            return None;
        }
        let (day, end) = self.anchor_day(start)?;
        let piece = self.shifted(From::Day(day.date), length, sign, end)?;
        Some(piece.in_part(day.part))
    }

    /// `two weeks ago`, `a day from now`, `3 days before Easter`, `the day after Christmas`.
    fn directed(&self, at: usize) -> Option<Piece> {
        let about = self.skip(at, Meaning::About);
        let (length, end) = self.length(about, false).or_else(|| self.one_unit(at))?;
        let counted = self.one_unit(at).is_none();
        // "Om 7 uur terug" is a clock.
        if self.is_led(at, |it| it == Meaning::ClockAt) {
            return None;
        }
        if counted && let Some(end) = self.past(end, Meaning::FromNow) {
            return self.shifted(From::Now, length, 1, end);
        }
        if counted && let Some(end) = self.past(end, Meaning::Ago) {
            return self.shifted(From::Now, length, -1, end);
        }
        let (sign, start) = match self.past(end, Meaning::After) {
            Some(start) => (1, start),
            None => (-1, self.past(end, Meaning::Before)?),
        };
        if let Some(end) = self.past(start, Meaning::Now) {
            return self.shifted(From::Now, length, sign, end);
        }
        if let (true, Length::Seconds(seconds)) = (counted, length)
            && let Some(piece) = self.beside_clock(start, seconds * i64::from(sign))
        {
            return Some(piece);
        }
        let (date, end) = self.start_of(start, length)?;
        if !counted && matches!(length, Length::Days(7)) {
            return whole_week(date, sign, end);
        }
        let piece = self.shifted(From::Day(date), length, sign, end)?;
        // "The day after tomorrow in the evening": the part of the day is that of the day it comes to.
        let part = self.anchor_day(start).and_then(|(day, _)| day.part);
        Some(piece.in_part(part))
    }

    /// `2 hours before noon`.
    fn beside_clock(&self, at: usize, seconds: i64) -> Option<Piece> {
        if seconds % 3600 != 0 {
            return None;
        }
        let piece = self.clock(at, true)?;
        let What::Clock(clock) = piece.what else {
            return None;
        };
        let from = self.next_clock(clock, None)?.start;
        let by = Duration::try_seconds(seconds)?;
        Some(moment(from.checked_add_signed(by)?, piece.end, Rule::Shift))
    }

    /// `upcoming two days`, `two upcoming days`: as the last of them.
    fn upcoming(&self, at: usize) -> Option<Piece> {
        let (count, start) = if let Some(start) = self.past(at, Meaning::Upcoming) {
            self.cardinal(start)?
        } else {
            let (count, end) = self.cardinal(at)?;
            (count, self.past(end, Meaning::Upcoming)?)
        };
        let (unit, end) = self.unit(start)?;
        let length = measured(i64::from(count) * 100, unit)?;
        self.shifted(From::Now, length, 1, end)
    }

    /// A length of time that is no number of days: its seconds.
    pub(super) fn seconds(&self, at: usize) -> Option<(i64, usize)> {
        match self.length(at, true)? {
            (Length::Seconds(seconds), end) => Some((seconds, end)),
            _ => None,
        }
    }

    fn length(&self, at: usize, minute_marks: bool) -> Option<(Length, usize)> {
        let (hundredths, end) = self.amount(at)?;
        let end = self.skip(end, Meaning::More);
        if minute_marks && self.tokens.number(at).is_some() && self.tokens.is_glued(end) {
            let seconds = match self.tokens.kind(end) {
                Some(TokenKind::Mark('\'')) => Some(60),
                Some(TokenKind::Mark('"')) => Some(1),
                _ => None,
            };
            if let Some(seconds) = seconds {
                return Some((Length::Seconds(hundredths * seconds / 100), end + 1));
            }
        }
        let (unit, end) = self.unit(end)?;
        let (hundredths, end) = match self.past(end, Meaning::AndHalf) {
            Some(behind) => (hundredths + 50, behind),
            None => (hundredths, end),
        };
        let length = measured(hundredths, unit)?;
        Some(self.and_minutes(length, end))
    }

    /// `1 hour and 15 minutes`, `1u30`.
    fn and_minutes(&self, length: Length, end: usize) -> (Length, usize) {
        let Length::Seconds(seconds) = length else {
            return (length, end);
        };
        if seconds % 3600 != 0 {
            return (length, end);
        }
        if self.tokens.is_glued(end)
            && let Some((minutes @ 0..=59, 2)) = self.tokens.number(end)
        {
            return (Length::Seconds(seconds + i64::from(minutes) * 60), end + 1);
        }
        let more = self
            .cardinal(self.skip(end, Meaning::And))
            .and_then(|(count, end)| {
                Some((i64::from(count), self.past(end, Meaning::UnitMinute)?))
            });
        match more {
            Some((minutes, end)) => (Length::Seconds(seconds + minutes * 60), end),
            None => (length, end),
        }
    }

    /// `the day`, `a week`: one unit, which only a day behind it makes a moment.
    fn one_unit(&self, at: usize) -> Option<(Length, usize)> {
        let start = self.skip(at, Meaning::Article);
        let (unit, end) = self.unit(start)?;
        let named = matches!(unit, Unit::Days(_) | Unit::Months(_));
        named
            .then(|| measured(100, unit))?
            .map(|length| (length, end))
    }

    fn unit(&self, at: usize) -> Option<(Unit, usize)> {
        let calendar = self.word(at, |it| match it {
            Meaning::UnitDay => Some(Unit::Days(1)),
            Meaning::UnitWeek => Some(Unit::Days(7)),
            Meaning::UnitFortnight => Some(Unit::Days(14)),
            Meaning::UnitMonth => Some(Unit::Months(1)),
            Meaning::UnitQuarter => Some(Unit::Months(3)),
            Meaning::UnitHalfYear => Some(Unit::Months(6)),
            Meaning::UnitYear => Some(Unit::Months(12)),
            Meaning::UnitSecond => Some(Unit::Seconds(1)),
            Meaning::UnitMinute => Some(Unit::Seconds(60)),
            Meaning::UnitQuarterHour => Some(Unit::Seconds(900)),
            Meaning::UnitHalfHour => Some(Unit::Seconds(1800)),
            Meaning::UnitHour | Meaning::HourUnit => Some(Unit::Seconds(3600)),
            _ => None,
        });
        calendar.or_else(|| {
            self.word(at, |it| match it {
                Meaning::Weekday(day) | Meaning::EachWeekday(day) => Some(Unit::Weekday(day)),
                _ => None,
            })
        })
    }

    /// The day a length begins on. A year is counted from the feast that was, anything shorter from the one to come.
    fn start_of(&self, at: usize, length: Length) -> Option<(NaiveDate, usize)> {
        if matches!(length, Length::Months(12..))
            && let Some(((feast, _), end)) = self.feast_name(at)
            && self.year(end).is_none()
        {
            return Some((self.feast_before(feast)?, end));
        }
        self.anchor(at)
    }

    /// A day on its own, as others hang on it.
    pub(super) fn anchor(&self, at: usize) -> Option<(NaiveDate, usize)> {
        if let Some((day, end)) = self.anchor_day(at) {
            return Some((day.date, end));
        }
        let start = self.skip(at, Meaning::Article);
        let (_, 4) = self.tokens.number(start)? else {
            return None;
        };
        let (year, end) = self.year(start)?;
        Some((NaiveDate::from_ymd_opt(year, 1, 1)?, end))
    }

    /// The same with what is said of its part; that of a feast is its own.
    fn anchor_day(&self, at: usize) -> Option<(Day, usize)> {
        let start = self.skip(at, Meaning::Article);
        let inner = self.deeper()?;
        let piece = inner
            .relative(at)
            .or_else(|| inner.dated(start))
            .or_else(|| inner.feast(at))
            .or_else(|| inner.weekday(at))
            .or_else(|| inner.weekday(start))
            .or_else(|| inner.of_month(at))?;
        let What::Day(day) = piece.what else {
            return None;
        };
        let part = day.part.filter(|_| piece.rule != Rule::Feast);
        (day.how != How::Impossible).then_some((Day { part, ..day }, piece.end))
    }

    fn shifted(&self, from: From, length: Length, sign: i32, end: usize) -> Option<Piece> {
        let start = match from {
            From::Now => self.today(),
            From::Day(date) => date,
        };
        let date = match length {
            Length::Seconds(seconds) => {
                let from = match from {
                    From::Now => self.now,
                    From::Day(date) => date.and_time(NaiveTime::MIN),
                };
                let by = Duration::try_seconds(seconds * i64::from(sign))?;
                return Some(moment(from.checked_add_signed(by)?, end, Rule::Shift));
            }
            Length::Days(days) => {
                start.checked_add_signed(Duration::try_days(days * i64::from(sign))?)?
            }
            Length::Months(months) => shifted(start, months * sign)?,
            Length::Weekdays(day, count) => {
                let first = if sign > 0 {
                    i64::from(day.days_since(start.weekday()) + 6) % 7 + 1
                } else {
                    i64::from(start.weekday().days_since(day) + 6) % 7 + 1
                };
                let days = (first + (count - 1) * 7) * i64::from(sign);
                start.checked_add_signed(Duration::try_days(days)?)?
            }
        };
        let how = match length {
            Length::Weekdays(..) => How::Relative,
            _ => How::Counted,
        };
        Some(Piece::day(Day::new(date, how), end, Rule::Shift))
    }
}

/// `the week after Easter`: from Monday on.
fn whole_week(date: NaiveDate, sign: i32, end: usize) -> Option<Piece> {
    let monday = date.week(Weekday::Mon).checked_first_day()?;
    let first = monday.checked_add_signed(Duration::days(i64::from(sign) * 7))?;
    let behind = first.checked_add_days(Days::new(7))?;
    Some(Piece {
        what: What::Span(Span {
            start: first.and_time(NaiveTime::MIN),
            end: Some(behind.and_time(NaiveTime::MIN)),
            grain: Grain::Week,
        }),
        end,
        rule: Rule::Shift,
    })
}

/// A moment, to the minute: `4,5 minuten` begin within one.
fn moment(at: NaiveDateTime, end: usize, rule: Rule) -> Piece {
    Piece {
        what: What::Moment(at.with_second(0).unwrap_or(at)),
        end,
        rule,
    }
}

/// So many hundredths of a unit.
fn measured(hundredths: i64, unit: Unit) -> Option<Length> {
    let whole = hundredths / 100;
    Some(match unit {
        Unit::Seconds(seconds) => Length::Seconds(hundredths * seconds / 100),
        Unit::Days(1) if hundredths % 100 != 0 => Length::Seconds(hundredths * 864),
        Unit::Days(days) => Length::Days(hundredths * days / 100),
        Unit::Months(months) => Length::Months(i32::try_from(hundredths * months / 100).ok()?),
        Unit::Weekday(day) if whole > 0 => Length::Weekdays(day, whole),
        Unit::Weekday(_) => return None,
    })
}
