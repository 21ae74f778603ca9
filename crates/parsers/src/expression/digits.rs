//! One clock in digits, or a number that may be an hour.
//!
//! ```text
//! clock = H[H] ":" MM [":" SS] [unit] | H[H] "." MM [unit] | H[H] unit [MM] | clock12
//! clock12 = H[H] [(":" | ".") MM] ("am" | "pm" | "o'clock")
//! unit  = "u" | "uur" | "h"
//! ```

use super::date::{Place, date_at};
use crate::language::{Meaning, find, is_known, means};
use crate::scan::{TokenKind, Tokens};

/// How a clock is written, which decides what else must hold for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    Colon,
    Dot,
    Unit,
    TwelveHours,
    OClock,
}

/// Morning or afternoon of a twelve-hour clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Half {
    Am,
    Pm,
}

/// A clock in digits as it is written.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Digits {
    pub(crate) hour: u32,
    pub(crate) minute: u32,
    pub(crate) form: Form,
    pub(crate) half: Option<Half>,
    pub(crate) end: usize,
}

/// The clock in digits that begins at a token. Hours and minutes are in their bounds.
pub(crate) fn digits_at(tokens: &Tokens, at: usize) -> Option<Digits> {
    let (hour, width) = tokens.number(at)?;
    if width == 4 {
        return in_four_digits(tokens, at);
    }
    if width > 2 {
        return None;
    }
    let (minute, written, end) = minutes_at(tokens, at + 1)?;
    let (form, half, end) = suffix_at(tokens, end, written)?;
    let mut clock = Digits {
        hour,
        minute,
        form: form?,
        half,
        end,
    };
    if written.is_none() && clock.form == Form::Unit {
        clock = minutes_behind_unit(tokens, clock);
        clock = minutes_in_words(tokens, at, clock);
    }
    let fits = match half {
        Some(_) => (1..=12).contains(&hour),
        None => hour <= 23,
    };
    let stops = !(tokens.is_glued(clock.end) && tokens.number(clock.end).is_some());
    (fits && clock.minute <= 59 && stops).then_some(clock)
}

/// `at 1900 UTC`, `at 2030 hrs`: nothing else has four digits behind *at* and before a zone.
fn in_four_digits(tokens: &Tokens, at: usize) -> Option<Digits> {
    let (number, _) = tokens.number(at)?;
    let led =
        at > 0 && (tokens.is_mark(at - 1, '@') || means(tokens, at - 1, Meaning::At).is_some());
    let behind = find(tokens, at + 1, |it| match it {
        Meaning::Zone(_) | Meaning::ZoneLetters(_) => Some(0),
        Meaning::HoursBehind => Some(1),
        _ => None,
    });
    let ((suffix, _), fits) = (behind?, number <= 2359 && number % 100 <= 59);
    (led && fits).then_some(Digits {
        hour: number / 100,
        minute: number % 100,
        form: Form::Colon,
        half: None,
        end: at + 1 + suffix,
    })
}

/// The hour on a clock of 24.
pub(crate) fn hour24(hour: u32, half: Option<Half>) -> u32 {
    match half {
        Some(Half::Am) => hour % 12,
        Some(Half::Pm) => hour % 12 + 12,
        None => hour,
    }
}

/// Minutes after `:` or `.`; `None` when what follows rules a clock out.
fn minutes_at(tokens: &Tokens, at: usize) -> Option<(u32, Option<Form>, usize)> {
    let form = match tokens.kind(at) {
        Some(TokenKind::Mark(':')) if tokens.is_glued(at) => Form::Colon,
        Some(TokenKind::Mark('.')) if tokens.is_glued(at) => Form::Dot,
        _ => return Some((0, None, at)),
    };
    let Some((minute, width)) = tokens.number(at + 1).filter(|_| tokens.is_glued(at + 1)) else {
        return Some((0, None, at));
    };
    if width != 2 {
        return None;
    }
    let end = at + 2;
    let more =
        tokens.kind(end) == tokens.kind(at) && tokens.is_glued(end) && tokens.is_glued(end + 1);
    match tokens.number(end + 1).filter(|_| more) {
        None => Some((minute, Some(form), end)),
        Some((second, 2)) if form == Form::Colon && second <= 59 => {
            Some((minute, Some(form), end + 2))
        }
        Some(_) => None,
    }
}

