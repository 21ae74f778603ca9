//! The bounds behind a recurrence: from when on, until when, how often.

use chrono::{Datelike, Duration, NaiveDate};

use crate::DateError;
use crate::expression::{
    DayValue, NoDate, OnWhat, Value, WeekdayMode, bounds_at, count, day_at, next_month_day,
};
use crate::language::{Label, Meaning, find, means};
use crate::scan::Tokens;

/// A bound; a date that cannot be is why.
#[derive(Clone, Copy)]
pub(super) enum Tail {
    /// The first date, and the last where a range names it.
    From(
        Result<NaiveDate, DateError>,
        Result<Option<NaiveDate>, DateError>,
    ),
    Until(Result<NaiveDate, DateError>),
    Times(u16),
}

/// The bound that begins at a token, and the token behind it.
pub(super) fn tail_at(tokens: &Tokens, at: usize, today: NaiveDate) -> Option<(Tail, usize)> {
    if let Some(found) = times(tokens, at) {
        return Some(found);
    }
    if let Some(found) = bounds_at(tokens, at) {
        return Some((named_bounds(&found.value, today)?, found.tokens.end));
    }
    let (starts, length) = find(tokens, at, |it| match it {
        Meaning::StartingOn => Some(true),
        Meaning::Until => Some(false),
        _ => None,
    })?;
    let start = at + length;
    let start = start + means(tokens, start, Meaning::On).unwrap_or(0);
    let start = start + means(tokens, start, Meaning::Article).unwrap_or(0);
    let found = day_at(tokens, start, Some(Label::Date))?;
    let Value::Day(day) = found.value else {
        return None;
    };
    let end = found.tokens.end;
    if !starts {
        // "Monday until Friday" is a range of weekdays.
        let is_bare = matches!(day.what, OnWhat::Weekday(_, WeekdayMode::Bare));
        let is_range = matches!(day.what, OnWhat::Date(it) if it.last.is_some());
        let last = if is_range {
            Err(DateError::Unreadable)
        } else {
            on(day, today)
        };
        return (!is_bare).then_some((Tail::Until(last), end));
    }
    let first = first(day, today);
    let last = match (day.what, first) {
        (OnWhat::Date(it), Ok(first)) if it.last.is_some() => {
            it.ends_on(first).map(Some).ok_or(DateError::Invalid)
        }
        _ => Ok(None),
    };
    Some((Tail::From(first, last), end))
}

/// `from March`, `until the end of June`.
fn named_bounds(value: &Value, today: NaiveDate) -> Option<Tail> {
    let Value::Bounds(bounds) = value else {
        return None;
    };
    let first = bounds.first(today);
    let last = bounds.last(first.unwrap_or(today));
    Some(match (first, last) {
        (Some(first), last) => Tail::From(Ok(first), Ok(last)),
        (None, last) => Tail::Until(last.ok_or(DateError::Invalid)),
    })
}

/// `10 times`, `tien keer`, `once`.
fn times(tokens: &Tokens, at: usize) -> Option<(Tail, usize)> {
    let start = at + means(tokens, at, Meaning::DurationBefore).unwrap_or(0);
    if let Some(length) = means(tokens, start, Meaning::Once) {
        return Some((Tail::Times(1), start + length));
    }
    let (count, end) = count(tokens, start)?;
    let length = means(tokens, end, Meaning::Times)?;
    // Zero, which no recurrence takes, stands for whatever is too much as well.
    let count = u16::try_from(count).unwrap_or_default();
    Some((Tail::Times(count), end + length))
}

/// A first date may have been: what is counted from it goes on.
fn first(day: DayValue, today: NaiveDate) -> Result<NaiveDate, DateError> {
    match day.what {
        OnWhat::Date(date) => match date.resolve(today) {
            Err(NoDate::Past) => NaiveDate::from_ymd_opt(today.year(), date.month, date.day)
                .ok_or(DateError::Invalid),
            other => other.map_err(error),
        },
        _ => on(day, today),
    }
}

fn on(day: DayValue, today: NaiveDate) -> Result<NaiveDate, DateError> {
    let date = match day.what {
        OnWhat::Date(date) => return date.resolve(today).map_err(error),
        OnWhat::Relative(days) => {
            Duration::try_days(days).and_then(|it| today.checked_add_signed(it))
        }
        OnWhat::Weekday(weekday, mode) => mode.resolve(weekday, today, true),
        OnWhat::MonthDay(day, weekday) => next_month_day(day, weekday, today),
    };
    date.ok_or(DateError::Invalid)
}

fn error(why: NoDate) -> DateError {
    match why {
        NoDate::Impossible => DateError::Invalid,
        NoDate::Past => DateError::Past,
    }
}
