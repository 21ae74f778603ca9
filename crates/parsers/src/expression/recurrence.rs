//! What comes again.
//!
//! ```text
//! recurrence  = every (list | "day" | group) | weekly list | list of plurals | group | weekday through weekday
//! list        = item { separator item }        item: weekday [through weekday] | group
//! unsupported = monthly | every other … | every N weeks | first Monday of the month
//! ```

use super::date::{Place, date_at};
use super::day::weekday_name;
use super::value::{Expression, Value};
use crate::language::{DayGroup, Label, Meaning, find, means};
use crate::scan::Tokens;
use crate::{Rule, WeekdaySet};

/// The recurrence that begins at a token.
pub(super) fn recurrence_at(
    tokens: &Tokens,
    at: usize,
    label: Option<Label>,
) -> Option<Expression> {
    if let Some(end) = unsupported(tokens, at) {
        let value = Value::UnsupportedRecurrence;
        return Some(Expression {
            value,
            tokens: at..end,
            rule: Rule::UnsupportedRecurrence,
        });
    }
    let (value, end) = read(tokens, at, label)?;
    Some(Expression {
        value,
        tokens: at..end,
        rule: Rule::Recurrence,
    })
}

fn read(tokens: &Tokens, at: usize, label: Option<Label>) -> Option<(Value, usize)> {
    if label == Some(Label::Days)
        && let Some((days, end)) = list(tokens, at, true)
    {
        return Some((Value::Recurrence(days), end));
    }
    if let Some(length) = means(tokens, at, Meaning::Every) {
        let found = list(tokens, at + length, true).or_else(|| every_day(tokens, at + length));
        if let Some((days, end)) = found {
            return Some((Value::Recurrence(days), end));
        }
    }
    if let Some(length) = means(tokens, at, Meaning::Weekly) {
        let joint =
            usize::from(tokens.is_mark(at + length, ',') || tokens.is_mark(at + length, ':'));
        return Some(match list(tokens, at + length + joint, false) {
            Some((days, end)) => (Value::Recurrence(days), end),
            None => (Value::Weekly, at + length),
        });
    }
    let (days, end) = list(tokens, at, false).filter(|_| speaks_for_itself(tokens, at))?;
    Some((Value::Recurrence(days), end))
}

/// `every day`, `elke ochtend`.
fn every_day(tokens: &Tokens, at: usize) -> Option<(WeekdaySet, usize)> {
    let day = find(tokens, at, |it| {
        matches!(it, Meaning::UnitDay | Meaning::PartHint(_)).then_some(())
    });
    day.map(|((), length)| (WeekdaySet::ALL, at + length))
}

/// Whether the first item says by itself that it comes again: a plural, a group, a range of days.
fn speaks_for_itself(tokens: &Tokens, at: usize) -> bool {
    let plural = |it| matches!(it, Meaning::EachWeekday(_) | Meaning::Group(_)).then_some(());
    let clipped = usize::from(matches!(tokens.text(at), "'s" | "s"));
    find(tokens, at + clipped, plural).is_some()
        || item(tokens, at, false).is_some_and(|it| it.is_range)
}

struct Item {
    days: WeekdaySet,
    end: usize,
    is_range: bool,
}

fn list(tokens: &Tokens, at: usize, nouns: bool) -> Option<(WeekdaySet, usize)> {
    let first = item(tokens, at, nouns)?;
    let (mut days, mut end) = (first.days, first.end);
    while let Some(gap) = separator(tokens, end) {
        let Some(next) = item(tokens, end + gap, nouns) else {
            break;
        };
        // The weekday of a date that follows is no part of the list.
        if is_dated(tokens, end + gap) {
            break;
        }
        days = days.union(next.days);
        end = next.end;
    }
    Some((days, end))
}

fn item(tokens: &Tokens, at: usize, nouns: bool) -> Option<Item> {
    let at = at + usize::from(matches!(tokens.text(at), "'s" | "s"));
    let group = find(tokens, at, |it| match it {
        Meaning::Group(group) => Some(group),
        Meaning::GroupNoun(group) if nouns => Some(group),
        _ => None,
    });
    if let Some((group, length)) = group {
        let days = match group {
            DayGroup::All => WeekdaySet::ALL,
            DayGroup::Workdays => WeekdaySet::WORKDAYS,
            DayGroup::Weekend => WeekdaySet::WEEKEND,
        };
        return Some(Item {
            days,
            end: at + length,
            is_range: false,
        });
    }
    let (first, end) = day(tokens, at)?;
    if is_dated(tokens, at) {
        return None;
    }
    let gap = if tokens.is_mark(end, '-') {
        Some(1)
    } else {
        means(tokens, end, Meaning::Through)
    };
    let last = gap.and_then(|gap| day(tokens, end + gap).filter(|_| !is_dated(tokens, end + gap)));
    Some(match last {
        Some((last, end)) => Item {
            days: WeekdaySet::range(first, last),
            end,
            is_range: true,
        },
        None => Item {
            days: WeekdaySet::from_iter([first]),
            end,
            is_range: false,
        },
    })
}

