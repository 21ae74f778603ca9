//! What comes again.
//!
//! ```text
//! recurrence  = spaced | monthly | every (list | "day" | group) | weekly list | list of plurals | group
//!             | weekday through weekday
//! list        = item { separator item }        item: weekday [through weekday] | group
//! ```

use super::date::{Place, date_at};
use super::day::weekday_name;
use super::monthly::monthly_at;
use super::spaced::spaced_at;
use super::value::{Expression, Repeats, Value};
use crate::language::{DayGroup, Label, Meaning, find, means};
use crate::scan::{TokenKind, Tokens};
use crate::{Pattern, Rule, WeekdaySet};

/// How many tokens from the first of some days *each time* may stand.
const EACH_TIME_WITHIN: usize = 12;

/// The recurrence that begins at a token. Under a label of days a list or a day of the month needs no other word.
pub(crate) fn recurrence_at(
    tokens: &Tokens,
    at: usize,
    label: Option<Label>,
) -> Option<Expression> {
    let bare = label == Some(Label::Days);
    if let Some(length) = means(tokens, at, Meaning::Except).or_else(|| not_on(tokens, at)) {
        let (days, end) = list(tokens, at + length, true)?;
        return Some(Expression {
            value: Value::Except(days),
            tokens: at..end,
            rule: Rule::Recurrence,
        });
    }
    let (value, end) = unsupported(tokens, at)
        .or_else(|| spaced_at(tokens, at))
        .or_else(|| monthly_at(tokens, at, bare))
        .or_else(|| read(tokens, at, bare))?;
    let rule = match value {
        Value::UnsupportedRecurrence => Rule::UnsupportedRecurrence,
        _ => Rule::Recurrence,
    };
    Some(Expression {
        value,
        tokens: at..end,
        rule,
    })
}

/// `not on Fridays`; *not on Friday* takes back a day that was named.
fn not_on(tokens: &Tokens, at: usize) -> Option<usize> {
    let not = means(tokens, at, Meaning::Not)?;
    let on = not + means(tokens, at + not, Meaning::On)?;
    let each = |it| matches!(it, Meaning::EachWeekday(_)).then_some(());
    find(tokens, at + on, each).map(|_| on)
}

/// `yearly`, `jaarlijks`.
fn unsupported(tokens: &Tokens, at: usize) -> Option<(Value, usize)> {
    let length = means(tokens, at, Meaning::UnsupportedRecurrence)?;
    Some((Value::UnsupportedRecurrence, at + length))
}

fn read(tokens: &Tokens, at: usize, bare: bool) -> Option<(Value, usize)> {
    if let Some(end) = every_day(tokens, at) {
        return Some((Value::Recurrence(Repeats::daily(1)), end));
    }
    if bare && let Some((days, end)) = list(tokens, at, true) {
        return Some((weekly(days), end));
    }
    if let Some(length) = means(tokens, at, Meaning::Every)
        && let Some((days, end)) = list(tokens, at + length, true)
    {
        return Some((weekly(days), end));
    }
    if let Some(length) = means(tokens, at, Meaning::Weekly) {
        let joint =
            usize::from(tokens.is_mark(at + length, ',') || tokens.is_mark(at + length, ':'));
        return Some(match list(tokens, at + length + joint, false) {
            Some((days, end)) => (weekly(days), end),
            None => (Value::Weekly(1), at + length),
        });
    }
    // First what needs no look ahead: else a long list would be read anew from each of its days.
    if !speaks_for_itself(tokens, at) {
        return None;
    }
    let (days, end) = list(tokens, at, false)?;
    Some((weekly(days), end))
}

fn weekly(days: WeekdaySet) -> Value {
    Value::Recurrence(Repeats::weekly(days, 1))
}

impl Repeats {
    /// Every so many days.
    pub(crate) fn daily(interval: u16) -> Self {
        Self {
            pattern: Pattern::Daily,
            interval,
        }
    }

