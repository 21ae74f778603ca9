//! Dates in digits only.
//!
//! ```text
//! numeric = D mark M [mark Y] | Y mark M mark D | YYYYMMDD | YYYY MM DD        mark: / - .
//! ```
//!
//! The day comes first; the month does when only that fits, or when a weekday beside the date agrees only so.

use chrono::{Datelike, NaiveDate, Weekday};

use super::date::Written;
use super::piece::{Day, How};
use super::reader::Reader;
use crate::Rule;
use crate::expression::digits_at;
use crate::language::Meaning;

/// How far a day-first date with its weekday may lie ahead when the month-first one is much closer.
const FAR: i64 = 200;
/// What is much closer.
const NEAR: i64 = 60;

/// Up to three numbers between equal marks.
struct Parts {
    numbers: [(u32, usize); 3],
    count: usize,
    mark: char,
    spaced: bool,
    end: usize,
}

impl Reader<'_> {
    /// The date in digits that begins at a token, `weekday` being said before it; a date is `meant` behind a weekday
    /// or as the end of a range.
    pub(super) fn numeric(
        &self,
        at: usize,
        weekday: Option<Weekday>,
        meant: bool,
    ) -> Option<(Day, usize, Rule)> {
        if let Some((date, end)) = self.compact(at) {
            return Some((Day::new(date, How::Full), end, Rule::NumericDate));
        }
        let parts = self.parts(at)?;
        let range = parts.mark != '-'
            && self.tokens.is_mark(parts.end, '-')
            && self.parts(parts.end + 1).is_some();
        let stops = range || self.may_stop(parts.end) || self.iso_letter(parts.end) > parts.end;
        let never = parts.count == 2
            && !meant
            && !self.clock_behind(parts.end)
            && self.past(at, Meaning::NoDate).is_some();
        // "2026-12-24-B7" is a number of something.
        let goes_on = self.glued_mark(parts.end, &[parts.mark]).is_some() && !parts.spaced;
        if !stops || never || goes_on {
            return None;
        }
        let [(first, width), (second, _), (third, last_width)] = parts.numbers;
        if width == 4 {
            return self.iso(&parts);
        }
        let year = match (parts.count, last_width) {
            (2, _) if !self.is_date_without_year(at, &parts, meant) => return None,
            (2, _) => None,
            (_, 4) => Some(third.cast_signed()),
            (_, 2) => Some(self.century(third)),
            _ => return None,
        };
        let (weekday, end) = self.weekday_behind(parts.end, weekday);
        let Some((date, how)) = self.either_order(year, first, second, weekday) else {
            // "30/02", but not "45/60".
            let looks_right = (1..=31).contains(&first) && (1..=12).contains(&second);
            return looks_right.then(|| (self.no_day(), end, Rule::NumericDate));
        };
        let end = self.closing_dot(&parts, end);
        Some((Day::new(date, how), end, Rule::NumericDate))
    }

    /// `20161016`, `2016 10 16`.
    fn compact(&self, at: usize) -> Option<(NaiveDate, usize)> {
        let (value, width) = self.tokens.number(at)?;
        let date = |year: u32, month, day| {
            NaiveDate::from_ymd_opt(year.cast_signed(), month, day)
                .filter(|it| (1900..2200).contains(&it.year()))
        };
        if width == 8 && self.may_stop(at + 1) {
            return date(value / 10_000, value / 100 % 100, value % 100).map(|it| (it, at + 1));
        }
        let ((month, 2), (day, 2)) = (self.tokens.number(at + 1)?, self.tokens.number(at + 2)?)
        else {
            return None;
        };
        (width == 4 && self.may_stop(at + 3))
            .then(|| date(value, month, day))
            .flatten()
            .map(|it| (it, at + 3))
    }

    fn parts(&self, at: usize) -> Option<Parts> {
        let first = self
            .tokens
            .number(at)
            .filter(|(_, width)| matches!(width, 1 | 2 | 4))?;
        let marks = ['/', '-', '.'];
        let glued = self.glued_mark(at + 1, &marks);
        let mark = glued.or_else(|| {
            ['/', '-']
                .into_iter()
                .find(|it| self.tokens.is_mark(at + 1, *it) && !self.tokens.is_glued(at + 1))
        })?;
        let second = self
            .tokens
            .number(at + 2)
            .filter(|(_, width)| *width <= 2)?;
        let mut parts = Parts {
            numbers: [first, second, (0, 0)],
            count: 2,
            mark,
            spaced: glued.is_none(),
            end: at + 3,
        };
        let more = if parts.spaced {
            self.tokens.is_mark(at + 3, mark)
        } else {
            self.glued_mark(at + 3, &[mark]).is_some()
        };
        if more && let Some(third) = self.tokens.number(at + 4) {
            parts.numbers[2] = third;
            parts.count = 3;
            parts.end = at + 5;
        }
        Some(parts)
    }

    fn iso(&self, parts: &Parts) -> Option<(Day, usize, Rule)> {
        let [(year, _), (second, _), (third, width)] = parts.numbers;
        if parts.count < 3 || width > 2 || parts.spaced {
            return None;
        }
        let year = year.cast_signed();
        let date = NaiveDate::from_ymd_opt(year, second, third)
            .or_else(|| NaiveDate::from_ymd_opt(year, third, second));
        let looks_right = (1..=12).contains(&second) && (1..=31).contains(&third);
        let day = match date {
            Some(date) => Day::new(date, How::Full),
            None if looks_right => self.no_day(),
            None => return None,
        };
        Some((day, self.iso_letter(parts.end), Rule::IsoDate))
    }

    /// The letter before an ISO clock belongs to neither.
    fn iso_letter(&self, end: usize) -> usize {
        let letter = self.tokens.text(end) == "t"
            && self.tokens.is_glued(end)
            && self.tokens.is_glued(end + 1)
            && self.tokens.number(end + 1).is_some();
        end + usize::from(letter)
    }

    /// Day first, unless only month first is possible or agrees with the weekday, or does so much closer to today.
    fn either_order(
        &self,
        year: Option<i32>,
        first: u32,
        second: u32,
        weekday: Option<Weekday>,
    ) -> Option<(NaiveDate, How)> {
        let day_first = self.calendar(Written::new(year, second, first), weekday);
        let month_first = self.calendar(Written::new(year, first, second), weekday);
        let (Some(usual), Some(other), Some(weekday)) = (day_first, month_first, weekday) else {
            return day_first.or(month_first);
        };
        let away = |date: NaiveDate| (date - self.today()).num_days().abs();
        let closer = year.is_none() && away(usual.0) > FAR && away(other.0) <= NEAR;
        let agrees = |date: NaiveDate| date.weekday() == weekday;
        let swapped = agrees(other.0) && (!agrees(usual.0) || closer);
        Some(if swapped { other } else { usual })
    }

    /// Whether two numbers are a date: a dash may be a score, a dot a clock, a slash a fraction.
    fn is_date_without_year(&self, at: usize, parts: &Parts, meant: bool) -> bool {
        let led = meant
            || self.is_led(at, |it| {
                matches!(
                    it,
                    Meaning::On | Meaning::OnDay | Meaning::This | Meaning::From
                )
            });
        let whole = self.is_whole(at, parts.end);
        if parts.spaced {
            return led || whole;
        }
        let [(first, first_width), (second, second_width), _] = parts.numbers;
        match parts.mark {
            '/' => {
                let fraction =
                    first < second && second <= 5 && first_width == 1 && second_width == 1;
                // Out of ten is how things are rated.
                let rating = second == 10 && first <= 10 && self.through(parts.end).is_none();
                let on = self.is_led(at, |it| matches!(it, Meaning::On | Meaning::OnDay));
                let sure = meant || whole || self.clock_behind(parts.end);
                sure || if rating { on } else { led || !fraction }
            }
            '-' => {
                let date_like = first > 12 && first_width == 2 && second_width == 2;
                // "Van 6-12" is an age as well.
                let from = self.is_led(at, |it| it == Meaning::From)
                    && !meant
                    && !self.is_led(at, |it| it == Meaning::OnDay)
                    && self.through(parts.end).is_none();
                led && !from || whole || date_like || self.clock_behind(parts.end)
            }
            _ => {
                led && !self.is_led(at, |it| matches!(it, Meaning::ClockAt))
                    || self.has_closing_dot(parts.end)
            }
        }
    }

    fn clock_behind(&self, end: usize) -> bool {
        let start = self.skip_mark(end, ',');
        let start = self.skip(start, Meaning::At);
        digits_at(self.tokens, start).is_some_and(|it| it.end > start + 1)
    }

    /// `7.2.`: a dot that is no full stop, since the sentence goes on.
    fn has_closing_dot(&self, end: usize) -> bool {
        let next = self.tokens.get(end + 1);
        self.tokens.is_mark(end, '.')
            && self.tokens.is_glued(end)
            && next.is_some_and(|it| it.is_spaced() && !it.capital)
    }

    fn closing_dot(&self, parts: &Parts, end: usize) -> usize {
        let dotted = parts.mark == '.' && parts.count == 2 && self.has_closing_dot(end);
        end + usize::from(dotted)
    }
}
