//! Days of the year that have a name: fixed ones, those that hang on Easter, those on the so many-th weekday.

use chrono::{Datelike, NaiveDate};

use super::piece::{Day, How, Piece};
use super::reader::Reader;
use crate::Rule;
use crate::holiday::Holiday;
use crate::language::{DayPart, Meaning};

impl Reader<'_> {
    /// `next Easter`, `kerst 2014`, `Black Friday`.
    pub(super) fn feast(&self, at: usize) -> Option<Piece> {
        if self.is_led(at, |it| it == Meaning::Wish) {
            return None;
        }
        let since = self.is_led(at, |it| it == Meaning::Since);
        let start = self.skip(at, Meaning::Article);
        let (last, start) = match self.which(start) {
            Some((which, end)) => (which.is_back(), self.skip(end, Meaning::Article)),
            None => (false, start),
        };
        let ((feast, part), end) = self.feast_name(start)?;
        let behind = self.skip(end, Meaning::Within);
        let behind = self.skip(behind, Meaning::Of);
        let year = self
            .said_year(behind)
            .filter(|(_, end)| self.may_stop(*end));
        let (date, how, end) = match year {
            Some((year, end)) => (feast.date(year)?, How::Full, end),
            None if last || since => (self.feast_before(feast)?, How::Relative, end),
            None => (self.feast_ahead(feast)?, How::Yearless, end),
        };
        let day = Day {
            part,
            ..Day::new(date, how)
        };
        Some(Piece::day(day, end, Rule::Feast))
    }

    pub(super) fn feast_name(&self, at: usize) -> Option<((Holiday, Option<DayPart>), usize)> {
        let named = self.word(at, |it| match it {
            Meaning::Holiday(feast, part) => Some((feast, part)),
            _ => None,
        });
        named.or_else(|| {
            let (feast, end) = self.nth_of_feast(at)?;
            Some(((feast, None), end))
        })
    }

    /// `2de kerstdag`.
    fn nth_of_feast(&self, at: usize) -> Option<(Holiday, usize)> {
        let (nth @ 1..=3, end) = self.ordinal(at)? else {
            return None;
        };
        let (feast, end) = self.word(end, |it| match it {
            Meaning::FeastDay(feast) => Some(feast),
            _ => None,
        })?;
        let feast = match feast {
            Holiday::Fixed(month, day) => Holiday::Fixed(month, day + nth - 1),
            Holiday::Easter(days) => Holiday::Easter(days + i64::from(nth) - 1),
            _ => return None,
        };
        Some((feast, end))
    }

    /// The first time it comes, today included.
    fn feast_ahead(&self, feast: Holiday) -> Option<NaiveDate> {
        let year = self.today().year();
        (year..=year + 1)
            .filter_map(|year| feast.date(year))
            .find(|it| self.is_ahead(*it))
    }

    /// The last time it was.
    pub(super) fn feast_before(&self, feast: Holiday) -> Option<NaiveDate> {
        let year = self.today().year();
        [year, year - 1]
            .into_iter()
            .filter_map(|year| feast.date(year))
            .find(|it| *it < self.today())
    }
}
