//! What comes again every so many days, weeks or months.
//!
//! ```text
//! spaced = (every | "om de") [step] unit [days] | every other weekdays | biweekly [days] | monthly [day]
//! step   = "other" | N | Nth                   unit: day, week, month
//! ```

use super::monthly::{day_of_month, month_behind, ordinal};
use super::recurrence::list;
use super::value::{Repeats, Value};
use crate::Recurrence;
use crate::language::{Meaning, find, means};
use crate::scan::Tokens;

#[derive(Clone, Copy, PartialEq)]
enum Unit {
    Day,
    Week,
    Month,
}

/// How a step was said, because not every way goes with a weekday.
#[derive(Clone, Copy)]
enum Step {
    /// `every Friday`, `every month`.
    None,
    /// `every other Friday`.
    Other,
    /// `every 2 weeks`.
    Count(u32),
    /// `every second week`.
    Nth(u32),
}

/// The spaced recurrence that begins at a token, and the token behind it.
pub(super) fn spaced_at(tokens: &Tokens, at: usize) -> Option<(Value, usize)> {
    let named = find(tokens, at, |it| match it {
        Meaning::EveryDays(count) => Some((Unit::Day, count)),
        Meaning::EveryWeeks(count) => Some((Unit::Week, count)),
        Meaning::EveryMonths(count) => Some((Unit::Month, count)),
        _ => None,
    });
    if let Some(((unit, count), length)) = named {
        return Some(spaced(tokens, unit, u32::from(count), at + length));
    }
    let counted = means(tokens, at, Meaning::EveryCounted);
    let start = at + counted.or_else(|| means(tokens, at, Meaning::Every))?;
    let (step, end) = step(tokens, start);
    if let Some((unit, length)) = unit(tokens, end) {
        return on_unit(tokens, step, unit, end + length);
    }
    let (days, last) = list(tokens, end, false)?;
    match step {
        Step::Other => Some((Value::Recurrence(Repeats::weekly(days, 2)), last)),
        // Nobody counts the second Mondays of months without naming the month.
        Step::Nth(2) if month_behind(tokens, last).is_none() => {
            Some((Value::Recurrence(Repeats::weekly(days, 2)), last))
        }
        // "Every 2 Mondays" and, unless a month is named, "every third Monday" can be read in two ways.
        Step::Count(_) => Some((Value::UnsupportedRecurrence, last)),
        Step::Nth(2..) if !is_last(tokens, start) && month_behind(tokens, last).is_none() => {
            Some((Value::UnsupportedRecurrence, last))
        }
        Step::Nth(_) | Step::None => None,
    }
}

fn on_unit(tokens: &Tokens, step: Step, unit: Unit, end: usize) -> Option<(Value, usize)> {
    let count = match step {
        Step::None if unit == Unit::Month => 1,
        Step::None => return None,
        // "The 2nd day of the month."
        Step::Nth(_) if unit == Unit::Day && month_behind(tokens, end).is_some() => return None,
        Step::Other => 2,
        Step::Count(count) | Step::Nth(count) => count,
    };
    Some(spaced(tokens, unit, count, end))
}

/// What so many units and the days behind them come to.
fn spaced(tokens: &Tokens, unit: Unit, count: u32, end: usize) -> (Value, usize) {
    let interval = u16::try_from(count).unwrap_or_default();
    if !(1..=Recurrence::MAX_INTERVAL).contains(&interval) {
        return (Value::UnsupportedRecurrence, end);
    }
    let start = end + usize::from(tokens.is_mark(end, ',') || tokens.is_mark(end, ':'));
    let start = start + means(tokens, start, Meaning::On).unwrap_or(0);
    match unit {
        Unit::Day => match list(tokens, start, false).filter(|_| interval % 7 == 0) {
            // "Every 14 days on Friday"
            Some((days, last)) => {
                let weekly = Repeats::weekly(days, interval / 7);
                (Value::Recurrence(weekly), last)
            }
            None => (Value::Recurrence(Repeats::daily(interval)), end),
        },
        Unit::Week => match list(tokens, start, false) {
            Some((days, last)) => (Value::Recurrence(Repeats::weekly(days, interval)), last),
            None => (Value::Weekly(interval), end),
        },
        Unit::Month => match day_of_month(tokens, start) {
            Some((Some(pattern), last)) => (Value::Recurrence(Repeats { pattern, interval }), last),
            Some((None, last)) => (Value::UnsupportedRecurrence, last),
            None => (Value::Monthly(interval), end),
        },
    }
}

fn step(tokens: &Tokens, at: usize) -> (Step, usize) {
    if let Some((nth, end)) = ordinal(tokens, at) {
        return (Step::Nth(nth), end);
    }
    if let Some(length) = means(tokens, at, Meaning::Other) {
        return (Step::Other, at + length);
    }
    match count(tokens, at) {
        Some((count, end)) => (Step::Count(count), end),
        None => (Step::None, at),
    }
}

/// A count in digits or words, and the token behind it.
pub(crate) fn count(tokens: &Tokens, at: usize) -> Option<(u32, usize)> {
    if let Some((count, _)) = tokens.number(at) {
        return Some((count, at + 1));
    }
    let word = |it| match it {
        Meaning::Count(count) => Some(count),
        _ => None,
    };
    find(tokens, at, word).map(|(count, length)| (count, at + length))
}

fn unit(tokens: &Tokens, at: usize) -> Option<(Unit, usize)> {
    find(tokens, at, |it| match it {
        Meaning::UnitDay => Some(Unit::Day),
        Meaning::UnitWeek => Some(Unit::Week),
        Meaning::UnitMonth => Some(Unit::Month),
        _ => None,
    })
}

/// `last`, which no step can be.
fn is_last(tokens: &Tokens, at: usize) -> bool {
    means(tokens, at, Meaning::Ordinal(5)).is_some()
}
