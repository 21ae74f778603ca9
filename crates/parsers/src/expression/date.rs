//! Dates of the calendar.
//!
//! ```text
//! numeric = D sep M [sep Y]            sep: / - .   day first; month first when only that fits
//! iso     = YYYY-MM-DD
//! named   = D [suffix] ["of" | "van"] month [","] [YYYY] | month D [suffix] [","] [YYYY]
//! range   = D through named | named through (named | D) | numeric through numeric
//! ```

use super::day::weekday_name;
use super::digits::digits_at;
use super::value::DateValue;
use crate::Rule;
use crate::language::{Label, Meaning, find, means};
use crate::scan::{Token, TokenKind, Tokens};

/// What is known about the place of a date.
#[derive(Clone, Copy)]
pub(super) struct Place {
    pub(super) label: Option<Label>,
    pub(super) after_weekday: bool,
}

impl Place {
    /// Whether its label says that a day follows.
    fn is_labelled(self) -> bool {
        matches!(self.label, Some(Label::Date | Label::Start))
    }
}

/// The date or range of dates that begins at a token.
pub(super) fn date_at(
    tokens: &Tokens,
    at: usize,
    place: Place,
) -> Option<(DateValue, usize, Rule)> {
    let begins = |it| matches!(it, Meaning::Month(_) | Meaning::Count(_)).then_some(());
    // Ranges and lists begin with a number, a single date with a number or one of these words.
    let range = || day_range(tokens, at).map(|(date, end)| (date, end, Rule::DateRange));
    let listed = || listed_day(tokens, at).map(|(date, end)| (date, end, Rule::NamedDate));
    if tokens.number(at).is_none() {
        find(tokens, at, begins)?;
    } else if let Some(found) = range().or_else(listed) {
        return Some(found);
    }
    let (date, end, rule) = single(tokens, at, place)?;
    let Some(gap) = through(tokens, end) else {
        return Some((date, end, rule));
    };
    let behind = Place {
        after_weekday: true,
        ..place
    };
    if let Some((last, last_end, _)) = single(tokens, end + gap, behind) {
        return Some((through_date(date, last), last_end, Rule::DateRange));
    }
    match month_first_range(tokens, at, end + gap, date) {
        Some((date, end)) => Some((date, end, Rule::DateRange)),
        None => Some((date, end, rule)),
    }
}

/// A range of dates, each with its own year or that of the other.
fn through_date(first: DateValue, last: DateValue) -> DateValue {
    let turns = (first.month, first.day) > (last.month, last.day);
    DateValue {
        year: first.year.or(last.year.map(|it| it - i32::from(turns))),
        last: Some((last.month, last.day)),
        last_year: last.year,
        ..first
    }
}

fn single(tokens: &Tokens, at: usize, place: Place) -> Option<(DateValue, usize, Rule)> {
    if at > 0 && !may_start(tokens, at) {
        return None;
    }
    iso(tokens, at)
        .or_else(|| numeric(tokens, at, place).map(|(date, end)| (date, end, Rule::NumericDate)))
        .or_else(|| day_first(tokens, at).map(|(date, end)| (date, end, Rule::NamedDate)))
        .or_else(|| month_first(tokens, at).map(|(date, end)| (date, end, Rule::NamedDate)))
}

fn through(tokens: &Tokens, at: usize) -> Option<usize> {
    if tokens.is_mark(at, '-') {
        Some(1)
    } else {
        means(tokens, at, Meaning::Through)
    }
}

fn may_start(tokens: &Tokens, at: usize) -> bool {
    let prev = at - 1;
    if find(tokens, prev, |it| {
        matches!(it, Meaning::Version).then_some(())
    })
    .is_some()
        && !tokens.is_word(at)
    {
        return false;
    }
    match tokens.kind(prev) {
        Some(TokenKind::Mark('€' | '$' | '£')) => false,
        Some(TokenKind::Mark(':')) if prev > 0 && tokens.is_word(prev - 1) => true,
        Some(TokenKind::Mark('.' | ',' | '/' | ':' | '+')) => {
            !tokens.is_glued(at) || !tokens.is_glued(prev)
        }
        Some(TokenKind::Mark('#') | TokenKind::Word | TokenKind::Number(_)) => !tokens.is_glued(at),
        _ => true,
    }
}

