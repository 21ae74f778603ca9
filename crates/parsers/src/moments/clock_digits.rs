//! Clocks in digits: `19:30`, `8.30pm`, `7p`, and numbers that only their place makes a clock.

use super::clock::Told;
use super::piece::{Clock, What};
use super::reader::Reader;
use crate::Rule;
use crate::expression::{Half, digits_at};
use crate::language::Meaning;
use crate::scan::Token;

impl Reader<'_> {
    /// Digits with a mark, a unit or a half of the day.
    pub(super) fn written_clock(&self, at: usize, beside: bool) -> Option<Told> {
        if let Some(found) = self.lettered(at, beside) {
            return Some(found);
        }
        let digits = digits_at(self.tokens, at)?;
        let mut clock = Clock::new(digits.hour, digits.minute);
        clock.half = digits.half;
        // "12:30" is half an hour past noon.
        let noon = digits.hour == 12 && digits.end > at + 2;
        clock.vague &= digits.half.is_none() && !noon && !self.tokens.text(at).starts_with('0');
        clock.vague &= !self.is_of_24_hours(at, digits.end);
        // A verse or a score: John 3:16.
        if clock.vague
            && digits.minute % 5 != 0
            && !self.is_introduced(at)
            && !beside
            && self.is_behind_name(at)
        {
            return None;
        }
        let dotted = self.tokens.is_mark(at + 1, '.') && digits.half.is_none();
        if dotted && !self.is_dotted_clock(at, digits.end, beside) {
            return None;
        }
        let bare_unit = digits.half.is_none() && digits.end == at + 2 && digits.minute == 0;
        clock.weak = bare_unit
            && digits.hour <= 12
            && !self.is_whole(at, digits.end)
            && self.tokens.text(at + 1).len() > 1
            && self.past(at + 1, Meaning::OClock).is_none()
            && !self.is_introduced(at);
        Some((clock, Rule::Clock, digits.end))
    }

    /// `9u30`, `9h`, `9.30 uur`: who writes a unit so counts to 24.
    fn is_of_24_hours(&self, at: usize, end: usize) -> bool {
        let letter =
            self.past(at + 1, Meaning::HourUnit).is_some() && self.tokens.text(at + 1).len() == 1;
        let marked = end > at + 3 && self.past(end - 1, Meaning::HourUnit).is_some();
        letter || marked
    }

    /// `7p`, `3:18a`, `9.am`, `7ampm`.
    pub(super) fn lettered(&self, at: usize, beside: bool) -> Option<Told> {
        let (hour, mut end) = self.short(at).filter(|(hour, _)| (1..=12).contains(hour))?;
        let mut minute = 0;
        if self.glued_mark(end, &[':', '.']).is_some()
            && let Some((more @ 0..=59, 2)) = self.tokens.number(end + 1)
        {
            minute = more;
            end += 2;
        }
        let exact = end > at + 1;
        let mut clock = Clock::new(hour, minute);
        if !exact
            && self.tokens.is_mark(end, '.')
            && self.tokens.is_glued(end)
            && let Some((half, end)) = self.half(end + 1)
        {
            (clock.half, clock.vague) = (Some(half), false);
            return Some((clock, Rule::Clock, end));
        }
        if !self.tokens.is_glued(end) || self.half(end).is_some() {
            return None;
        }
        if let Some(end) = self.past(end, Meaning::EitherHalf) {
            return Some((clock, Rule::Clock, end));
        }
        if let Some(end) = self.past(end, Meaning::Ish) {
            return Some((clock, Rule::Clock, end));
        }
        let (half, letter) = match self.past(end, Meaning::ShortPm) {
            Some(end) => (Half::Pm, end),
            None => (Half::Am, self.past(end, Meaning::ShortAm)?),
        };
        let sure = exact || half == Half::Pm || beside || self.is_introduced(at);
        (clock.half, clock.vague) = (Some(half), false);
        (sure && self.may_stop(letter)).then_some((clock, Rule::Clock, letter))
    }

    /// A dot is a clock's behind a preposition, beside a day, or with two digits on each side and round minutes.
    pub(super) fn is_dotted_clock(&self, at: usize, end: usize, beside: bool) -> bool {
        let unit = end > at + 3;
        let round = self.tokens.text(at).len() == 2
            && self
                .tokens
                .number(at + 2)
                .is_some_and(|(minute, _)| minute % 15 == 0)
            && !self.is_behind_name(at);
        let measured = self.past(end, Meaning::Measure).is_some();
        !measured && (unit || beside || self.is_introduced(at) || round)
    }

    /// A number that only its place makes a clock: `at 5`, `at 1030`, `8 tonight`, `at 3 15`.
    pub(super) fn bare_clock(&self, at: usize, beside: bool) -> Option<Told> {
        let introduced = self.is_led(at, |it| it == Meaning::ClockAt)
            || self.tokens.is_mark(at.wrapping_sub(1), '@');
        let (value, width) = match self.tokens.number(at) {
            Some(found) => found,
            None => (self.hour_word(at)?.0, 0),
        };
        if let 3 | 4 = width {
            if let Some(found) = self.military(at, value, introduced) {
                return Some(found);
            }
            let fits = value / 100 <= 23 && value % 100 <= 59;
            let about = width == 4 && self.is_led(at, |it| it == Meaning::About);
            let ok = fits && (introduced || beside || about) && self.is_alone(at + 1);
            // Unless *at* leads to them, four digits may be a year.
            let year = !introduced && width == 4 && (1900..2100).contains(&value);
            return (ok && !year)
                .then(|| (Clock::new(value / 100, value % 100), Rule::Clock, at + 1));
        }
        let end = at + 1;
        // "8 05 pm".
        if let (1 | 2, Some((minute @ 0..=59, 2))) = (width, self.tokens.number(end))
            && (1..=12).contains(&value)
            && self.half(end + 1).is_some()
        {
            return Some((Clock::new(value, minute), Rule::Clock, end + 1));
        }
        if width > 2 || value > 24 || value == 0 && width < 2 {
            return None;
        }
        if introduced
            && let Some((minute @ 0..=59, 2)) = self.tokens.number(end)
            && self.tokens.get(end).is_some_and(Token::is_spaced)
            && self.is_alone(end + 1)
        {
            return Some((Clock::new(value, minute), Rule::Clock, end + 1));
        }
        if self.names_part_of_day(end) && self.may_stop(end) {
            return Some((Clock::new(value, 0), Rule::Clock, end));
        }
        let led = introduced || self.is_introduced(at);
        let clock = Clock {
            weak: !introduced,
            ..Clock::new(value % 24, 0)
        };
        (led && self.is_alone(end)).then_some((clock, Rule::Clock, end))
    }

    /// `1140 a.m.`, `0730 hours`.
    fn military(&self, at: usize, value: u32, introduced: bool) -> Option<Told> {
        let (hour, minute) = (value / 100, value % 100);
        let half = self.half(at + 1).is_some() && (1..=12).contains(&hour);
        let hours = self
            .past(at + 1, Meaning::UnitHour)
            .filter(|_| hour <= 23 && (introduced || self.tokens.text(at).starts_with('0')));
        let mut clock = Clock::new(hour, minute);
        clock.vague &= hours.is_none();
        (minute <= 59 && (half || hours.is_some())).then_some((
            clock,
            Rule::Clock,
            hours.unwrap_or(at + 1),
        ))
    }

    /// `tonight`, `tomorrow morning`, `'s avonds`.
    pub(super) fn names_part_of_day(&self, at: usize) -> bool {
        let day = self.relative(at);
        let part = |what| matches!(what, What::Day(day) if day.part.is_some());
        day.is_some_and(|it| part(it.what)) || self.part_of_day(at).is_some()
    }
}