/// `am`, `pm`, `uur`, `u30`, `o'clock`; the form is `None` for a bare number.
fn suffix_at(
    tokens: &Tokens,
    at: usize,
    form: Option<Form>,
) -> Option<(Option<Form>, Option<Half>, usize)> {
    let half = find(tokens, at, |it| match it {
        Meaning::Am => Some(Half::Am),
        Meaning::Pm => Some(Half::Pm),
        _ => None,
    });
    if let Some((half, length)) = half {
        return Some((Some(Form::TwelveHours), Some(half), at + length));
    }
    if let Some(length) = means(tokens, at, Meaning::OClock) {
        return Some((Some(form.unwrap_or(Form::OClock)), None, at + length));
    }
    if form.is_some()
        && let Some(length) = means(tokens, at, Meaning::HoursBehind)
    {
        return Some((form, None, at + length));
    }
    match means(tokens, at, Meaning::HourUnit) {
        Some(length) => Some((Some(Form::Unit), None, at + length)),
        None if form.is_none() && tokens.is_glued(at) && tokens.is_word(at) => None,
        None => Some((form, None, at)),
    }
}

/// Minutes behind the unit: `20u30`, `20 uur 30`.
fn minutes_behind_unit(tokens: &Tokens, clock: Digits) -> Digits {
    // "19 u. 30" at the end of its line or before a mark.
    let dotted = tokens.is_mark(clock.end, '.') && tokens.is_glued(clock.end);
    if let Some((minute @ 0..=59, 2)) = tokens.number(clock.end + 1).filter(|_| dotted)
        && !tokens.is_word(clock.end + 2)
        && stands_alone(tokens, clock.end + 1)
    {
        return Digits {
            minute,
            end: clock.end + 2,
            ..clock
        };
    }
    let Some((minute, 2)) = tokens.number(clock.end) else {
        return clock;
    };
    let spelled = tokens.text(clock.end - 1).len() > 1;
    let apart =
        || stands_alone(tokens, clock.end) && (spelled || counts_nothing(tokens, clock.end));
    let fits = minute <= 59 && (tokens.is_glued(clock.end) || apart());
    if fits {
        Digits {
            minute,
            end: clock.end + 1,
            ..clock
        }
    } else {
        clock
    }
}

/// `om 20 uur en 30 minuten`; without *at* and on a clock of twelve hours it may be how long something takes.
fn minutes_in_words(tokens: &Tokens, at: usize, clock: Digits) -> Digits {
    let led = at > 0 && means(tokens, at - 1, Meaning::At).is_some();
    let and = means(tokens, clock.end, Meaning::And).filter(|_| led || clock.hour > 12);
    let minutes = and.and_then(|length| {
        let at = clock.end + length;
        let (minute, _) = tokens.number(at).filter(|(minute, _)| *minute <= 59)?;
        means(tokens, at + 1, Meaning::MinuteUnit).map(|unit| (minute, at + 1 + unit))
    });
    minutes.map_or(clock, |(minute, end)| Digits {
        minute,
        end,
        ..clock
    })
}

/// Whether a number behind a blank counts nothing and opens no date: `20 u 30`, but not `20u 30 plaatsen`.
fn counts_nothing(tokens: &Tokens, at: usize) -> bool {
    let noun = |it| {
        matches!(
            it,
            Meaning::HourUnit
                | Meaning::MinuteUnit
                | Meaning::EventNoun
                | Meaning::UnitDay
                | Meaning::UnitWeek
                | Meaning::UnitMonth
        )
        .then_some(())
    };
    let next = at + 1;
    let place = Place {
        label: None,
        after_weekday: false,
    };
    (!tokens.is_word(next) || is_known(tokens, next) && find(tokens, next, noun).is_none())
        && date_at(tokens, at, place).is_none()
}

fn stands_alone(tokens: &Tokens, at: usize) -> bool {
    let next = at + 1;
    let marked = matches!(
        tokens.kind(next),
        Some(TokenKind::Mark('/' | ':' | '-' | '%' | '.'))
    ) && tokens.is_glued(next)
        && tokens.is_glued(next + 1);
    let named = find(tokens, next, |it| {
        matches!(it, Meaning::Month(_) | Meaning::Measure).then_some(())
    })
    .is_some();
    let longer = tokens.is_glued(next) && tokens.is_word(next);
    !(marked || named || longer)
}