/// A number of at most two digits, and the token behind it.
fn short(tokens: &Tokens, at: usize) -> Option<(u32, usize)> {
    tokens
        .number(at)
        .filter(|(_, width)| *width <= 2)
        .map(|(value, _)| (value, at + 1))
}

fn separated(tokens: &Tokens, at: usize, separator: char) -> Option<usize> {
    (tokens.is_mark(at, separator) && tokens.is_glued(at) && tokens.is_glued(at + 1))
        .then_some(at + 1)
}

fn iso(tokens: &Tokens, at: usize) -> Option<(DateValue, usize, Rule)> {
    let (year, 4) = tokens.number(at)? else {
        return None;
    };
    let separator = ['-', '/', '.']
        .into_iter()
        .find(|it| separated(tokens, at + 1, *it).is_some())?;
    let (month, end) = short(tokens, at + 2)?;
    let (day, mut end) = short(tokens, separated(tokens, end, separator)?)?;
    // The letter before an ISO clock belongs to neither.
    if tokens.text(end) == "t"
        && tokens.is_glued(end)
        && tokens.number(end + 1).is_some()
        && tokens.is_glued(end + 1)
    {
        end += 1;
    }
    Some((
        DateValue::new(i32::try_from(year).ok(), month, day),
        end,
        Rule::IsoDate,
    ))
}

fn numeric(tokens: &Tokens, at: usize, place: Place) -> Option<(DateValue, usize)> {
    let (first, end) = short(tokens, at)?;
    let separator = ['/', '-', '.']
        .into_iter()
        .find(|it| separated(tokens, end, *it).is_some())?;
    let (second, end) = short(tokens, end + 1)?;
    let (year, end) = match separated(tokens, end, separator).and_then(|at| year_at(tokens, at)) {
        Some((year, end)) => (Some(year), end),
        None => (None, end),
    };
    let ends = !(is_joint(tokens, end)
        && tokens.is_glued(end)
        && tokens.is_glued(end + 1)
        && tokens.number(end + 1).is_some());
    let (day, month) = if second > 12 && first <= 12 {
        (second, first)
    } else {
        (first, second)
    };
    // "24/7" is a way to say always, unless a weekday or a label makes it a date.
    let always = (day, month) == (24, 7) && !place.after_weekday && !place.is_labelled();
    let plausible = (1..=31).contains(&day) && (1..=12).contains(&month) && !always;
    let accepted = ends
        && !is_fraction(tokens, at, (first, second), end)
        && followed_by_no_measure(tokens, end)
        && match (year, separator) {
            (Some(_), _) => true,
            (None, '/') => plausible || place.label.is_some() && !always,
            (None, '.') => {
                plausible && (place.after_weekday || place.is_labelled() || dotted_end(tokens, end))
            }
            (None, _) => {
                plausible
                    && (place.after_weekday || place.is_labelled() || is_meant(tokens, at, end))
            }
        };
    let end = if year.is_none() && separator == '.' && dotted_end(tokens, end) {
        end + 1
    } else {
        end
    };
    accepted.then_some((DateValue::new(year, month, day), end))
}

/// `3/4 of the members`, `2/3 van de stemmen`: a share of something.
fn is_fraction(tokens: &Tokens, at: usize, parts: (u32, u32), end: usize) -> bool {
    let share = parts.0 < parts.1 && matches!(parts.1, 2..=6 | 8 | 10);
    let placed = at > 0 && means(tokens, at - 1, Meaning::On).is_some();
    let of = means(tokens, end, Meaning::Of).filter(|_| share && !placed);
    of.is_some_and(|length| tokens.number(end + length).is_none())
}

fn is_joint(tokens: &Tokens, at: usize) -> bool {
    matches!(
        tokens.kind(at),
        Some(TokenKind::Mark('/' | '-' | '.' | ':'))
    )
}

fn followed_by_no_measure(tokens: &Tokens, end: usize) -> bool {
    let refused = |it| {
        matches!(
            it,
            Meaning::Measure | Meaning::HourUnit | Meaning::Am | Meaning::Pm
        )
        .then_some(())
    };
    let marked = matches!(
        tokens.kind(end),
        Some(TokenKind::Mark('€' | '$' | '£' | '%'))
    );
    // Two blanks part what stands side by side: "Datum: 13/2  Uur: 20u".
    let apart = tokens.get(end).is_some_and(Token::is_apart);
    !marked
        && (apart || find(tokens, end, refused).is_none())
        && !(tokens.is_glued(end) && tokens.is_word(end))
}

