//! Tokens in, expressions out: clocks, days, recurrences and the small words that change what they mean.

mod bounds;
mod clock;
mod clock_range;
mod cue;
mod date;
mod day;
mod digits;
mod hung;
mod length;
mod month_day;
mod monthly;
mod recurrence;
mod spaced;
mod spoken;
mod value;
mod zone;

pub(crate) use bounds::{Bounds, bounds_at};
pub(crate) use clock::{clock_at, in_part};
pub(crate) use cue::is_lone_mark;
pub(crate) use date::listed_day;
pub(crate) use day::day_at;
pub(crate) use digits::{Half, digits_at, hour24};
pub(crate) use hung::{HungExpression, hung_at};
pub(crate) use recurrence::{recurrence_at, separator};
pub(crate) use spaced::count;
pub(crate) use value::{
    ClockValue, Cue, DateValue, DayValue, Expression, NEXT_YEAR_AFTER, NoDate, OnWhat, Repeats,
    Value, WeekdayMode, ZoneRef, month_start, next_month_day,
};
pub(crate) use zone::{iso_offset, zone_at};

use std::ops::Range;

use chrono::NaiveDate;

use crate::Rule;
use crate::language::{Label, Opening};
use crate::scan::{TokenKind, Tokens};

/// How many small words may lead to what an expression begins with: `op de 15e`.
const LEADING: usize = 3;

/// The expressions in a range of tokens, in order and without overlap.
pub(crate) fn scan(
    tokens: &Tokens,
    range: Range<usize>,
    label: Option<Label>,
    today: NaiveDate,
) -> impl Iterator<Item = Expression> {
    let mut at = range.start;
    let mut before: Option<Expression> = None;
    std::iter::from_fn(move || {
        while at < range.end {
            if is_idle(tokens, at) {
                debug_assert!(
                    !begins_more(tokens, at, label, before.as_ref(), Opening::default()),
                    "something begins with the idle word {:?}",
                    tokens.text(at)
                );
                at += 1;
                continue;
            }
            let hung = hung_at(tokens, at, label, today);
            if let Some(HungExpression::Name(end)) = hung {
                at = end;
                continue;
            }
            let found = || expression_at(tokens, at, label, before.as_ref());
            if let Some(expression) = hung.and_then(HungExpression::day).or_else(found) {
                at = expression.tokens.end.max(at + 1);
                before = Some(expression.clone());
                return Some(expression);
            }
            at += 1;
        }
        None
    })
}

/// Whether a token is of no phrase and no kind that begins anything, as most words of a text are.
#[inline]
fn is_idle(tokens: &Tokens, at: usize) -> bool {
    tokens.opening(at).unwrap_or_default() == Opening::default()
        && !matches!(
            tokens.kind(at),
            Some(
                TokenKind::Number(_)
                    | TokenKind::Timestamp(_)
                    | TokenKind::Mark('-')
                    | TokenKind::Emoji('\u{2192}' | '\u{27a1}')
            )
        )
}

fn expression_at(
    tokens: &Tokens,
    at: usize,
    label: Option<Label>,
    before: Option<&Expression>,
) -> Option<Expression> {
    if let TokenKind::Timestamp(seconds) = tokens.kind(at)? {
        return Some(Expression {
            value: Value::Timestamp(seconds),
            tokens: at..at + 1,
            rule: Rule::Timestamp,
        });
    }
    let opening = opening_of(tokens, at, label);
    debug_assert!(
        !begins_more(tokens, at, label, before, opening),
        "more begins with {:?} than `Meaning::opening` says",
        tokens.text(at)
    );
    let bounds = || bounds::bounds_at(tokens, at);
    let recurrence = || recurrence_at(tokens, at, label);
    let day = || day::day_at(tokens, at, label);
    let clock = || clock::clock_at(tokens, at, label, before);
    let cue = || cue::cue_at(tokens, at);
    None.or_else(|| opening.has(Opening::BOUNDS).then(bounds)?)
        .or_else(|| opening.has(Opening::RECURRENCE).then(recurrence)?)
        .or_else(|| opening.has(Opening::DAY).then(day)?)
        .or_else(|| opening.has(Opening::CLOCK).then(clock)?)
        .or_else(|| opening.has(Opening::CUE).then(cue)?)
}

/// Whether a rule reads something where its words should make that impossible.
fn begins_more(
    tokens: &Tokens,
    at: usize,
    label: Option<Label>,
    before: Option<&Expression>,
    opening: Opening,
) -> bool {
    !opening.has(Opening::BOUNDS) && bounds::bounds_at(tokens, at).is_some()
        || !opening.has(Opening::RECURRENCE) && recurrence_at(tokens, at, label).is_some()
        || !opening.has(Opening::DAY) && day::day_at(tokens, at, label).is_some()
        || !opening.has(Opening::CLOCK) && clock::clock_at(tokens, at, label, before).is_some()
        || !opening.has(Opening::CUE) && cue::cue_at(tokens, at).is_some()
}

/// What can begin with a token, the small words that lead to a value taken together with it.
fn opening_of(tokens: &Tokens, at: usize, label: Option<Label>) -> Opening {
    let first = own_opening(tokens, at, label);
    if first.has_value() || !first.has(Opening::LEADS.or(Opening::CUE)) {
        return first;
    }
    let mut behind = (at + 1..at + LEADING).map(|at| own_opening(tokens, at, label));
    let leads = |it: &Opening| !it.has_value() && it.has(Opening::LEADS.or(Opening::CUE));
    match behind.find(|it| !leads(it)) {
        Some(next) if next.has_value() => first.or(next),
        _ => first,
    }
}

fn own_opening(tokens: &Tokens, at: usize, label: Option<Label>) -> Opening {
    let word = tokens.opening(at).unwrap_or_default();
    match tokens.kind(at) {
        Some(TokenKind::Number(_)) => {
            // `15e` and what stands under a label of days may come again.
            let nth = tokens.is_glued(at + 1) || label == Some(Label::Days);
            let number = Opening::DAY.or(Opening::CLOCK).or(word);
            if nth {
                number.or(Opening::RECURRENCE)
            } else {
                number
            }
        }
        Some(TokenKind::Mark('-') | TokenKind::Emoji('\u{2192}' | '\u{27a1}')) => Opening::CUE,
        _ => word,
    }
}
