//! What comes again on a day of a month.
//!
//! ```text
//! monthly = [every] day behind | every ("first" | "last") weekday     a label of days needs nothing behind it
//! day     = ordinal weekday | ordinal ["day"]                         also as [the] day | "day" N behind "monthly on"
//! behind  = "of" ["the"] [every [other | N]] "month" | every [other | N] "month"
//! ```

use super::day::weekday_name;
use super::recurrence::separator;
use super::spaced::count;
use super::value::{Repeats, Value};
use crate::language::{Meaning, find, means};
use crate::scan::Tokens;
use crate::{Nth, Pattern, Recurrence};

/// A day of a month, none when rules have no words for it, and the token behind it.
type Day = (Option<Pattern>, usize);

/// The word for *last* among the ordinals.
const LAST: u32 = 5;

/// The monthly recurrence that begins at a token, and the token behind it.
pub(super) fn monthly_at(tokens: &Tokens, at: usize, bare: bool) -> Option<(Value, usize)> {
    let every = means(tokens, at, Meaning::Every);
    let start = at + every.unwrap_or(0);
    // Every day of a month begins with its ordinal.
    let (_, first) = ordinal(tokens, start)?;
    let Some((pattern, end)) = day(tokens, start) else {
        // "First and third Monday of the month": the weekday is said once.
        let last = lists_more(tokens, first, every.is_some())?;
        return Some((Value::UnsupportedRecurrence, last));
    };
    let behind = month_behind(tokens, end);
    let (interval, end) = match behind {
        Some(found) => found,
        None => match lists_more(tokens, end, bare || every.is_some()) {
            Some(last) => return Some((Value::UnsupportedRecurrence, last)),
            None if bare || every.is_some() && is_unique(pattern) => (1, end),
            None => return None,
        },
    };
    if let Some(last) = lists_more(tokens, end, bare) {
        return Some((Value::UnsupportedRecurrence, last));
    }
    let supported = (1..=u32::from(Recurrence::MAX_INTERVAL)).contains(&interval);
    let interval = u16::try_from(interval).ok().filter(|_| supported);
    Some(match pattern.zip(interval) {
        Some((pattern, interval)) => (Value::Recurrence(Repeats { pattern, interval }), end),
        None => (Value::UnsupportedRecurrence, end),
    })
}

/// The day behind *monthly on*: `the 15th`, `15`, `day 15`, `the first Monday`.
pub(super) fn day_of_month(tokens: &Tokens, at: usize) -> Option<Day> {
    let at = at + means(tokens, at, Meaning::Article).unwrap_or(0);
    if let Some((found, end)) = day(tokens, at) {
        let more = lists_more(tokens, end, true);
        return Some(more.map_or((found, end), |end| (None, end)));
    }
    let led = means(tokens, at, Meaning::UnitDay).unwrap_or(0);
    let (number, 1..=2) = tokens.number(at + led)? else {
        return None;
    };
    // A clock or a date begins with a number too.
    let end = at + led + 1;
    let alone = !tokens.is_glued(end) || tokens.is_mark(end, ',');
    let dated = find(tokens, end, |it| {
        matches!(
            it,
            Meaning::Month(_) | Meaning::HourUnit | Meaning::Am | Meaning::Pm
        )
        .then_some(())
    });
    (alone && dated.is_none()).then(|| (on_day(number), end))
}

/// `of the month`, `van elke maand`, `of every 2 months`: every how many months, and the token behind it.
pub(super) fn month_behind(tokens: &Tokens, at: usize) -> Option<(u32, usize)> {
    let of = means(tokens, at, Meaning::Of);
    let at = at + of.unwrap_or(0);
    let at = at + means(tokens, at, Meaning::Article).unwrap_or(0);
    let every = means(tokens, at, Meaning::Every);
    of.or(every)?;
    let at = at + every.unwrap_or(0);
    let (step, at) = match means(tokens, at, Meaning::Other).filter(|_| every.is_some()) {
        Some(length) => (2, at + length),
        None => count(tokens, at)
            .filter(|_| every.is_some())
            .unwrap_or((1, at)),
    };
    means(tokens, at, Meaning::UnitMonth).map(|length| (step, at + length))
}

/// `first`, `1e`, `2nd`: the number, and the token behind it. *Last* is the fifth.
pub(super) fn ordinal(tokens: &Tokens, at: usize) -> Option<(u32, usize)> {
    let spelled = find(tokens, at, |it| match it {
        Meaning::Ordinal(nth) => Some(nth),
        _ => None,
    });
    if let Some((nth, length)) = spelled {
        return Some((nth, at + length));
    }
    let (number, 1..=2) = tokens.number(at)? else {
        return None;
    };
    let suffix = means(tokens, at + 1, Meaning::OrdinalSuffix).filter(|_| tokens.is_glued(at + 1));
    suffix.map(|length| (number, at + 1 + length))
}

/// `first Monday`, `15th`, `15e dag`, `laatste dag`.
fn day(tokens: &Tokens, at: usize) -> Option<Day> {
    let (nth, end) = ordinal(tokens, at)?;
    let spelled = tokens.number(at).is_none();
    if let Some((weekday, _, end)) = weekday_name(tokens, end) {
        let nth = match nth {
            1 => Some(Nth::First),
            2 => Some(Nth::Second),
            3 => Some(Nth::Third),
            4 => Some(Nth::Fourth),
            LAST if spelled => Some(Nth::Last),
            _ => None,
        };
        let pattern = nth.map(|nth| Pattern::MonthlyOnWeekday { nth, weekday });
        return Some((pattern, end));
    }
    let end = end + means(tokens, end, Meaning::UnitDay).unwrap_or(0);
    if !spelled {
        return Some((on_day(nth), end));
    }
    // "First" without a weekday is an ordinary word unless a month is named behind it.
    month_behind(tokens, end)?;
    let pattern = if nth == LAST { None } else { on_day(nth) };
    Some((pattern, end))
}

fn on_day(number: u32) -> Option<Pattern> {
    let day = u8::try_from(number).ok()?;
    (1..=31)
        .contains(&day)
        .then_some(Pattern::MonthlyOnDay(day))
}

/// Whether *every* alone makes it a day of the month: every first Monday is, every second one may be each fortnight.
fn is_unique(pattern: Option<Pattern>) -> bool {
    matches!(
        pattern,
        Some(Pattern::MonthlyOnWeekday {
            nth: Nth::First | Nth::Last,
            ..
        })
    )
}

/// Where a second day of the month is named behind the first, which no single rule can hold.
fn lists_more(tokens: &Tokens, at: usize, bare: bool) -> Option<usize> {
    let next = at + separator(tokens, at)?;
    let next = next + means(tokens, next, Meaning::Article).unwrap_or(0);
    let (.., end) = day(tokens, next).map(|(_, end)| ((), end)).or_else(|| {
        let (.., end) = weekday_name(tokens, next)?;
        month_behind(tokens, end).map(|(_, end)| ((), end))
    })?;
    match month_behind(tokens, end) {
        Some((_, end)) => Some(end),
        None => bare.then_some(end),
    }
}