fn day(tokens: &Tokens, at: usize) -> Option<(chrono::Weekday, usize)> {
    let each = find(tokens, at, |it| match it {
        Meaning::EachWeekday(day) => Some(day),
        _ => None,
    });
    match each {
        Some((day, length)) => Some((day, at + length)),
        None => weekday_name(tokens, at).map(|(day, _, end)| (day, end)),
    }
}

/// Whether the weekday at a token belongs to a date behind it.
fn is_dated(tokens: &Tokens, at: usize) -> bool {
    let Some((_, end)) = day(tokens, at) else {
        return false;
    };
    let end = end + usize::from(tokens.is_mark(end, ','));
    date_at(
        tokens,
        end,
        Place {
            label: None,
            after_weekday: true,
        },
    )
    .is_some_and(|(date, ..)| (1..=31).contains(&date.day))
}

/// `first`, `1e`, `2nd`.
fn ordinal(tokens: &Tokens, at: usize) -> Option<usize> {
    let spelled = find(tokens, at, |it| {
        matches!(it, Meaning::Ordinal(_)).then_some(())
    });
    let suffix = tokens.is_glued(at + 1) && means(tokens, at + 1, Meaning::OrdinalSuffix).is_some();
    let counted = tokens
        .number(at)
        .is_some_and(|(value, _)| (1..=5).contains(&value))
        && suffix;
    spelled.map(|((), length)| length).or(counted.then_some(2))
}

fn separator(tokens: &Tokens, at: usize) -> Option<usize> {
    // "dinsdag- en donderdagavond"
    let at_word = at + 1;
    if tokens.is_mark(at, '-') && tokens.is_glued(at) {
        return means(tokens, at_word, Meaning::And).map(|word| 1 + word);
    }
    let comma = usize::from(
        [',', '&', '+', '/']
            .into_iter()
            .any(|mark| tokens.is_mark(at, mark)),
    );
    let word = means(tokens, at + comma, Meaning::And).unwrap_or(0);
    (comma + word > 0).then_some(comma + word)
}

fn unsupported(tokens: &Tokens, at: usize) -> Option<usize> {
    if let Some(length) = means(tokens, at, Meaning::UnsupportedRecurrence) {
        return Some(at + length);
    }
    if let Some(length) = means(tokens, at, Meaning::Every) {
        return unsupported_step(tokens, at + length);
    }
    nth_weekday(tokens, at)
}

/// `every other Friday`, `elke twee weken`, `elke eerste maandag`, `every month`.
fn unsupported_step(tokens: &Tokens, at: usize) -> Option<usize> {
    if let Some(length) = means(tokens, at, Meaning::UnitMonth) {
        return Some(at + length);
    }
    let other = find(tokens, at, |it| matches!(it, Meaning::Other).then_some(()));
    if let Some(length) = other
        .map(|((), length)| length)
        .or_else(|| ordinal(tokens, at))
    {
        let end = at + length;
        let unit = means(tokens, end, Meaning::UnitWeek).map(|length| end + length);
        return unit.or_else(|| weekday_name(tokens, end).map(|(.., end)| end));
    }
    let counted = tokens.number(at).map(|_| 1).or_else(|| {
        let count = |it| matches!(it, Meaning::Count(2..)).then_some(());
        find(tokens, at, count).map(|((), length)| length)
    })?;
    let unit = |it| {
        matches!(
            it,
            Meaning::UnitDay | Meaning::UnitWeek | Meaning::UnitMonth
        )
        .then_some(())
    };
    find(tokens, at + counted, unit).map(|((), length)| at + counted + length)
}

/// `first Monday of the month`, `laatste vrijdag van elke maand`.
fn nth_weekday(tokens: &Tokens, at: usize) -> Option<usize> {
    let length = ordinal(tokens, at)?;
    let (.., end) = weekday_name(tokens, at + length)?;
    let end = end + means(tokens, end, Meaning::Of)?;
    let end = end + means(tokens, end, Meaning::Article).unwrap_or(0);
    let end = end + means(tokens, end, Meaning::Every).unwrap_or(0);
    means(tokens, end, Meaning::UnitMonth).map(|length| end + length)
}
