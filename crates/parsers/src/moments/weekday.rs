//! Weekdays: bare, chosen by a word, of a week, with the day of the month.
//!
//! ```text
//! weekday = [which {which}] name | which "week" ["-"] name | name [["of"] which "week"] | name "after next"
//!         | name "over" N "weken" | name a.s. | name ["the"] day
//! ```

use chrono::{Datelike, Days, NaiveDate, Weekday};

use super::month_day::shifted;
use super::piece::{Day, How, Piece, What};
use super::reader::Reader;
use crate::Rule;
use crate::expression::{digits_at, separator};
use crate::language::{DayPart, Meaning};
use crate::scan::TokenKind;

/// How many days ahead a weekday with its day of the month is too far to be meant when one has just been.
const FAR: i64 = 200;

/// Which one of several is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Which {
    This,
    Next,
    /// `komende`: the nearest weekday, but the next week.
    Coming,
    /// The nearest one that lies back.
    Last,
    /// That of the calendar week, month, year before.
    Previous,
}

impl Which {
    pub(super) fn is_back(self) -> bool {
        matches!(self, Self::Last | Self::Previous)
    }

    /// Weeks, months, years from this one.
    pub(super) fn offset(self) -> i32 {
        match self {
            Self::This => 0,
            Self::Next | Self::Coming => 1,
            Self::Last | Self::Previous => -1,
        }
    }
}

/// A weekday's name as it is written.
#[derive(Clone, Copy, Debug)]
pub(super) struct WeekdayName {
    pub(super) day: Weekday,
    pub(super) part: Option<DayPart>,
    pub(super) end: usize,
    full: bool,
    weak: bool,
    dotted: bool,
}