fn year_at(tokens: &Tokens, at: usize) -> Option<(i32, usize)> {
    let (year, width) = tokens.number(at)?;
    let year = i32::try_from(year).ok()?;
    match width {
        2 => Some((2000 + year, at + 1)),
        4 => Some((year, at + 1)),
        _ => None,
    }
}

/// `7.2.`: the dot behind the month, with a blank behind it and more to come.
fn dotted_end(tokens: &Tokens, end: usize) -> bool {
    tokens.is_mark(end, '.')
        && tokens.is_glued(end)
        && tokens.get(end + 1).is_some_and(Token::is_spaced)
}

/// A dash without a year is a date only where a day is expected; else it is a score or a range.
fn is_meant(tokens: &Tokens, at: usize, end: usize) -> bool {
    let led = at > 0
        && find(tokens, at - 1, |it| {
            matches!(it, Meaning::On | Meaning::From).then_some(())
        })
        .is_some();
    let joint = |it| matches!(it, Meaning::At).then_some(1);
    let mark = usize::from(tokens.is_mark(end, ',') || tokens.is_mark(end, '@'));
    let gap = mark.max(find(tokens, end, joint).map_or(0, |(_, length)| length));
    led || digits_at(tokens, end + gap).is_some_and(|it| it.end > end + gap + 1)
}

/// `veertien` before a month; *een* is an article too.
fn day_in_words(tokens: &Tokens, at: usize) -> Option<(u32, usize)> {
    let (day, length) = find(tokens, at, |it| match it {
        Meaning::Count(day @ 2..=31) => Some(day),
        _ => None,
    })?;
    month_at(tokens, at + length).map(|_| (day, at + length))
}

fn day_first(tokens: &Tokens, at: usize) -> Option<(DateValue, usize)> {
    let (day, end) = short(tokens, at).or_else(|| day_in_words(tokens, at))?;
    let end = suffix(tokens, end);
    let end = end + means(tokens, end, Meaning::Of).unwrap_or(0);
    let end = ['/', '-']
        .into_iter()
        .find_map(|it| separated(tokens, end, it))
        .unwrap_or(end);
    let (month, end) = month_at(tokens, end)?;
    let (year, end) = named_year(tokens, end);
    Some((DateValue::new(year, month, day), end))
}

fn month_first(tokens: &Tokens, at: usize) -> Option<(DateValue, usize)> {
    let (month, end) = month_at(tokens, at)?;
    let start = end + means(tokens, end, Meaning::Article).unwrap_or(0);
    let (day, end) = short(tokens, start)?;
    // `in maart 20:00` names no day.
    if digits_at(tokens, start).is_some()
        || (tokens.is_mark(end, '.')
            && tokens.is_glued(end + 1)
            && tokens.number(end + 1).is_some())
    {
        return None;
    }
    let end = suffix(tokens, end);
    if tokens.is_glued(end) && tokens.is_word(end) {
        return None;
    }
    let (year, end) = named_year(tokens, end);
    Some((DateValue::new(year, month, day), end))
}

/// `5-7 maart`, `5 t/m 7 maart`: the first day counts.
fn day_range(tokens: &Tokens, at: usize) -> Option<(DateValue, usize)> {
    if at > 0 && !may_start(tokens, at) {
        return None;
    }
    let (day, end) = short(tokens, at)?;
    let end = suffix(tokens, end);
    let start = end + through(tokens, end)?;
    let start = weekday_name(tokens, start).map_or(start, |(.., end)| end);
    let slashed = || slashed(tokens, start).filter(|_| may_open_range(tokens, at, end));
    let (last, end) = day_first(tokens, start).or_else(slashed)?;
    // "Meetup 14 - 12 maart" is no range.
    if day >= last.day {
        return None;
    }
    Some((
        DateValue {
            day,
            last: Some((last.month, last.day)),
            ..last
        },
        end,
    ))
}

/// `15/2`, `15/2/2026`: the day that gives those before it their month.
fn slashed(tokens: &Tokens, at: usize) -> Option<(DateValue, usize)> {
    separated(tokens, at + 1, '/')?;
    let place = Place {
        label: None,
        after_weekday: true,
    };
    numeric(tokens, at, place)
}

