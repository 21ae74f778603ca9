//! Clocks in every form that people type or say.
//!
//! ```text
//! clock  = [about] (named | past | written | words | bare) ["ish"] [part] [zone] [through last]
//! past   = minutes ["minutes"] ("past" | "to") hour | ("quarter" | "half") … hour
//! words  = hour ["-"] minutes [half] | hour ("o'clock" | "uur" [minutes])
//! bare   = hour                                       behind *at*, before *tonight*, beside a day
//! ```

use super::piece::{Clock, LastClock, Piece, What};
use super::reader::Reader;
use crate::Rule;
use crate::expression::ZoneRef;
use crate::expression::{Half, digits_at, hour24, zone_at};
use crate::language::{DayPart, Meaning};
use crate::scan::TokenKind;

impl Clock {
    pub(super) fn new(hour: u32, minute: u32) -> Self {
        Self {
            hour,
            minute,
            half: None,
            vague: (1..=12).contains(&hour),
            part: None,
            zone: None,
            last: None,
            weak: false,
        }
    }
}

/// A clock, its rule and the token behind it.
pub(super) type Told = (Clock, Rule, usize);

impl Reader<'_> {
    /// The clock that begins at a token; `beside` a day, where less has to be said.
    pub(super) fn clock(&self, at: usize, beside: bool) -> Option<Piece> {
        if !self.may_start_clock(at) {
            return None;
        }
        let start = self.skip(at, Meaning::About);
        let (mut clock, mut rule, end) = self.told(start, beside)?;
        let mut end = self.behind(&mut clock, end);
        if let Some((last, behind)) = self.last_clock(&mut clock, end) {
            clock.last = Some(last);
            rule = Rule::ClockRange;
            end = behind;
            end = self.behind(&mut clock, end);
        }
        self.may_stop_clock(end).then_some(Piece {
            what: What::Clock(clock),
            end,
            rule,
        })
    }

    fn told(&self, at: usize, beside: bool) -> Option<Told> {
        self.counted_minutes(at)
            .or_else(|| self.named_clock(at))
            .or_else(|| self.spoken_clock(at))
            .or_else(|| self.written_clock(at, beside))
            .or_else(|| self.worded_clock(at, beside))
            .or_else(|| self.bare_clock(at, beside))
    }

    /// What may follow any clock: *ish*, *o'clock*, a half or part of the day, a zone.
    fn behind(&self, clock: &mut Clock, end: usize) -> usize {
        let mut end = self.skip(end, Meaning::Ish);
        if clock.vague {
            end = self.skip(end, Meaning::OClock);
        }
        if clock.half.is_none()
            && clock.hour <= 12
            && let Some((half, behind)) = self.half(end)
        {
            (clock.half, clock.vague, clock.weak) = (Some(half), false, false);
            end = behind;
        }
        end = self.skip(end, Meaning::About);
        if let Some((part, behind)) = self.word(end, |it| match it {
            Meaning::Part(part) => Some(part),
            _ => None,
        }) {
            (clock.part, clock.weak) = (Some(part), false);
            end = behind;
        }
        if clock.weak {
            return end;
        }
        match self.zone(end, clock.half.is_some()) {
            Some((zone, behind)) => {
                clock.zone = Some(zone);
                behind
            }
            None => end,
        }
    }

    fn zone(&self, at: usize, half: bool) -> Option<(ZoneRef, usize)> {
        let far = self.word(at, |it| match it {
            Meaning::FarZone(minutes) => Some(ZoneRef::Fixed(minutes)),
            _ => None,
        });
        far.filter(|_| half || self.tokens.get(at).is_some_and(|it| it.upper))
            .or_else(|| zone_at(self.tokens, at))
            .filter(|(zone, _)| *zone != ZoneRef::Unknown)
    }

    /// `am`, `p.m.`, or `p` written onto the clock.
    fn half(&self, at: usize) -> Option<(Half, usize)> {
        self.word(at, |it| match it {
            Meaning::Am => Some(Half::Am),
            Meaning::Pm => Some(Half::Pm),
            _ => None,
        })
    }

    fn named_clock(&self, at: usize) -> Option<Told> {
        let (hour, end) = self.named_hour(at)?;
        let clock = Clock {
            vague: false,
            ..Clock::new(hour, 0)
        };
        Some((clock, Rule::NamedClock, end))
    }

    fn named_hour(&self, at: usize) -> Option<(u32, usize)> {
        self.word(at, |it| match it {
            Meaning::Noon => Some(12),
            Meaning::Midnight => Some(0),
            _ => None,
        })
    }

    /// `half acht`, `kwart over 8`, `a quarter to noon`.
    fn spoken_clock(&self, at: usize) -> Option<Told> {
        let said = self.word(at, |it| match it {
            Meaning::SpokenClock(moment) => Some(moment),
            _ => None,
        });
        if let Some((moment, end)) = said
            && self.past(end, Meaning::Am).is_none()
            && self.past(end, Meaning::Pm).is_none()
        {
            let hour = if moment < 60 { 12 } else { moment / 60 };
            let end = self.skip(end, Meaning::HourUnit);
            return Some((Clock::new(hour, moment % 60), Rule::SpokenClock, end));
        }
        let (minutes, end) = self.word(at, |it| match it {
            Meaning::SpokenPrefix(minutes) => Some(minutes),
            _ => None,
        })?;
        let (hour, end) = self.hour(end)?;
        Some((moved(hour, minutes), Rule::SpokenClock, end))
    }

    /// `15 past 3pm`, `ten to eight`, `10 over half 4`.
    fn counted_minutes(&self, at: usize) -> Option<Told> {
        let (count, end) = self
            .cardinal(at)
            .filter(|(count, _)| (1..60).contains(count))?;
        let unit = self.past(end, Meaning::UnitMinute);
        let end = unit.unwrap_or(end);
        let (sign, start) = match self.past(end, Meaning::MinutesPast) {
            Some(start) => (1, start),
            None => (-1, self.past(end, Meaning::MinutesTo)?),
        };
        let minutes = count.cast_signed() * sign;
        // "10 to 12" is a range; minutes are said in words or with their unit, or the clock is introduced.
        let range = self.past(end, Meaning::Through).is_some() && unit.is_none();
        let digits = self.tokens.number(at).is_some();
        if range && digits && !self.is_led(at, |it| it == Meaning::ClockAt)
            || unit.is_none() && count % 5 != 0
            || self.is_led(at, |it| it == Meaning::Within)
        {
            return None;
        }
        if let Some((mut clock, rule, end)) = self.spoken_clock(start) {
            clock = moved(clock, minutes);
            return Some((clock, rule, end));
        }
        let (hour, end) = self.hour(start)?;
        Some((moved(hour, minutes), Rule::SpokenClock, end))
    }

    /// An hour that minutes are added to.
    fn hour(&self, at: usize) -> Option<(Clock, usize)> {
        if let Some((hour, end)) = self.named_hour(at) {
            return Some((
                Clock {
                    vague: false,
                    ..Clock::new(hour, 0)
                },
                end,
            ));
        }
        let (hour, end) = match self.short(at) {
            Some(found) => found,
            None => self.spelled(at)?,
        };
        let end = self
            .past(end, Meaning::HourUnit)
            .or_else(|| self.past(end, Meaning::OClock))
            .unwrap_or(end);
        let mut clock = Clock::new(hour, 0);
        if let Some((half, end)) = self.half(end).filter(|_| (1..=12).contains(&hour)) {
            clock = Clock {
                vague: false,
                ..Clock::new(hour24(hour, Some(half)), 0)
            };
            return Some((clock, end));
        }
        (hour <= 23 && self.may_stop(end)).then_some((clock, end))
    }

    /// Digits with a mark, a unit or a half of the day.
    fn written_clock(&self, at: usize, beside: bool) -> Option<Told> {
        if let Some(found) = self.lettered(at, beside) {
            return Some(found);
        }
        let digits = digits_at(self.tokens, at)?;
        let mut clock = Clock::new(digits.hour, digits.minute);
        clock.half = digits.half;
        clock.vague &= digits.half.is_none() && !self.tokens.text(at).starts_with('0');
        let dotted = self.tokens.is_mark(at + 1, '.') && digits.half.is_none();
        if dotted && !self.is_dotted_clock(at, digits.end, beside) {
            return None;
        }
        let bare_unit = digits.half.is_none() && digits.end == at + 2 && digits.minute == 0;
        clock.weak = bare_unit
            && digits.hour <= 12
            && self.tokens.text(at + 1).len() > 1
            && self.past(at + 1, Meaning::OClock).is_none()
            && !self.is_introduced(at);
        Some((clock, Rule::Clock, digits.end))
    }

    /// `7p`, `3:18a`, `9.am`, `7ampm`.
    fn lettered(&self, at: usize, beside: bool) -> Option<Told> {
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
        if !self.tokens.is_glued(end) {
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
    fn is_dotted_clock(&self, at: usize, end: usize, beside: bool) -> bool {
        let unit = end > at + 3;
        let round = self.tokens.text(at).len() == 2
            && self
                .tokens
                .number(at + 2)
                .is_some_and(|(minute, _)| minute % 5 == 0)
            && !self.is_behind_name(at);
        let measured = self.past(end, Meaning::Measure).is_some();
        !measured && (unit || beside || self.is_introduced(at) || round)
    }

    /// Hours and minutes in words.
    fn worded_clock(&self, at: usize, beside: bool) -> Option<Told> {
        let (hour, end) = self.hour_word(at)?;
        let introduced = beside || self.is_introduced(at);
        let unit = self
            .past(end, Meaning::OClock)
            .map(|end| (end, true))
            .or_else(|| self.past(end, Meaning::HourUnit).map(|end| (end, false)));
        if let Some((end, sure)) = unit {
            let mut clock = Clock::new(hour, 0);
            let mut end = end;
            if let Some((minute @ 1..=59, behind)) = self.cardinal(end)
                && introduced
                && self.is_alone(behind)
            {
                clock.minute = minute;
                end = behind;
            }
            clock.weak = !sure && !introduced;
            return Some((clock, Rule::SpokenClock, end));
        }
        if self.half(end).is_some() {
            return Some((Clock::new(hour, 0), Rule::SpokenClock, end));
        }
        let (minute, end, certain) = self.minutes_in_words(self.skip_mark(end, '-'))?;
        let sure = certain || introduced || self.half(end).is_some();
        let clock = Clock::new(hour, minute);
        let free = self.tokens.number(end).is_none() && self.month_name(end).is_none();
        (sure && free && self.is_alone(end) || self.half(end).is_some()).then_some((
            clock,
            Rule::SpokenClock,
            end,
        ))
    }

    fn hour_word(&self, at: usize) -> Option<(u32, usize)> {
        if self.tokens.number(at).is_some() || self.past(at, Meaning::Indefinite).is_some() {
            return None;
        }
        self.word(at, |it| match it {
            Meaning::Count(hour @ 1..=24) => Some(hour),
            _ => None,
        })
    }

    /// `thirty`, `o three`; certain when only a clock is said so.
    fn minutes_in_words(&self, at: usize) -> Option<(u32, usize, bool)> {
        if let Some(end) = self.past(at, Meaning::Zero) {
            let (minute, end) = self.spelled(end).filter(|(minute, _)| *minute <= 9)?;
            return Some((minute, end, true));
        }
        let (minute, end) = self
            .spelled(at)
            .filter(|(minute, _)| (10..60).contains(minute))?;
        Some((minute, end, matches!(minute, 15 | 30 | 45)))
    }

    /// A number that only its place makes a clock: `at 5`, `at 1030`, `8 tonight`, `at 3 15`.
    fn bare_clock(&self, at: usize, beside: bool) -> Option<Told> {
        let introduced = self.is_led(at, |it| it == Meaning::ClockAt)
            || self.tokens.is_mark(at.wrapping_sub(1), '@');
        let (value, width) = match self.tokens.number(at) {
            Some(found) => found,
            None => (self.hour_word(at)?.0, 0),
        };
        if let 3 | 4 = width {
            let fits = value / 100 <= 23 && value % 100 <= 59;
            let ok = fits && (introduced || beside) && self.is_alone(at + 1);
            // Behind a day four digits are a year.
            let year = !introduced && width == 4 && (1900..2100).contains(&value);
            return (ok && !year)
                .then(|| (Clock::new(value / 100, value % 100), Rule::Clock, at + 1));
        }
        let end = at + 1;
        if width > 2 || value > 24 || value == 0 && width < 2 {
            return None;
        }
        if introduced
            && let Some((minute @ 0..=59, 2)) = self.tokens.number(end)
            && self.tokens.get(end).is_some_and(|it| it.is_spaced())
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

    /// `tonight`, `tomorrow morning`, `'s avonds`.
    fn names_part_of_day(&self, at: usize) -> bool {
        let day = self.relative(at);
        let part = |what| matches!(what, What::Day(day) if day.part.is_some());
        day.is_some_and(|it| part(it.what)) || self.part_of_day(at).is_some()
    }

    /// Where a range of clocks ends, a bare hour included; the first one may take its half.
    fn last_clock(&self, clock: &mut Clock, at: usize) -> Option<(LastClock, usize)> {
        let start = self.through(at)?;
        let (mut last, end) = match self.written_clock(start, true) {
            Some((last, _, end)) => (last, end),
            None => match self
                .worded_clock(start, true)
                .or_else(|| self.named_clock(start))
            {
                Some((last, _, end)) => (last, end),
                None => {
                    let (hour, end) = self.short(start).filter(|(hour, _)| *hour <= 24)?;
                    (Clock::new(hour % 24, 0), self.may_stop(end).then_some(end)?)
                }
            },
        };
        let end = match self.half(end) {
            Some((half, end)) if last.half.is_none() => {
                last.half = Some(half);
                end
            }
            _ => end,
        };
        if let (None, Some(half)) = (clock.half, last.half)
            && clock.hour <= 12
        {
            let same = hour24(clock.hour, Some(half)) <= hour24(last.hour, Some(half));
            (clock.half, clock.vague) = (Some(if same { half } else { Half::Am }), false);
        }
        clock.weak = false;
        Some((
            LastClock {
                hour: last.hour,
                minute: last.minute,
                half: last.half,
            },
            end,
        ))
    }

    /// Whether a preposition or `@` leads to a clock.
    fn is_introduced(&self, at: usize) -> bool {
        at > 0 && self.tokens.is_mark(at - 1, '@')
            || self.is_led(at, |it| {
                matches!(
                    it,
                    Meaning::At
                        | Meaning::AtClock
                        | Meaning::ClockAt
                        | Meaning::About
                        | Meaning::From
                        | Meaning::Start
                        | Meaning::Part(_)
                )
            })
    }

    /// A capitalised word inside a sentence, as before a score or a version.
    fn is_behind_name(&self, at: usize) -> bool {
        at > 1
            && self.tokens.is_word(at - 1)
            && self.tokens.get(at - 1).is_some_and(|it| it.capital)
            && self.word(at - 1, |_| Some(())).is_none()
    }

    fn may_start_clock(&self, at: usize) -> bool {
        let iso = at > 1 && self.tokens.text(at - 1) == "t" && self.tokens.number(at - 2).is_some();
        let dash = at > 0
            && self.tokens.is_mark(at - 1, '-')
            && !matches!(
                self.tokens.kind(at.wrapping_sub(2)),
                Some(TokenKind::Number(_))
            );
        let length = self.is_led(at, |it| it == Meaning::DurationBefore)
            && !self.is_led(at, |it| {
                matches!(it, Meaning::At | Meaning::AtClock | Meaning::About)
            });
        (self.may_start(at) || iso || dash) && !length
    }

    fn may_stop_clock(&self, end: usize) -> bool {
        let dash = self.tokens.is_mark(end, '-');
        (self.may_stop(end) || dash) && self.past(end, Meaning::DurationAfter).is_none()
    }
}

/// A clock some minutes later or earlier.
fn moved(clock: Clock, minutes: i32) -> Clock {
    let total =
        hour24(clock.hour, clock.half).cast_signed() * 60 + clock.minute.cast_signed() + minutes;
    if !clock.vague {
        let total = total.rem_euclid(24 * 60).cast_unsigned();
        return Clock {
            hour: total / 60,
            minute: total % 60,
            half: None,
            ..clock
        };
    }
    let total = total.rem_euclid(12 * 60).cast_unsigned();
    let hour = if total < 60 { 12 } else { total / 60 };
    Clock {
        hour,
        minute: total % 60,
        ..clock
    }
}

/// The hour of a clock in a part of the day, past 23 for the day behind.
pub(super) fn hour_in(part: DayPart, hour: u32) -> u32 {
    match (part, hour) {
        (DayPart::Afternoon | DayPart::Evening, 1..=11) | (DayPart::Night, 7..=11) => hour + 12,
        (DayPart::Evening | DayPart::Night, 12) => 24,
        (DayPart::Morning, 12) => 0,
        _ => hour,
    }
}
