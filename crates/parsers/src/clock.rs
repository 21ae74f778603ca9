//! The time option of commands: one clock as a member types it. The grammar is that of `expression::clock`.

use chrono::NaiveTime;
use chrono_tz::{Europe, Tz};

use crate::expression::{ClockValue, Value, ZoneRef, clock_at};
use crate::language::{Label, Meaning, means};
use crate::scan::{Tokens, tokenise};

/// How many characters of a clock are looked at.
const LIMIT: usize = 60;

/// Why a text is not one clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ClockError {
    /// Nothing was typed.
    #[error("there is no clock")]
    Empty,
    /// It does not look like a clock.
    #[error("not a clock")]
    Unreadable,
    /// It looks like a clock, but no day has it.
    #[error("no such hour or minute")]
    OutOfRange,
    /// Two clocks, of which only one can be meant.
    #[error("two clocks")]
    Range,
    /// Morning or evening cannot be told.
    #[error("morning or evening cannot be told")]
    Ambiguous,
    /// A clock of a zone that is not the wall clock here.
    #[error("a clock of another zone")]
    ForeignZone,
}

/// Reads one clock, to the minute.
///
/// ```
/// use parsers::{ClockError, parse_clock};
///
/// assert_eq!(parse_clock("22u10").unwrap().to_string(), "22:10:00");
/// assert_eq!(parse_clock("10:10 PM").unwrap().to_string(), "22:10:00");
/// assert_eq!(parse_clock("21:00-22:30"), Err(ClockError::Range));
/// ```
pub fn parse_clock(text: &str) -> Result<NaiveTime, ClockError> {
    if text.trim().is_empty() {
        return Err(ClockError::Empty);
    }
    if text.chars().any(|c| c.is_numeric() && !c.is_ascii()) {
        return Err(ClockError::Unreadable);
    }
    let tokens = tokenise(text, LIMIT + 1);
    let too_long = text.chars().nth(LIMIT).is_some();
    match read(&tokens).filter(|_| !too_long) {
        Some(clock) => accept(clock),
        None if !too_long && looks_like_a_clock(&tokens) => Err(ClockError::OutOfRange),
        None => Err(ClockError::Unreadable),
    }
}

fn read(tokens: &Tokens) -> Option<ClockValue> {
    let found = clock_at(tokens, 0, Some(Label::Time), None)?;
    match found.value {
        Value::Clock(clock) if found.tokens.end == tokens.len() => Some(clock),
        _ => None,
    }
}

fn accept(clock: ClockValue) -> Result<NaiveTime, ClockError> {
    match clock.zone {
        _ if clock.end.is_some() => Err(ClockError::Range),
        Some(ZoneRef::Place(zone)) if !is_local_name(zone) => Err(ClockError::ForeignZone),
        Some(ZoneRef::Fixed(_) | ZoneRef::Unknown) => Err(ClockError::ForeignZone),
        _ if clock.ambiguous => Err(ClockError::Ambiguous),
        _ => Ok(clock.start),
    }
}

/// Members write *CET* and *Brussels time* for the wall clock, whatever the season.
fn is_local_name(zone: Tz) -> bool {
    matches!(zone, Europe::Brussels | Europe::Amsterdam)
}

/// Hours and perhaps two digits of minutes, written as a clock is, of which one is beyond every day.
fn looks_like_a_clock(tokens: &Tokens) -> bool {
    let figure = |at| tokens.number(at).filter(|(_, width)| *width <= 2);
    let Some((hour, _)) = figure(0) else {
        return false;
    };
    let unit = means(tokens, 1, Meaning::HourUnit).map(|length| 1 + length);
    let joint = (tokens.is_mark(1, ':') || tokens.is_mark(1, '.')).then_some(2);
    let Some(minutes) = unit.or(joint) else {
        return false;
    };
    let is_alone = unit.is_some() && minutes == tokens.len();
    let minute = figure(minutes).filter(|(_, width)| *width == 2);
    let seconds = figure(minutes + 2).filter(|_| tokens.is_mark(minutes + 1, ':'));
    let beyond = hour > 23
        || minute.is_some_and(|(it, _)| it > 59)
        || seconds.is_some_and(|(it, _)| it > 59);
    let figures = (minutes..tokens.len()).all(|at| !tokens.is_word(at));
    beyond && figures && (is_alone || minute.is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Result<&str, ClockError>) {
        let found = parse_clock(text).map(|it| it.format("%H:%M").to_string());
        assert_eq!(found.as_deref().map_err(|it| *it), expected, "{text:?}");
    }

    #[test]
    fn reads_every_row_of_the_table() {
        check("7:05", Ok("07:05"));
        check("07:05", Ok("07:05"));
        check(" 7.05 ", Ok("07:05"));
        check("7:5", Err(ClockError::Unreadable));
        check("22:10:30", Ok("22:10"));
        check("22:10:75", Err(ClockError::OutOfRange));
        check("24:00", Err(ClockError::OutOfRange));
        check("23:60", Err(ClockError::OutOfRange));
        for text in ["24u", "22u60", "25 uur", "24u00"] {
            check(text, Err(ClockError::OutOfRange));
        }
        for text in ["20:00!", "-2:00", "22u6", "20:00:00:00"] {
            check(text, Err(ClockError::Unreadable));
        }
        for text in ["22", "2210", "22,10", "22 10", "later"] {
            check(text, Err(ClockError::Unreadable));
        }
        check("", Err(ClockError::Empty));
        check("22u10", Ok("22:10"));
        check("22u", Ok("22:00"));
        check("22 uur", Ok("22:00"));
        check("22h10", Ok("22:10"));
        check("10pm", Ok("22:00"));
        check("10:10 PM", Ok("22:10"));
        check("12am", Ok("00:00"));
        check("12pm", Ok("12:00"));
        check("22:10 CET", Ok("22:10"));
        check("21:00-22:30", Err(ClockError::Range));
        check("２２:10", Err(ClockError::Unreadable));
        check("22:1²", Err(ClockError::Unreadable));
    }

    #[test]
    fn reads_spoken_clocks_where_the_half_of_the_day_is_said() {
        check("half acht 's avonds", Ok("19:30"));
        check("kwart over 8 's ochtends", Ok("08:15"));
        check("half acht", Err(ClockError::Ambiguous));
        check("middernacht", Ok("00:00"));
        check("noon", Ok("12:00"));
        check("7 uur 's avonds", Ok("19:00"));
        check("11:20 a.m.", Ok("11:20"));
        check("3 PM EST", Err(ClockError::ForeignZone));
        check("20:00 morgen", Err(ClockError::Unreadable));
    }
}