/// `Meetup 3 - 15/2`: behind a name and before a dash with blanks, the number may belong to the name.
fn may_open_range(tokens: &Tokens, at: usize, end: usize) -> bool {
    let named = is_behind_name(tokens, at);
    !named || !tokens.is_mark(end, '-') || tokens.is_glued(end)
}

/// Whether a word stands before that does not lead to a day.
fn is_behind_name(tokens: &Tokens, at: usize) -> bool {
    at.checked_sub(1).is_some_and(|prev| {
        tokens.is_word(prev)
            && weekday_name(tokens, prev).is_none()
            && find(tokens, prev, |it| {
                matches!(it, Meaning::On | Meaning::From | Meaning::Article).then_some(())
            })
            .is_none()
    })
}

/// How many days of a list lead to its month.
const LIST_LENGTH: usize = 6;

/// `5, 12 en 19 maart`, `za 5 en zo 6 maart`: the month stands behind the last day only.
pub(crate) fn listed_day(tokens: &Tokens, at: usize) -> Option<(DateValue, usize)> {
    if at > 0 && !may_start(tokens, at) {
        return None;
    }
    let (day, end) = short(tokens, at)?;
    let end = suffix(tokens, end);
    let (mut before, mut next) = (day, end);
    for _ in 0..LIST_LENGTH {
        let and = means(tokens, next, Meaning::And)
            .or_else(|| (tokens.is_mark(next, '&') || tokens.is_mark(next, '+')).then_some(1));
        let item = next + and.or_else(|| tokens.is_mark(next, ',').then_some(1))?;
        let item = weekday_name(tokens, item).map_or(item, |(.., end)| end);
        // "Room 3, 25 August": without *and*, the number may belong to the name before it.
        if (and.is_some() || !is_behind_name(tokens, at))
            && let Some((last, _)) = day_first(tokens, item).or_else(|| slashed(tokens, item))
        {
            return (before < last.day).then_some((DateValue { day, ..last }, end));
        }
        let (more, after) = short(tokens, item).filter(|(more, _)| *more > before)?;
        (before, next) = (more, suffix(tokens, after));
    }
    None
}

/// `March 5-7`.
fn month_first_range(
    tokens: &Tokens,
    at: usize,
    last: usize,
    date: DateValue,
) -> Option<(DateValue, usize)> {
    month_at(tokens, at)?;
    let (day, end) = short(tokens, last)?;
    if digits_at(tokens, last).is_some() || !(1..=31).contains(&day) {
        return None;
    }
    let (year, end) = named_year(tokens, suffix(tokens, end));
    Some((
        DateValue {
            year: date.year.or(year),
            last: Some((date.month, day)),
            ..date
        },
        end,
    ))
}

fn suffix(tokens: &Tokens, end: usize) -> usize {
    let glued = tokens.is_glued(end);
    if glued && means(tokens, end, Meaning::OrdinalSuffix).is_some() {
        end + 1
    } else {
        end
    }
}

/// The month a token names, and the token behind it.
pub(super) fn month_at(tokens: &Tokens, at: usize) -> Option<(u32, usize)> {
    let (month, length) = find(tokens, at, |it| match it {
        Meaning::Month(month) => Some(month),
        _ => None,
    })?;
    let end = at + length;
    let abbreviated =
        tokens.is_mark(end, '.') && tokens.is_glued(end) && tokens.text(at).len() <= 4;
    Some((month, if abbreviated { end + 1 } else { end }))
}

fn named_year(tokens: &Tokens, end: usize) -> (Option<i32>, usize) {
    let comma = usize::from(tokens.is_mark(end, ','));
    let dash =
        usize::from(tokens.is_mark(end, '-') && tokens.is_glued(end) && tokens.is_glued(end + 1));
    let at = end + comma.max(dash);
    match tokens.number(at) {
        Some((year @ 1000..=2199, 4)) if digits_at(tokens, at).is_none() => {
            (i32::try_from(year).ok(), at + 1)
        }
        _ => (None, end),
    }
}

impl DateValue {
    fn new(year: Option<i32>, month: u32, day: u32) -> Self {
        Self {
            year,
            month,
            day,
            weekday: None,
            last: None,
            last_year: None,
        }
    }
}
