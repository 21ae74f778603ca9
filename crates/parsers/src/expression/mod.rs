//! Tokens in, expressions out: clocks, days, recurrences and the small words that change what they mean.

mod clock;
mod cue;
mod date;
mod day;
mod digits;
mod month_day;
mod monthly;
mod recurrence;
mod spaced;
mod spoken;
mod value;
mod zone;

pub(crate) use clock::{clock_at, in_part};
pub(crate) use cue::is_lone_mark;
pub(crate) use day::day_at;
pub(crate) use digits::{Half, digits_at, hour24};
pub(crate) use recurrence::recurrence_at;
pub(crate) use spaced::count;
pub(crate) use value::{
    ClockValue, Cue, DateValue, DayValue, Expression, NoDate, OnWhat, Repeats, Value, WeekdayMode,
    ZoneRef, month_start, next_month_day,
};
pub(crate) use zone::zone_at;

use std::ops::Range;

use crate::Rule;
use crate::language::{Label, Opening};
use crate::scan::{TokenKind, Tokens};

/// How many small words may lead to what an expression begins with: `op de 15e`.
const LEADING: usize = 3;

/// The expressions in a range of tokens, in order and without overlap.
pub(crate) fn scan(tokens: &Tokens, range: Range<usize>, label: Option<Label>) -> Vec<Expression> {
    let mut found: Vec<Expression> = Vec::new();
    let mut at = range.start;
    while at < range.end {
        match expression_at(tokens, at, label, found.last()) {
            Some(expression) => {
                at = expression.tokens.end.max(at + 1);
                found.push(expression);
            }
            None => at += 1,
        }
    }
    found
}

fn expression_at(
    tokens: &Tokens,
    at: usize,
    label: Option<Label>,
    before: Option<&Expression>,
) -> Option<Expression> {
    if !may_begin(tokens, at) {
        debug_assert!(
            read_at(tokens, at, label, before).is_none(),
            "{:?} begins an expression: see `Meaning::opening`",
            tokens.text(at)
        );
        return None;
    }
    read_at(tokens, at, label, before)
}

/// Whether an expression can begin with a token. Most words of a text are none of the grammar, and nothing is tried.
fn may_begin(tokens: &Tokens, at: usize) -> bool {
    let mut openings = (at..at + LEADING).map(|at| opening_at(tokens, at));
    openings.find(|it| *it != Opening::Leads) != Some(Opening::Nothing)
}

fn opening_at(tokens: &Tokens, at: usize) -> Opening {
    match tokens.kind(at) {
        Some(
            TokenKind::Number(_)
            | TokenKind::Timestamp(_)
            | TokenKind::Mark('-')
            | TokenKind::Emoji('\u{2192}' | '\u{27a1}'),
        ) => Opening::Begins,
        _ => tokens.opening(at),
    }
}

fn read_at(
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
    recurrence_at(tokens, at, label)
        .or_else(|| day::day_at(tokens, at, label))
        .or_else(|| clock::clock_at(tokens, at, label, before))
        .or_else(|| cue::cue_at(tokens, at))
}
