//! Numbers in digits and words.
//!
//! ```text
//! cardinal = digits | word | tens ["-"] word                 twenty-two, tweeëntwintig
//! ordinal  = digits suffix | word | tens ["-"] word          21st, twenty first, eenentwintigste
//! year     = YYYY | "'" YY | century (tens | "hundred" [["and"] cardinal]) | cardinal "thousand" [["and"] cardinal]
//! amount   = share | cardinal [("." | ",") digit] ["and a half"] | N "/" N            in hundredths
//! ```

use super::reader::Reader;
use crate::language::Meaning;

impl Reader<'_> {
    /// A count of at most four digits.
    pub(super) fn cardinal(&self, at: usize) -> Option<(u32, usize)> {
        if let Some((value, width)) = self.tokens.number(at) {
            return (width <= 4).then_some((value, at + 1));
        }
        if let Some(end) = self.past(at, Meaning::Hundred) {
            return Some((100, end));
        }
        let (value, end) = self.count_word(at)?;
        if let (1..=9, Some(end)) = (value, self.past(end, Meaning::Hundred)) {
            return Some((value * 100, end));
        }
        if value < 20 || value % 10 != 0 {
            return Some((value, end));
        }
        let unit = self.skip_mark(end, '-');
        match self.count_word(unit) {
            Some((more @ 1..=9, end)) if self.past(unit, Meaning::Indefinite).is_none() => {
                Some((value + more, end))
            }
            _ => Some((value, end)),
        }
    }

    fn count_word(&self, at: usize) -> Option<(u32, usize)> {
        self.word(at, |it| match it {
            Meaning::Count(count) => Some(count),
            _ => None,
        })
    }

    /// A cardinal in words that is no article.
    pub(super) fn spelled(&self, at: usize) -> Option<(u32, usize)> {
        if self.tokens.number(at).is_some() || self.past(at, Meaning::Indefinite).is_some() {
            return None;
        }
        self.cardinal(at)
    }

    /// `21st`, `de 3e`, `twenty-first`.
    pub(super) fn ordinal(&self, at: usize) -> Option<(u32, usize)> {
        if let Some((value, end)) = self.short(at) {
            let glued = self.tokens.is_glued(end);
            return self
                .past(end, Meaning::OrdinalSuffix)
                .filter(|_| glued)
                .map(|end| (value, end));
        }
        if let Some(found) = self.nth_word(at) {
            return Some(found);
        }
        let (tens @ (20 | 30), end) = self.count_word(at)? else {
            return None;
        };
        let unit = self.skip_mark(end, '-');
        match self.nth_word(unit)? {
            (more @ 1..=9, end) => Some((tens + more, end)),
            _ => None,
        }
    }

    fn nth_word(&self, at: usize) -> Option<(u32, usize)> {
        self.word(at, |it| match it {
            Meaning::Nth(value) => Some(value),
            _ => None,
        })
    }

    /// A day of a month in any form, and whether it is an ordinal.
    pub(super) fn day_number(&self, at: usize) -> Option<(u32, bool, usize)> {
        let (day, ordinal, end) = match self.ordinal(at) {
            Some((day, end)) => (day, true, end),
            None => match self.short(at) {
                Some((day, end)) => (day, false, end),
                None => self.spelled(at).map(|(day, end)| (day, false, end))?,
            },
        };
        (1..=31).contains(&day).then_some((day, ordinal, end))
    }

    /// A year in four digits, in words, or as `'87`.
    pub(super) fn year(&self, at: usize) -> Option<(i32, usize)> {
        if let Some((year, 4)) = self.tokens.number(at) {
            return (1000..3000)
                .contains(&year)
                .then_some((year.cast_signed(), at + 1));
        }
        if self.tokens.is_mark(at, '\'')
            && let Some((year, 2)) = self.tokens.number(at + 1)
            && self.tokens.is_glued(at + 1)
        {
            return Some((self.century(year), at + 2));
        }
        self.spelled_year(at)
            .map(|(year, end)| (year.cast_signed(), end))
    }

    fn spelled_year(&self, at: usize) -> Option<(u32, usize)> {
        let base = |it| match it {
            Meaning::YearBase(base) => Some(base),
            _ => None,
        };
        if let Some((base, end)) = self.word(at, base) {
            return Some(self.and_more(base, end));
        }
        let (first, end) = self.spelled(at)?;
        if let (1..=9, Some(end)) = (first, self.past(end, Meaning::Thousand)) {
            return Some(self.and_more(first * 1000, end));
        }
        if !(15..=20).contains(&first) {
            return None;
        }
        if let Some(end) = self.past(end, Meaning::Hundred) {
            return Some(self.and_more(first * 100, end));
        }
        // "Nineteen oh five".
        if let Some(start) = self.past(end, Meaning::Zero) {
            let (rest, end) = self.spelled(start).filter(|(rest, _)| *rest <= 9)?;
            return Some((first * 100 + rest, end));
        }
        match self.spelled(end)? {
            (rest @ 10..=99, end) => Some((first * 100 + rest, end)),
            _ => None,
        }
    }

    /// `two thousand [and] thirty two`.
    fn and_more(&self, base: u32, end: usize) -> (u32, usize) {
        match self.spelled(self.skip(end, Meaning::And)) {
            Some((more @ 1..=99, end)) => (base + more, end),
            _ => (base, end),
        }
    }

    /// The year of two digits: this century's up to twenty years from now.
    pub(super) fn century(&self, year: u32) -> i32 {
        use chrono::Datelike;
        let this = 2000 + year.cast_signed();
        if this <= self.today().year() + 20 {
            this
        } else {
            this - 100
        }
    }

    /// How many units are meant, in hundredths.
    pub(super) fn amount(&self, at: usize) -> Option<(i64, usize)> {
        let share = |it| match it {
            Meaning::Share(share) => Some(share),
            _ => None,
        };
        if let Some((share, end)) = self.word(at, share) {
            return Some((i64::from(share), end));
        }
        let (whole, end) = self.cardinal(at)?;
        let hundredths = i64::from(whole) * 100;
        if self.tokens.number(at).is_some()
            && let Some(mark) = self.glued_mark(end, &['.', ',', '/'])
        {
            let (more, width) = self.tokens.number(end + 1)?;
            let more = i64::from(more);
            return match (mark, width) {
                ('/', 1) => hundredths.checked_div(more).map(|it| (it, end + 2)),
                ('/', _) => None,
                (_, 1) => Some((hundredths + more * 10, end + 2)),
                (_, 2) => Some((hundredths + more, end + 2)),
                _ => None,
            };
        }
        // "2 1/2".
        if let (Some((part @ 1..=9, 1)), Some((of @ 2..=9, 1))) =
            (self.tokens.number(end), self.tokens.number(end + 2))
            && self.glued_mark(end + 1, &['/']).is_some()
        {
            return Some((hundredths + i64::from(part * 100 / of), end + 3));
        }
        match self.past(end, Meaning::AndHalf) {
            Some(end) => Some((hundredths + 50, end)),
            None => Some((hundredths, end)),
        }
    }
}
