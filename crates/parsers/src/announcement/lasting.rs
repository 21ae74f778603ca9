//! How long something comes again, where that is said without a last date: `in March`, `for six weeks`, `8 times`.

use std::ops::Range;

use chrono::{Datelike, Duration, Months, NaiveDate};

use super::findings::Finding;
use super::pairs::Pair;
use super::parts::PartText;
use crate::expression::{Cue, Value, count, month_start};
use crate::language::{Meaning, find, means};
use crate::scan::{TokenKind, Tokens};

/// How far from the recurrence and its clock that may stand, in tokens.
const REACH: usize = 8;

/// How long it lasts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lasting {
    /// From the first to the last of these days.
    Month(NaiveDate, NaiveDate),
    /// So many days from the first one on.
    Days(i64),
    /// So many months from the first one on.
    Months(u32),
    /// So many times.
    Times(u16),
}

/// What the sentence of a recurrence and its clock says of how long it lasts.
pub(super) fn lasting(
    found: &[Finding],
    pair: Pair,
    parts: &[PartText<'_>],
    today: NaiveDate,
) -> Option<Lasting> {
    let (day, clock) = (&found[pair.day], &found[pair.clock]);
    let tokens = &parts.get(day.part)?.tokens;
    let (first, last) = if day.segment == clock.segment {
        (
            day.tokens.start.min(clock.tokens.start),
            day.tokens.end.max(clock.tokens.end),
        )
    } else {
        (day.tokens.start, day.tokens.end)
    };
    let inside = |at: &usize| !ends_sentence(tokens, *at);
    let start = first
        - (first.saturating_sub(REACH)..first)
            .rev()
            .take_while(inside)
            .count();
    let behind = (last..tokens.len().min(last + REACH))
        .take_while(inside)
        .count();
    // "Om de twee weken" says how often, not how long; "starting in March" says only since when.
    let taken = |it: &&Finding| it.segment == day.segment && says_when(it);
    // So is what is left out: "behalve in juli".
    let reach = |it: &Finding| it.tokens.start..it.tokens.end + usize::from(it.is_cue(Cue::Former));
    let taken: Vec<Range<usize>> = found.iter().filter(taken).map(reach).collect();
    let own = |at: &usize| taken.iter().any(|it| it.contains(at));
    let mut around = (start..last + behind).filter(|at| !own(at));
    of_month(tokens, day.tokens.end, today)
        .or_else(|| around.find_map(|at| lasting_at(tokens, at, today)))
}

fn says_when(finding: &Finding) -> bool {
    matches!(
        finding.value,
        Value::Cue(Cue::Former)
            | Value::Recurrence(_)
            | Value::Weekly(_)
            | Value::Monthly(_)
            | Value::Bounds(_)
    )
}

fn ends_sentence(tokens: &Tokens, at: usize) -> bool {
    matches!(
        tokens.kind(at),
        Some(TokenKind::Break | TokenKind::Mark('.' | '!' | '?' | ';'))
    )
}

fn lasting_at(tokens: &Tokens, at: usize, today: NaiveDate) -> Option<Lasting> {
    in_month(tokens, at, today)
        .or_else(|| this_month(tokens, at, today))
        .or_else(|| for_long(tokens, at))
        .or_else(|| times(tokens, at))
}

/// `in March`, `during April`, but not `in March 7`.
fn in_month(tokens: &Tokens, at: usize, today: NaiveDate) -> Option<Lasting> {
    let within = |it| matches!(it, Meaning::Within | Meaning::During).then_some(());
    let ((), length) = find(tokens, at, within)?;
    let (month, more) = month_name(tokens, at + length)?;
    let next = at + length + more;
    let is_day = tokens.number(next).is_some_and(|(_, width)| width <= 2)
        && !(tokens.is_mark(next + 1, ':') && tokens.is_glued(next + 1));
    if is_day {
        return None;
    }
    let first = month_start(month, today)?;
    let last = month_start(last_listed(tokens, next).unwrap_or(month), first)?;
    let last = last.checked_add_months(Months::new(1))?.pred_opt()?;
    Some(Lasting::Month(first, last))
}

/// `Fridays of March`
fn of_month(tokens: &Tokens, at: usize, today: NaiveDate) -> Option<Lasting> {
    let of = means(tokens, at, Meaning::Of)?;
    let (month, length) = month_name(tokens, at + of)?;
    let dated = tokens.number(at + of + length).is_some();
    let first = month_start(month, today).filter(|_| !dated)?;
    whole_month(first)
}

/// `this month`, `volgende maand`
fn this_month(tokens: &Tokens, at: usize, today: NaiveDate) -> Option<Lasting> {
    let (ahead, length) = find(tokens, at, |it| match it {
        Meaning::This => Some(0),
        Meaning::Next => Some(1),
        _ => None,
    })?;
    means(tokens, at + length, Meaning::UnitMonth)?;
    whole_month(today.with_day(1)?.checked_add_months(Months::new(ahead))?)
}

fn whole_month(first: NaiveDate) -> Option<Lasting> {
    let last = first.checked_add_months(Months::new(1))?.pred_opt()?;
    Some(Lasting::Month(first, last))
}

fn month_name(tokens: &Tokens, at: usize) -> Option<(u32, usize)> {
    find(tokens, at, |it| match it {
        Meaning::Month(month) => Some(month),
        _ => None,
    })
}

/// How many months a list may name.
const MONTHS: usize = 11;

/// `in February and March`: the last month of the list.
fn last_listed(tokens: &Tokens, at: usize) -> Option<u32> {
    let joint = |at| {
        means(tokens, at, Meaning::And)
            .or_else(|| means(tokens, at, Meaning::Through))
            .or_else(|| tokens.is_mark(at, ',').then_some(1))
    };
    let next = |(_, at): (u32, usize)| {
        let start = at + joint(at)?;
        month_name(tokens, start).map(|(month, length)| (month, start + length))
    };
    let listed = std::iter::successors(next((0, at)), |it| next(*it));
    listed.take(MONTHS).last().map(|(month, _)| month)
}

/// `for six weeks`, `for the next four weeks`, `zes weken lang`, `de komende drie maanden`.
fn for_long(tokens: &Tokens, at: usize) -> Option<Lasting> {
    // "Over drie weken" is when, "elke drie weken" how often.
    let other = |it| {
        matches!(
            it,
            Meaning::Within | Meaning::Every | Meaning::EveryCounted | Meaning::During
        )
        .then_some(())
    };
    let led =
        means(tokens, at, Meaning::DurationBefore).filter(|_| find(tokens, at, other).is_none());
    let mut start = at + led.unwrap_or(0);
    let mut next = false;
    while let Some((is_next, length)) = find(tokens, start, |it| match it {
        Meaning::Next | Meaning::This => Some(true),
        Meaning::Article => Some(false),
        _ => None,
    }) {
        start += length;
        next |= is_next;
    }
    let (many, end) = count(tokens, start).filter(|(many, _)| (1..=200).contains(many))?;
    let unit = end + usize::from(tokens.is_mark(end, '-') && tokens.is_glued(end));
    let (lasting, length) = find(tokens, unit, |it| match it {
        Meaning::UnitWeek => Some(Lasting::Days(i64::from(many) * 7)),
        Meaning::UnitMonth => Some(Lasting::Months(many)),
        _ => None,
    })?;
    let trailed = means(tokens, unit + length, Meaning::Lasting).is_some();
    // "Six-week course", "every Monday, 12 weeks"
    let compound = tokens.is_mark(end, '-') && tokens.is_glued(end);
    let alone = stands_alone(tokens, at, unit + length);
    (led.is_some() || next || trailed || compound || alone).then_some(lasting)
}

/// Whether marks part it from everything else.
fn stands_alone(tokens: &Tokens, start: usize, end: usize) -> bool {
    let opened = start
        .checked_sub(1)
        .is_some_and(|at| matches!(tokens.kind(at), Some(TokenKind::Mark(',' | '(' | '-'))));
    let closed = matches!(
        tokens.kind(end),
        None | Some(TokenKind::Break | TokenKind::Mark(',' | ')' | '.' | '!' | '-' | ':'))
    );
    opened && closed
}

/// `8 times`, `10 sessions`, `5 woensdagen`.
fn times(tokens: &Tokens, at: usize) -> Option<Lasting> {
    let (times, end) = count(tokens, at)?;
    let spelled = |length: &usize| tokens.text(end).len() > 1 && *length > 0;
    let weekdays = |it| matches!(it, Meaning::EachWeekday(_)).then_some(());
    let times = u16::try_from(times)
        .ok()
        .filter(|it| (2..=500).contains(it))?;
    let counted = means(tokens, end, Meaning::Times)
        .as_ref()
        .is_some_and(spelled)
        || find(tokens, end, weekdays).is_some()
        || times >= SERIES && is_series(tokens, end);
    counted.then_some(Lasting::Times(times))
}

/// How many lessons make a series: two or three may be of one day.
const SERIES: u16 = 4;

/// `lessons`, but neither `lessons a week` nor `lessons: at two and at four`.
fn is_series(tokens: &Tokens, at: usize) -> bool {
    let Some(length) = means(tokens, at, Meaning::Sessions) else {
        return false;
    };
    let often = |it| matches!(it, Meaning::Every | Meaning::Weekly).then_some(());
    let next = at + length;
    let per = means(tokens, next, Meaning::DurationAfter).is_some()
        || find(tokens, next, often).is_some()
        || find(tokens, next + 1, |it| {
            matches!(
                it,
                Meaning::UnitDay | Meaning::UnitWeek | Meaning::UnitMonth
            )
            .then_some(())
        })
        .is_some();
    !per && !tokens.is_mark(next, ':')
}

impl Lasting {
    /// The last day of what begins on `first`; none where it is counted.
    pub(super) fn ends_on(self, first: NaiveDate) -> Option<NaiveDate> {
        match self {
            Self::Month(_, last) => Some(last),
            Self::Days(days) => first.checked_add_signed(Duration::days(days - 1)),
            Self::Months(months) => first.checked_add_months(Months::new(months))?.pred_opt(),
            Self::Times(_) => None,
        }
    }
}
