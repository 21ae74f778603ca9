//! Tokens in, expressions out: clocks, days, recurrences and the small words that change what they mean.

mod clock;
mod cue;
mod date;
mod day;
mod digits;
mod monthly;
mod recurrence;
mod spaced;
mod spoken;
mod value;
mod zone;

pub(crate) use clock::clock_at;
pub(crate) use cue::is_lone_mark;
pub(crate) use day::day_at;
pub(crate) use recurrence::recurrence_at;
pub(crate) use spaced::count;
pub(crate) use value::{
    ClockValue, Cue, DayValue, Expression, NoDate, OnWhat, Repeats, Value, WeekdayMode, ZoneRef,
};

use std::ops::Range;

use crate::Rule;
use crate::language::Label;
use crate::scan::{TokenKind, Tokens};

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
