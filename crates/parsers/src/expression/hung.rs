//! Days that hang on another, as values of an announcement.

use chrono::NaiveDate;

use super::recurrence::recurrence_at;
use super::value::{DateValue, DayValue, Expression, OnWhat, Value};
use crate::language::{Label, Meaning, Opening, means};
use crate::moments::{Hung, hung_day};
use crate::scan::Tokens;

/// A day that hangs on another, or the token behind what only looks like one.
pub(crate) enum HungExpression {
    Day(Expression),
    Name(usize),
}

impl HungExpression {
    /// The day.
    pub(crate) fn day(self) -> Option<Expression> {
        match self {
            Self::Day(day) => Some(day),
            Self::Name(_) => None,
        }
    }
}

/// What begins at a token and hangs on a day, seen from `today`. What comes again is none of it.
#[inline]
pub(crate) fn hung_at(
    tokens: &Tokens,
    at: usize,
    label: Option<Label>,
    today: NaiveDate,
) -> Option<HungExpression> {
    if may_hang(tokens, at) {
        read(tokens, at, label, today)
    } else {
        None
    }
}

fn read(
    tokens: &Tokens,
    at: usize,
    label: Option<Label>,
    today: NaiveDate,
) -> Option<HungExpression> {
    // "The first and third Monday of the month" comes again, with its article or without.
    let comes_again = || {
        let behind = at + means(tokens, at, Meaning::Article).unwrap_or(0);
        recurrence_at(tokens, behind, label).is_some()
    };
    // Few days hang on another, so that only those are tried as what comes again.
    let hung = hung_day(tokens, at, label, today).filter(|_| !comes_again())?;
    let day = match hung {
        Hung::Day(day) => day,
        Hung::Name(end) => return Some(HungExpression::Name(end)),
    };
    let what = OnWhat::Date(DateValue::of(day.date));
    let part = day.part;
    Some(HungExpression::Day(Expression {
        value: Value::Day(DayValue { what, part }),
        tokens: at..day.end,
        rule: day.rule,
    }))
}

/// Whether its words, or those behind an article or a number, begin a day that hangs on another.
#[inline]
fn may_hang(tokens: &Tokens, at: usize) -> bool {
    let hangs = |at| tokens.opening(at).is_some_and(|it| it.has(Opening::HUNG));
    if tokens.number(at).is_some() {
        return hangs(at + 1) || means(tokens, at + 1, Meaning::OrdinalSuffix).is_some();
    }
    hangs(at) || hangs(at + 1) && means(tokens, at, Meaning::Article) == Some(1)
}
