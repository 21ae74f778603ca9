//! Clocks in words: `half acht`, `15 past 3pm`, `ten thirty`, `acht uur`, `noon`.

use super::clock::Told;
use super::piece::Clock;
use super::reader::Reader;
use crate::Rule;
use crate::expression::hour24;
use crate::language::Meaning;

impl Reader<'_> {
    pub(super) fn named_clock(&self, at: usize) -> Option<Told> {
        let (hour, end) = self.named_hour(at)?;
        let clock = Clock {
            vague: false,
            ..Clock::new(hour, 0)
        };
        Some((clock, Rule::NamedClock, end))
    }

    pub(super) fn named_hour(&self, at: usize) -> Option<(u32, usize)> {
        self.word(at, |it| match it {
            Meaning::Noon => Some(12),
            Meaning::Midnight => Some(0),
            _ => None,
        })
    }

    /// `half acht`, `kwart over 8`, `a quarter to noon`.
    pub(super) fn spoken_clock(&self, at: usize) -> Option<Told> {
        let said = self.word(at, |it| match it {
            Meaning::SpokenClock(moment) => Some(moment),
            _ => None,
        });
        if let Some((moment, end)) = said
            && self.past(end - 1, Meaning::Indefinite).is_none()
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
    pub(super) fn counted_minutes(&self, at: usize) -> Option<Told> {
        let (count, end) = self
            .cardinal(at)
            .filter(|(count, _)| (1..60).contains(count))?;
        let quarters = self.past(end, Meaning::UnitQuarterHour);
        let count = if quarters.is_some() {
            count * 15
        } else {
            count
        };
        let unit = quarters.or_else(|| self.past(end, Meaning::UnitMinute));
        let end = unit.unwrap_or(end);
        let (sign, start) = match self.past(end, Meaning::MinutesPast) {
            Some(start) => (1, start),
            None => (-1, self.past(end, Meaning::MinutesTo)?),
        };
        let minutes = count.cast_signed() * sign;
        // "10 to 12" is a range; minutes are said in words or with their unit, or the clock is introduced.
        let range = self.past(end, Meaning::Through).is_some() && unit.is_none();
        let digits = self.tokens.number(at).is_some();
        let introduced = self.is_led(at, |it| it == Meaning::ClockAt);
        let named = self.named_hour(start).is_some();
        if range && digits && !introduced && !named || self.is_led(at, |it| it == Meaning::Within) {
            return None;
        }
        let (hour, rule, end) = self.spoken_clock(start).or_else(|| {
            let (hour, end) = self.hour(start)?;
            Some((hour, Rule::SpokenClock, end))
        })?;
        // "Drie voor twee" is an offer, "drie voor twee 's nachts" a clock.
        let sure =
            unit.is_some() || introduced || count % 5 == 0 || self.part_of_day(end).is_some();
        sure.then(|| (moved(hour, minutes), rule, end))
    }

    /// An hour that minutes are added to.
    pub(super) fn hour(&self, at: usize) -> Option<(Clock, usize)> {
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

    /// Hours and minutes in words.
    pub(super) fn worded_clock(&self, at: usize, beside: bool) -> Option<Told> {
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
                && (introduced || self.is_whole(at, behind))
                && self.is_alone(behind)
            {
                clock.minute = minute;
                end = behind;
            }
            clock.weak = !sure && !introduced && clock.minute == 0;
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

    pub(super) fn hour_word(&self, at: usize) -> Option<(u32, usize)> {
        if self.tokens.number(at).is_some() || self.past(at, Meaning::Indefinite).is_some() {
            return None;
        }
        self.word(at, |it| match it {
            Meaning::Count(hour @ 1..=24) => Some(hour),
            _ => None,
        })
    }

    /// `thirty`, `o three`; certain when only a clock is said so.
    pub(super) fn minutes_in_words(&self, at: usize) -> Option<(u32, usize, bool)> {
        if let Some(end) = self.past(at, Meaning::Zero) {
            let (minute, end) = self.spelled(end).filter(|(minute, _)| *minute <= 9)?;
            return Some((minute, end, true));
        }
        let (minute, end) = self
            .spelled(at)
            .filter(|(minute, _)| (10..60).contains(minute))?;
        Some((minute, end, matches!(minute, 15 | 30 | 45)))
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