impl Reader<'_> {
    pub(super) fn weekday_name(&self, at: usize) -> Option<WeekdayName> {
        let ((day, part, weak), end) = self.word(at, |it| match it {
            Meaning::Weekday(day) => Some((day, None, false)),
            Meaning::ShortWeekday(day) => Some((day, None, true)),
            Meaning::WeekdayPart(day, part) => Some((day, Some(part), false)),
            _ => None,
        })?;
        let full = self.tokens.text(at).len() > 5;
        let dotted = !full && self.tokens.is_mark(end, '.') && self.tokens.is_glued(end);
        Some(WeekdayName {
            day,
            part,
            end: end + usize::from(dotted),
            full,
            weak,
            dotted,
        })
    }

    /// `this`, `volgende`, `deze afgelopen`: the last of up to three words decides.
    pub(super) fn which(&self, at: usize) -> Option<(Which, usize)> {
        let mut found = None;
        let mut end = at;
        for _ in 0..3 {
            let previous = self
                .past(end, Meaning::Previous)
                .map(|end| (Which::Previous, end));
            let Some((which, behind)) = previous.or_else(|| self.which_word(end)) else {
                break;
            };
            found = Some((which, behind));
            end = behind;
        }
        found
    }

    fn which_word(&self, at: usize) -> Option<(Which, usize)> {
        // "Past maandag?" asks whether Monday suits.
        if let Some(end) = self.past(at, Meaning::Fits)
            && self.past(end, Meaning::FitsDay).is_some()
        {
            return None;
        }
        if let Some(end) = self.past(at, Meaning::Upcoming) {
            return Some((Which::Coming, end));
        }
        if let Some(end) = self.past(at, Meaning::This) {
            return Some((Which::This, end));
        }
        self.word(at, |it| match it {
            Meaning::Current => Some(Which::This),
            Meaning::Next => Some(Which::Next),
            Meaning::Last | Meaning::LastOf => Some(Which::Last),
            _ => None,
        })
    }

    /// `next week`, `deze week`.
    pub(super) fn which_week(&self, at: usize) -> Option<(Which, usize)> {
        let named = self.word(at, |it| match it {
            Meaning::NextWeek => Some(Which::Next),
            Meaning::ThisWeek => Some(Which::This),
            Meaning::PreviousWeek => Some(Which::Previous),
            _ => None,
        });
        named.or_else(|| {
            let (which, end) = self.which(self.skip(at, Meaning::Article))?;
            Some((which, self.past(end, Meaning::UnitWeek)?))
        })
    }

    /// The weekday that begins at a token.
    pub(super) fn weekday(&self, at: usize) -> Option<Piece> {
        let piece = self.chosen(at).or_else(|| {
            let name = self.weekday_name(at)?;
            self.followed(at, name).or_else(|| self.bare(at, name))
        })?;
        let What::Day(mut day) = piece.what else {
            return Some(piece);
        };
        let mut end = piece.end;
        if day.part.is_none() {
            (day.part, end) = self.part_behind(end);
        }
        Some(Piece {
            what: What::Day(day),
            end,
            ..piece
        })
    }

    /// A word of choice before the name.
    fn chosen(&self, at: usize) -> Option<Piece> {
        let start = self.skip(at, Meaning::Article);
        if let Some((which, end)) = self.which_week(start) {
            let end = self.skip_mark(end, ',');
            let end = self.skip_mark(end, '-');
            let name = self.weekday_name(self.skip(end, Meaning::On))?;
            let date = self.of_week(name.day, which)?;
            return Some(on(date, name, name.end));
        }
        let (which, end) = self.which(start)?;
        let name = self.weekday_name(end)?;
        if name.weak && !name.dotted {
            return None;
        }
        let ordinal = self.skip(self.skip_mark(name.end, ','), Meaning::Article);
        if self.ordinal(ordinal).is_some()
            && let Some(piece) = self.with_day_of_month(at, name)
        {
            return Some(piece);
        }
        let date = match which {
            Which::This | Which::Coming => self.nearest(name.day)?,
            Which::Next | Which::Previous => self.of_week(name.day, which)?,
            Which::Last => self.latest(name.day)?,
        };
        Some(on(date, name, name.end))
    }

    /// What stands behind the name and chooses.
    fn followed(&self, at: usize, name: WeekdayName) -> Option<Piece> {
        let behind = self.skip_mark(name.end, ',');
        let of = self.skip(behind, Meaning::Of);
        if let Some((which, end)) = self.which_week(of) {
            return Some(on(self.of_week(name.day, which)?, name, end));
        }
        if let Some(piece) = self.weekday_after(name) {
            return Some(piece);
        }
        if let Some((weeks, end)) = self.weeks_within(name.end) {
            let ahead = Days::new(7 * u64::from(weeks));
            let nearest = self.today_or_next(name.day)?;
            return Some(on(nearest.checked_add_days(ahead)?, name, end));
        }
        if let Some((Which::This | Which::Coming, end)) = self.which(name.end)
            && end > name.end + 1
            && self.weekday_name(end).is_none()
        {
            return Some(on(self.nearest(name.day)?, name, end));
        }
        if let Some(end) = self.past(name.end, Meaning::ThisBehind) {
            return Some(on(self.nearest(name.day)?, name, end));
        }
        if let Some(end) = self.past(name.end, Meaning::LastBehind) {
            return Some(on(self.latest(name.day)?, name, end));
        }
        self.with_day_of_month(at, name)
    }

    /// `Friday after next`, `Monday after Christmas`.
    pub(super) fn weekday_after(&self, name: WeekdayName) -> Option<Piece> {
        let week = self.past(name.end, Meaning::WeekBehind);
        let week = week.filter(|end| self.is_alone(*end) && self.tokens.number(*end).is_none());
        if let Some(end) = self.past(name.end, Meaning::AfterNext).or(week) {
            let date = self.nearest(name.day)?.checked_add_days(Days::new(7))?;
            return Some(on(date, name, end));
        }
        let (date, end) = self.weekday_from(name.day, name.end)?;
        Some(on(date, name, end))
    }

    /// `Monday after Christmas`; *from* leads to a clock as well.
    fn weekday_from(&self, weekday: Weekday, at: usize) -> Option<(NaiveDate, usize)> {
        let clock = self
            .past(at, Meaning::From)
            .or_else(|| self.past(at, Meaning::At));
        clock.is_none().then(|| self.counted_from(1, weekday, at))?
    }

    /// `over een week`, `over 14 dagen`: whole weeks behind a day are counted from that day.
    pub(super) fn weeks_within(&self, at: usize) -> Option<(u32, usize)> {
        let start = self.past(at, Meaning::Within)?;
        if let Some(end) = self.past(start, Meaning::DaysOfWeek) {
            return Some((1, end));
        }
        let (count, end) = self.cardinal(start)?;
        if let Some(end) = self.past(end, Meaning::UnitWeek) {
            return Some((count, end));
        }
        let end = self.past(end, Meaning::UnitDay)?;
        (count > 0 && count % 7 == 0).then_some((count / 7, end))
    }

    /// `Monday the 21st`, `zondag 31`.
    fn with_day_of_month(&self, at: usize, name: WeekdayName) -> Option<Piece> {
        let start = self.skip(self.skip_mark(name.end, ','), Meaning::On);
        let number = self.skip(start, Meaning::Article);
        let (day, ordinal, end) = self.day_number(number)?;
        // "Zaterdag, 2e kerstdag".
        if self.feast_name(number).is_some() {
            return None;
        }
        let written = ordinal || number > start;
        let digits = self.tokens.number(number).is_some();
        if !(self.is_alone(end) || written && digits && self.may_stop(end))
            || (!written && (!digits || digits_at(self.tokens, number).is_some()))
            || name.weak && !name.dotted && !written
            || self.clock(number, true).is_some_and(|it| it.end > end)
            || !self.may_start(at)
        {
            return None;
        }
        let date = self.day_on_weekday(day, name.day)?;
        let mut day = Day::new(date, How::OfMonth);
        day.part = name.part;
        Some(Piece::day(day, end, Rule::DayOfMonth))
    }

    /// The next date with this day of the month on this weekday; one that has just been when that is far.
    fn day_on_weekday(&self, day: u32, weekday: Weekday) -> Option<NaiveDate> {
        let first = self.today().with_day(1)?;
        let fits = |months: &i32| {
            let date = shifted(first, *months)?.with_day(day)?;
            (date.weekday() == weekday).then_some(date)
        };
        let next = (0..36)
            .filter_map(|it| fits(&it))
            .find(|it| *it >= self.today())?;
        let been = (-2..=0)
            .rev()
            .filter_map(|it| fits(&it))
            .find(|it| *it < self.today());
        let far = (next - self.today()).num_days() > FAR;
        Some(been.filter(|_| far).unwrap_or(next))
    }

    fn bare(&self, at: usize, name: WeekdayName) -> Option<Piece> {
        if !self.is_meant_as_day(at, name) {
            return None;
        }
        if self.is_led(at, |it| it == Meaning::Since) {
            return Some(on(self.latest(name.day)?, name, name.end));
        }
        let date = self.nearest(name.day)?;
        let mut day = Day::new(date, How::Weekday(name.day));
        day.part = name.part;
        Some(Piece::day(day, name.end, Rule::BareWeekday))
    }

    /// Whether a weekday and *to* stand before it.
    fn ends_range(&self, at: usize) -> bool {
        (2..=4).any(|back| {
            at.checked_sub(back)
                .and_then(|start| self.weekday_name(start))
                .and_then(|name| self.through(name.end))
                == Some(at)
        })
    }

    /// `Mon / Wed / Thu`: another weekday beside it, in a list that no sentence of other words could be.
    fn is_listed(&self, at: usize, name: WeekdayName) -> bool {
        let is_word = |at: usize| {
            let small = self.tokens.get(at).is_some_and(|it| !it.capital);
            self.past(at, Meaning::CommonWord).is_some()
                || small && self.past(at, Meaning::AlsoWord).is_some()
        };
        let follows = |first: usize, end: usize| {
            let second = end + separator(self.tokens, end)?;
            self.weekday_name(second)?;
            let sure = ['/', '&', '+']
                .into_iter()
                .any(|mark| self.tokens.is_mark(end, mark));
            (sure || !is_word(first) && !is_word(second)).then_some(second)
        };
        let before = |back: usize| {
            let first = at.checked_sub(back)?;
            follows(first, self.weekday_name(first)?.end)
        };
        follows(at, name.end).is_some() || (2..=4).any(|back| before(back) == Some(at))
    }

    /// Short forms need something beside them that makes them days.
    pub(super) fn is_meant_as_day(&self, at: usize, name: WeekdayName) -> bool {
        let next = self.tokens.get(name.end);
        if name.full || self.is_whole(at, name.end) && (name.dotted || !name.weak) {
            return name.full || name.dotted || self.past(at, Meaning::CommonWord).is_none();
        }
        // "Ma-vr".
        let range = self.through(name.end).and_then(|it| self.weekday_name(it));
        if range.is_some() || self.ends_range(at) || self.is_listed(at, name) {
            return true;
        }
        let common = self.past(at, Meaning::CommonWord).is_some();
        if name.dotted {
            return next
                .is_some_and(|it| it.is_spaced() && !it.capital && it.kind != TokenKind::Break);
        }
        let behind = self.skip_mark(name.end, ',');
        let at_clock = self.past(behind, Meaning::ClockAt).filter(|_| !common);
        if digits_at(self.tokens, at_clock.unwrap_or(behind)).is_some() {
            return true;
        }
        if name.weak {
            return false;
        }
        let led = self.is_led(at, |it| matches!(it, Meaning::On)) && self.is_alone(name.end);
        led || !common && self.past(at, Meaning::AlsoWord).is_none()
    }

    /// The next one behind today.
    pub(super) fn nearest(&self, day: Weekday) -> Option<NaiveDate> {
        let ahead = day.days_since(self.today().weekday());
        let ahead = if ahead == 0 { 7 } else { ahead };
        self.today().checked_add_days(Days::new(u64::from(ahead)))
    }

    /// The next one, today included.
    fn today_or_next(&self, day: Weekday) -> Option<NaiveDate> {
        let ahead = day.days_since(self.today().weekday());
        self.today().checked_add_days(Days::new(u64::from(ahead)))
    }

    /// The last one before today.
    fn latest(&self, day: Weekday) -> Option<NaiveDate> {
        let back = self.today().weekday().days_since(day);
        let back = if back == 0 { 7 } else { back };
        self.today().checked_sub_days(Days::new(u64::from(back)))
    }

    fn of_week(&self, day: Weekday, which: Which) -> Option<NaiveDate> {
        let monday = self.today().week(Weekday::Mon).checked_first_day()?;
        let days = i64::from(which.offset()) * 7 + i64::from(day.num_days_from_monday());
        monday.checked_add_signed(chrono::Duration::days(days))
    }
}

/// That weekday of the week of a date, which begins on `first`.
pub(super) fn in_week_of(date: NaiveDate, day: Weekday, first: Weekday) -> Option<NaiveDate> {
    let start = date.week(first).checked_first_day()?;
    start.checked_add_days(Days::new(u64::from(day.days_since(first))))
}

fn on(date: NaiveDate, name: WeekdayName, end: usize) -> Piece {
    let day = Day {
        part: name.part,
        ..Day::new(date, How::Relative)
    };
    Piece::day(day, end, Rule::RelativeWeekday)
}
