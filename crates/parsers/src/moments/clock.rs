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
use crate::expression::{Half, digits_at, hour24, iso_offset, zone_at};
use crate::language::{DayPart, Meaning, is_known};
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
            between: false,
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
        let about = self
            .past(at, Meaning::About)
            .map(|end| self.skip(end, Meaning::About));
        // "Een uur of drie" begins with an hour that it does not mean.
        let phrase = about.filter(|end| *end > at + 1);
        let (mut clock, mut rule, end) = phrase
            .and_then(|start| self.told(start, beside))
            .or_else(|| self.told(at, beside))
            .or_else(|| self.told(about?, beside))?;
        clock.between = self.is_led(at, |it| it == Meaning::Between);
        let mut end = self.behind(&mut clock, end);
        if let Some((zone, behind)) = self.offset(at, end) {
            clock.zone = Some(zone);
            end = behind;
        }
        if let Some((last, behind)) = self.last_clock(&mut clock, end) {
            let said = clock.part;
            rule = Rule::ClockRange;
            end = self.behind(&mut clock, behind);
            clock.last = Some(own_parts(&mut clock, last, said));
        }
        self.may_stop_clock(end).then_some(Piece {
            what: What::Clock(clock),
            end,
            rule,
        })
    }

    /// `+01:00` written onto an ISO clock, ` +0100` behind any.
    fn offset(&self, at: usize, end: usize) -> Option<(ZoneRef, usize)> {
        let plus = self.tokens.is_mark(end, '+');
        if self.tokens.is_glued(end) {
            let iso = at > 0 && self.tokens.text(at - 1) == "t" && self.tokens.is_glued(at);
            return (plus || iso).then(|| iso_offset(self.tokens, end))?;
        }
        let (value, 4) = self.tokens.number(end + 1)? else {
            return None;
        };
        let minutes = (value / 100 * 60 + value % 100).cast_signed();
        let signed = plus || self.tokens.is_mark(end, '-');
        let fits = signed && self.tokens.is_glued(end + 1) && minutes <= 14 * 60;
        let east = if plus { minutes } else { -minutes };
        fits.then_some((ZoneRef::Fixed(east), end + 2))
    }

    fn told(&self, at: usize, beside: bool) -> Option<Told> {
        self.counted_minutes(at)
            .or_else(|| self.named_clock(at))
            .or_else(|| self.bare_range(at))
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
    pub(super) fn half(&self, at: usize) -> Option<(Half, usize)> {
        self.word(at, |it| match it {
            Meaning::Am => Some(Half::Am),
            Meaning::Pm => Some(Half::Pm),
            _ => None,
        })
    }

    /// Where a range of clocks ends, a bare hour included; the first one may take its half.
    fn last_clock(&self, clock: &mut Clock, at: usize) -> Option<(LastClock, usize)> {
        let start = self.through_clock(at, clock)?;
        let told = self
            .written_clock(start, true)
            .or_else(|| self.worded_clock(start, true))
            .or_else(|| self.named_clock(start));
        let (mut last, end) = if let Some((last, _, end)) = told {
            (last, end)
        } else {
            let (hour, end) = self.short(start).filter(|(hour, _)| *hour <= 24)?;
            (Clock::new(hour % 24, 0), self.may_stop(end).then_some(end)?)
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
        // "9 tot 17 uur" is told on a clock of 24 hours.
        clock.vague &= last.hour <= 12;
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

    /// What joins the ends of a range; *and* does where the first clock is introduced so.
    fn through_clock(&self, at: usize, clock: &Clock) -> Option<usize> {
        // "20 u. tot 22 u."
        let letter = at > 0
            && self.tokens.text(at - 1).len() == 1
            && self.past(at - 1, Meaning::HourUnit) == Some(at);
        let dotted = letter && self.tokens.is_mark(at, '.') && self.tokens.is_glued(at);
        let at = at + usize::from(dotted);
        self.through(at).or_else(|| {
            let end = self.past(at, Meaning::And)?;
            clock.between.then_some(end)
        })
    }

    /// `2-4pm`, `tussen 19 en 21 uur`: an hour without a unit, which the end of the range has.
    fn bare_range(&self, at: usize) -> Option<Told> {
        let (hour, end) = self.short(at).filter(|(hour, _)| *hour <= 23)?;
        let between = self.is_led(at, |it| it == Meaning::Between);
        let start = match self.past(end, Meaning::And) {
            Some(start) if between => start,
            _ => self.through(end)?,
        };
        let (last, _, behind) = self
            .written_clock(start, true)
            .or_else(|| self.worded_clock(start, true))?;
        let named = last.half.is_some()
            || behind > start + 1 && self.past(start + 1, Meaning::HourUnit).is_some();
        let clock = Clock {
            between,
            ..Clock::new(hour, 0)
        };
        named.then_some((clock, Rule::ClockRange, end))
    }

    /// Whether a preposition or `@` leads to a clock.
    pub(super) fn is_introduced(&self, at: usize) -> bool {
        at > 0 && self.tokens.is_mark(at - 1, '@')
            || self.is_led(at, |it| {
                matches!(
                    it,
                    Meaning::At
                        | Meaning::AtClock
                        | Meaning::ClockAt
                        | Meaning::About
                        | Meaning::From
                        | Meaning::Between
                        | Meaning::Start
                        | Meaning::Part(_)
                )
            })
    }

    /// A capitalised word inside a sentence, as before a score or a version.
    pub(super) fn is_behind_name(&self, at: usize) -> bool {
        at > 0
            && self.tokens.is_word(at - 1)
            && self.tokens.get(at - 1).is_some_and(|it| it.capital)
            && !is_known(self.tokens, at - 1)
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
        (self.may_start(at) || iso || dash || self.is_second(at)) && !length
    }

    /// `16u` of `14u/16u`: the clock of another round.
    fn is_second(&self, at: usize) -> bool {
        let Some(before) = at
            .checked_sub(2)
            .filter(|_| self.tokens.is_mark(at - 1, '/'))
        else {
            return false;
        };
        let unit = self.word(before, |it| {
            matches!(it, Meaning::HourUnit | Meaning::Am | Meaning::Pm).then_some(())
        });
        let minutes = before > 0 && self.tokens.is_mark(before - 1, ':');
        (unit.is_some() || minutes) && digits_at(self.tokens, at).is_some()
    }

    fn may_stop_clock(&self, end: usize) -> bool {
        let dash = self.tokens.is_mark(end, '-');
        let counts = self.tokens.number(end - 1).is_some() && self.is_length(end);
        let stops = self.may_stop(end) || dash || self.is_second(end + 1);
        stops && !counts && self.past(end, Meaning::DurationAfter).is_none()
    }
}

/// Gives each end of a range its own part of the day, `said` being the one behind the first: `10 uur 's morgens tot
/// 4 uur 's middags`, and `10 tot 4 uur 's middags` as well.
fn own_parts(clock: &mut Clock, last: LastClock, said: Option<DayPart>) -> LastClock {
    let Some(part) = clock.part else {
        return last;
    };
    let turns =
        said.is_none() && part == DayPart::Afternoon && (last.hour + 1..12).contains(&clock.hour);
    if said.is_none_or(|it| it == part) && !turns {
        return last;
    }
    if turns {
        (clock.half, clock.vague) = (Some(Half::Am), false);
    }
    clock.part = said;
    let hour = hour_in(part, last.hour) % 24;
    let half = if hour < 12 { Half::Am } else { Half::Pm };
    LastClock {
        hour,
        half: Some(half),
        ..last
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
