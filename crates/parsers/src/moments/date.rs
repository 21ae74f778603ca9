//! Dates with a month's name, with or without weekday and year.
//!
//! ```text
//! dated = [weekday joint] (named | numeric) [["("] weekday [")"]]
//! named = day ["of"] month [year] | month ["the"] day [year] | three of them in any order between equal marks
//! range = day through named | named through (named | day)
//! year  = [","] ["in" | "of"] (YYYY | words) | "'" YY
//! ```

use chrono::{Datelike, NaiveDate, Weekday};

use super::piece::{Day, How, Piece};
use super::reader::Reader;
use crate::Rule;
use crate::expression::{digits_at, listed_day};
use crate::language::{Meaning, is_known};
use crate::scan::TokenKind;

/// How many years ahead a date without a year is looked for; 29 February may be eight years away.
const YEARS_AHEAD: i32 = 8;

/// Day, month and perhaps year, as written.
#[derive(Clone, Copy, Debug)]
pub(super) struct Written {
    pub(super) year: Option<i32>,
    pub(super) month: u32,
    pub(super) day: u32,
}

impl Written {
    pub(super) fn new(year: Option<i32>, month: u32, day: u32) -> Self {
        Self { year, month, day }
    }
}

impl Reader<'_> {
    /// The date that begins at a token, its weekday included.
    pub(super) fn dated(&self, at: usize) -> Option<Piece> {
        let this = self.past(at, Meaning::This);
        // "Next Friday, 7 June": the date says more than the choice.
        let chosen = self
            .which(at)
            .filter(|(_, end)| self.weekday_name(*end).is_some());
        let first = this
            .or(chosen.map(|(_, end)| end))
            .unwrap_or_else(|| self.skip(at, Meaning::Article));
        let (weekday, part, start) = match self.weekday_name(first) {
            Some(name) => (Some(name.day), name.part, self.date_joint(name.end)),
            None => (None, None, first),
        };
        let (mut day, end, rule) = self.date(start, weekday)?;
        // "This 12/5" is this year's, even when it has passed.
        if this.is_some() && weekday.is_none() && day.how == How::Yearless {
            day.date = day.date.with_year(self.today().year())?;
        }
        if day.how == How::Yearless
            && day.date > self.today()
            && self.is_led(at, |it| it == Meaning::Since)
        {
            day.date = day.date.with_year(day.date.year() - 1)?;
        }
        let (behind, end) = match part {
            Some(_) => (part, end),
            None => self.part_behind(end),
        };
        day.part = behind;
        Some(Piece::day(day, end, rule))
    }

    /// The date or range of dates that begins at a token, `weekday` being said before it.
    pub(super) fn date(&self, at: usize, weekday: Option<Weekday>) -> Option<(Day, usize, Rule)> {
        if !self.may_start(at) && weekday.is_none() {
            return None;
        }
        if let Some(found) = self.day_range(at).or_else(|| self.listed(at)) {
            return Some(found);
        }
        if let Some((written, end)) = self.named(at) {
            let (weekday, end) = self.weekday_behind(end, weekday);
            let Some((date, how)) = self.calendar(written, weekday) else {
                return Some((self.no_day(), end, Rule::NamedDate));
            };
            return Some(self.through_date(Day::new(date, how), end, Rule::NamedDate));
        }
        self.too_late_in_month(at).or_else(|| {
            self.numeric(at, weekday, weekday.is_some())
                .map(|(day, end, rule)| self.through_date(day, end, rule))
        })
    }

    /// The day of a date that no calendar has.
    pub(super) fn no_day(&self) -> Day {
        Day::new(self.today(), How::Impossible)
    }

    /// `32 maart`: a number before a month that no month has so many days for.
    fn too_late_in_month(&self, at: usize) -> Option<(Day, usize, Rule)> {
        let (number @ 32.., end) = self.short(at)? else {
            return None;
        };
        let (_, end) = self
            .month_name(end)
            .filter(|_| !self.is_common_month(end))?;
        (number > 31).then(|| (self.no_day(), end, Rule::NamedDate))
    }

    /// A comma, dash, *the*, *on* between a weekday and its date.
    fn date_joint(&self, at: usize) -> usize {
        let at = self.skip_mark(at, ',');
        let at = self.skip_mark(at, '-');
        let at = self.skip(at, Meaning::On);
        self.skip(at, Meaning::Article)
    }

    /// `7 feb (za)`, `Jul 18, Fri`.
    pub(super) fn weekday_behind(
        &self,
        end: usize,
        weekday: Option<Weekday>,
    ) -> (Option<Weekday>, usize) {
        let open = self.tokens.is_mark(end, '(');
        let start = if open {
            end + 1
        } else {
            self.skip_mark(end, ',')
        };
        if weekday.is_some() || (start == end && !self.tokens.is_word(start)) {
            return (weekday, end);
        }
        match self.weekday_name(start) {
            Some(name) if open => (Some(name.day), self.skip_mark(name.end, ')')),
            Some(name) if start > end => (Some(name.day), name.end),
            _ => (None, end),
        }
    }

    /// The date of a day and month, seen from today, in a year where its weekday agrees if one is near.
    pub(super) fn calendar(
        &self,
        written: Written,
        weekday: Option<Weekday>,
    ) -> Option<(NaiveDate, How)> {
        let in_year = |year| NaiveDate::from_ymd_opt(year, written.month, written.day);
        if let Some(year) = written.year {
            return in_year(year).map(|date| (date, How::Full));
        }
        let this = self.today().year();
        let mut ahead = (this..=this + YEARS_AHEAD)
            .filter_map(in_year)
            .filter(|date| *date >= self.today());
        let next = ahead.next()?;
        let agrees = |date: &NaiveDate| weekday.is_none_or(|it| date.weekday() == it);
        let nearby = [
            Some(next),
            in_year(next.year() + 1),
            in_year(next.year() - 1),
        ];
        let date = nearby.into_iter().flatten().find(agrees).unwrap_or(next);
        Some((date, How::Yearless))
    }

    fn named(&self, at: usize) -> Option<(Written, usize)> {
        self.joined(at)
            .or_else(|| self.year_first(at))
            .or_else(|| self.day_first(at))
            .or_else(|| self.month_first(at))
    }

    /// `2016 January 2`.
    fn year_first(&self, at: usize) -> Option<(Written, usize)> {
        let (year, 4) = self.tokens.number(at)? else {
            return None;
        };
        let start = self.skip_mark(at + 1, ',');
        self.month_name(start)?;
        let (written, end) = self.month_first(start)?;
        let year = written.year.unwrap_or(year.cast_signed());
        Some((
            Written {
                year: Some(year),
                ..written
            },
            end,
        ))
    }

    /// `23/Sep/2020`, `2019-aug-1`, `2/okt`: one month's name among one or two numbers.
    fn joined(&self, at: usize) -> Option<(Written, usize)> {
        let mark = self.glued_mark(at + 1, &['/', '-', '.'])?;
        let (mut year, mut month, mut day) = (None, None, None);
        let mut end = at;
        for _ in 0..3 {
            if let Some((found, width)) = self.tokens.number(end) {
                match width {
                    4 if year.is_none() => year = Some(found.cast_signed()),
                    1 | 2 if day.is_none() => day = Some(found),
                    2 if year.is_none() => year = Some(self.century(found)),
                    _ => return None,
                }
            } else if month.is_none() {
                month = Some(self.month_name(end)?.0);
            } else {
                return None;
            }
            end += 1;
            if self.glued_mark(end, &[mark]).is_none() || self.month_and_number(end + 1).is_none() {
                break;
            }
            end += 1;
        }
        let written = Written::new(year, month?, day?);
        ((1..=31).contains(&written.day) && self.may_stop(end)).then_some((written, end))
    }

    fn month_and_number(&self, at: usize) -> Option<usize> {
        let number = self.tokens.number(at).map(|_| at + 1);
        number.or_else(|| self.month_name(at).map(|(_, end)| end))
    }

    fn day_first(&self, at: usize) -> Option<(Written, usize)> {
        let (day, ordinal, end) = self.day_number(at)?;
        let end = self.skip(end, Meaning::UnitDay);
        let of = self.past(end, Meaning::Of);
        let start = of.unwrap_or(end);
        let (month, month_end) = self.month_name(start)?;
        let in_words = self.tokens.number(at).is_none();
        // "One may ask": a word before a month that is a word too.
        if in_words && of.is_none() && self.is_common_month(start) {
            return None;
        }
        let (year, end) = self.year_behind(month_end, ordinal || of.is_some());
        Some((Written::new(year, month, day), end))
    }

    fn month_first(&self, at: usize) -> Option<(Written, usize)> {
        let (month, end) = self.month_name(at)?;
        let start = self.skip(self.skip_mark(end, ','), Meaning::Article);
        let (day, ordinal, end) = self.day_number(start)?;
        let in_words = self.tokens.number(start).is_none();
        // `in maart 20:00` names no day.
        if digits_at(self.tokens, start).is_some()
            || (in_words && !ordinal && (day == 1 || day < 10 && self.is_common_month(at)))
            || !(self.may_stop(end) || self.through(end).is_some())
            || self.is_length(end)
        {
            return None;
        }
        let (year, end) = self.year_behind(end, ordinal);
        Some((Written::new(year, month, day), end))
    }

    /// Whether the number before is a length of time: `Jan 12 jaar`.
    pub(super) fn is_length(&self, end: usize) -> bool {
        self.word(end, |it| {
            matches!(
                it,
                Meaning::UnitYear | Meaning::UnitMonth | Meaning::UnitWeek
            )
            .then_some(())
        })
        .is_some()
    }

    /// A month's name, with the dot of an abbreviation.
    pub(super) fn month_name(&self, at: usize) -> Option<(u32, usize)> {
        let (month, end) = self.word(at, |it| match it {
            Meaning::Month(month) => Some(month),
            _ => None,
        })?;
        // "De mei-editie" is one word.
        if self.glued_mark(end, &['-']).is_some()
            && self.tokens.is_word(end + 1)
            && !is_known(self.tokens, end + 1)
        {
            return None;
        }
        // A dot before a capital or at the end of a line closes the sentence as well.
        let goes_on = self.tokens.get(end + 1).is_some_and(|next| {
            next.kind != TokenKind::Break && !(next.capital && next.is_spaced())
        });
        let abbreviated = self.tokens.is_mark(end, '.')
            && self.tokens.is_glued(end)
            && self.tokens.text(at).len() <= 4
            && goes_on;
        Some((month, end + usize::from(abbreviated)))
    }

    /// `may` in small letters, a verb elsewhere.
    pub(super) fn is_common_month(&self, at: usize) -> bool {
        self.past(at, Meaning::AlsoWord).is_some()
            && self.tokens.get(at).is_none_or(|it| !it.capital)
    }

    /// The year behind a date; two digits count only behind *of* or at the end of a date that has an ordinal.
    pub(super) fn year_behind(&self, end: usize, short: bool) -> (Option<i32>, usize) {
        let start = self.skip_mark(end, ',');
        let led = self
            .past(start, Meaning::Within)
            .or_else(|| self.past(start, Meaning::Of));
        let start = led.unwrap_or(start);
        if let Some((year, behind)) = self.said_year(start)
            && digits_at(self.tokens, start).is_none()
            && self.may_stop(behind)
        {
            return (Some(year), behind);
        }
        let two = self.tokens.number(start).filter(|(_, width)| *width == 2);
        match two {
            Some((year, _))
                if (led.is_some() || short)
                    && digits_at(self.tokens, start).is_none()
                    && self.may_stop(start + 1)
                    && !self.tokens.is_word(start + 1) =>
            {
                (Some(self.century(year)), start + 1)
            }
            _ => (None, end),
        }
    }

    /// A year, or one that hangs on this one: `volgend jaar`.
    pub(super) fn said_year(&self, at: usize) -> Option<(i32, usize)> {
        self.year(at).or_else(|| {
            let (which, end) = self.which(at)?;
            let end = self.past(end, Meaning::UnitYear)?;
            Some((self.today().year() + which.offset(), end))
        })
    }

    pub(super) fn through(&self, at: usize) -> Option<usize> {
        if self.tokens.is_mark(at, '-') {
            return Some(at + 1);
        }
        self.past(at, Meaning::Through)
    }

    /// `5-7 maart`, `van 5 tot 7 maart`.
    fn day_range(&self, at: usize) -> Option<(Day, usize, Rule)> {
        let (day, _, end) = self.day_number(at)?;
        let start = self.through(end).or_else(|| self.past(end, Meaning::And))?;
        let (last, end) = self.day_first(self.skip(start, Meaning::Article))?;
        let (first, how) = self.calendar(Written { day, ..last }, None)?;
        let year = last.year.unwrap_or(first.year());
        let last = NaiveDate::from_ymd_opt(year, last.month, last.day);
        let range = Day {
            last: last.filter(|it| *it > first),
            ..Day::new(first, how)
        };
        Some((range, end, Rule::DateRange))
    }

    /// `18` of `18, 25 August`: the month stands behind the last day only.
    fn listed(&self, at: usize) -> Option<(Day, usize, Rule)> {
        let (listed, end) = listed_day(self.tokens, at)?;
        let written = Written::new(listed.year, listed.month, listed.day);
        let (date, how) = self.calendar(written, None)?;
        Some((Day::new(date, how), end, Rule::NamedDate))
    }

    /// The end of a range behind its first date.
    fn through_date(&self, day: Day, end: usize, rule: Rule) -> (Day, usize, Rule) {
        let found = self.through(end).and_then(|start| {
            let (last, last_end) = match self.named(start) {
                Some((written, end)) => (self.calendar(written, None)?.0, end),
                None => match self.numeric(start, None, true) {
                    Some((last, end, _)) => (last.date, end),
                    None => self.day_behind_month(day, start)?,
                },
            };
            (last > day.date).then_some((last, last_end))
        });
        match found {
            Some((last, end)) => (
                Day {
                    last: Some(last),
                    ..day
                },
                end,
                Rule::DateRange,
            ),
            None => (day, end, rule),
        }
    }

    /// `March 5-7`.
    fn day_behind_month(&self, day: Day, at: usize) -> Option<(NaiveDate, usize)> {
        let (last, _, end) = self.day_number(at)?;
        if digits_at(self.tokens, at).is_some() || !self.is_alone(end) {
            return None;
        }
        Some((day.date.with_day(last)?, end))
    }
}