    /// These days of every so many weeks.
    pub(super) fn weekly(days: WeekdaySet, interval: u16) -> Self {
        Self {
            pattern: Pattern::Weekly(days),
            interval,
        }
    }
}

/// `every day`, `elke ochtend`, and `daily` where no list goes on behind it.
fn every_day(tokens: &Tokens, at: usize) -> Option<usize> {
    let all = means(tokens, at, Meaning::Group(DayGroup::All));
    let end = all.map(|length| at + length).or_else(|| {
        let start = at + means(tokens, at, Meaning::Every)?;
        let day = find(tokens, start, |it| {
            matches!(it, Meaning::UnitDay | Meaning::PartHint(_)).then_some(())
        });
        day.map(|((), length)| start + length)
    })?;
    let goes_on = separator(tokens, end).is_some_and(|gap| item(tokens, end + gap, true).is_some());
    (!goes_on).then_some(end)
}

/// Whether the first item says by itself that it comes again: a plural, a group, a range of days.
fn speaks_for_itself(tokens: &Tokens, at: usize) -> bool {
    // "Moved from Friday to Saturday" is no range of days.
    if at >= 2 && means(tokens, at - 2, Meaning::MovedFrom) == Some(2) {
        return false;
    }
    let plural = |it| matches!(it, Meaning::EachWeekday(_) | Meaning::Group(_)).then_some(());
    let clipped = usize::from(matches!(tokens.text(at), "'s" | "s"));
    let parts = weekday_name(tokens, at).and_then(|(.., end)| each_part(tokens, end));
    find(tokens, at + clipped, plural).is_some()
        || parts.is_some()
        || is_each_time(tokens, at)
        || item(tokens, at, false).is_some_and(|it| it.is_range)
}

/// `maandag en donderdag, telkens om 19u`: a word behind the days, in the same sentence, says that they come again.
fn is_each_time(tokens: &Tokens, at: usize) -> bool {
    let inside = |at: &usize| {
        !matches!(
            tokens.kind(*at),
            None | Some(TokenKind::Break | TokenKind::Mark('.' | '!' | '?' | ';'))
        )
    };
    let each = |at| means(tokens, at, Meaning::EachTime).is_some();
    weekday_name(tokens, at).is_some() && (at..at + EACH_TIME_WITHIN).take_while(inside).any(each)
}

struct Item {
    days: WeekdaySet,
    end: usize,
    is_range: bool,
}

/// The weekdays of a list; `nouns` also takes *weekend* and *weekday* for groups.
pub(super) fn list(tokens: &Tokens, at: usize, nouns: bool) -> Option<(WeekdaySet, usize)> {
    let first = item(tokens, at, nouns)?;
    let (mut days, mut end) = (first.days, first.end);
    while let Some(gap) = separator(tokens, end) {
        // "Iedere maandag en iedere donderdag."
        let start = end + gap;
        let start = start + means(tokens, start, Meaning::Every).unwrap_or(0);
        let Some(next) = item(tokens, start, nouns) else {
            break;
        };
        // The weekday of a date that follows is no part of the list.
        if is_dated(tokens, start) {
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

/// `Wednesday evenings`: the token behind the part of the day.
fn each_part(tokens: &Tokens, at: usize) -> Option<usize> {
    let part = |it| matches!(it, Meaning::EachPart(_)).then_some(());
    find(tokens, at, part).map(|((), length)| at + length)
}

fn day(tokens: &Tokens, at: usize) -> Option<(chrono::Weekday, usize)> {
    let each = find(tokens, at, |it| match it {
        Meaning::EachWeekday(day) => Some(day),
        _ => None,
    });
    match each {
        Some((day, length)) => Some((day, at + length)),
        None => weekday_name(tokens, at)
            .map(|(day, _, end)| (day, each_part(tokens, end).unwrap_or(end))),
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

/// The tokens that join two items of a list.
pub(crate) fn separator(tokens: &Tokens, at: usize) -> Option<usize> {
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
