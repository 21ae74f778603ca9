//! How long something comes again, where that is said without a last date: `in March`, `for six weeks`, `8 times`.

use chrono::{Duration, Months, NaiveDate};

use super::findings::Finding;
use super::parts::PartText;
use crate::expression::{count, month_start};
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
    /// So many times.
    Times(u16),
}

/// What the sentence of a recurrence and its clock says of how long it lasts.
pub(super) fn lasting(
    day: &Finding,
    clock: &Finding,
    parts: &[PartText<'_>],
    today: NaiveDate,
) -> Option<Lasting> {
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
    // "Om de twee weken" says how often, not how long.
    let own = |at: &usize| day.tokens.contains(at);
    let mut around = (start..last + behind).filter(|at| !own(at));
    around.find_map(|at| lasting_at(tokens, at, today))
}

fn ends_sentence(tokens: &Tokens, at: usize) -> bool {
    matches!(
        tokens.kind(at),
        Some(TokenKind::Break | TokenKind::Mark('.' | '!' | '?' | ';'))
    )
}

fn lasting_at(tokens: &Tokens, at: usize, today: NaiveDate) -> Option<Lasting> {
    in_month(tokens, at, today)
        .or_else(|| for_weeks(tokens, at))
        .or_else(|| times(tokens, at))
}

/// `in March`, `during April`, but not `in March 7`.
fn in_month(tokens: &Tokens, at: usize, today: NaiveDate) -> Option<Lasting> {
    let within = |it| matches!(it, Meaning::Within | Meaning::During).then_some(());
    let ((), length) = find(tokens, at, within)?;
    let (month, more) = find(tokens, at + length, |it| match it {
        Meaning::Month(month) => Some(month),
        _ => None,
    })?;
    let next = at + length + more;
    let is_day = tokens.number(next).is_some_and(|(_, width)| width <= 2)
        && !(tokens.is_mark(next + 1, ':') && tokens.is_glued(next + 1));
    if is_day {
        return None;
    }
    let first = month_start(month, today)?;
    let last = first.checked_add_months(Months::new(1))?.pred_opt()?;
    Some(Lasting::Month(first, last))
}

/// `for six weeks`, `for the next four weeks`.
fn for_weeks(tokens: &Tokens, at: usize) -> Option<Lasting> {
    let mut start = at + means(tokens, at, Meaning::DurationBefore)?;
    let small = |it| matches!(it, Meaning::Article | Meaning::Next | Meaning::This).then_some(());
    while let Some(((), length)) = find(tokens, start, small) {
        start += length;
    }
    let (weeks, end) = count(tokens, start).filter(|(weeks, _)| (1..=200).contains(weeks))?;
    means(tokens, end, Meaning::UnitWeek)?;
    Some(Lasting::Days(i64::from(weeks) * 7))
}

fn times(tokens: &Tokens, at: usize) -> Option<Lasting> {
    let (times, end) = count(tokens, at)?;
    let spelled = means(tokens, end, Meaning::Times).filter(|_| tokens.text(end).len() > 1);
    let times = u16::try_from(times)
        .ok()
        .filter(|it| (2..=500).contains(it))?;
    spelled.map(|_| Lasting::Times(times))
}

impl Lasting {
    /// The last day of what begins on `first`; none where it is counted.
    pub(super) fn ends_on(self, first: NaiveDate) -> Option<NaiveDate> {
        match self {
            Self::Month(_, last) => Some(last),
            Self::Days(days) => first.checked_add_signed(Duration::days(days - 1)),
            Self::Times(_) => None,
        }
    }
}
