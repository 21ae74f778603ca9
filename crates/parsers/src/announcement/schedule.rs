//! Several things that come again in one announcement: the days of a week, each with a clock of its own.

use chrono::{DateTime, Utc};

use super::Part;
use super::candidates::{Moment, Now};
use super::findings::{Finding, Role};
use super::opening_hours::are_opening_hours;
use super::pairs::Pair;
use super::parts::PartText;
use super::recurring::{bare_weekday, next_start};
use super::{Kind, Reason};
use crate::expression::{Repeats, Value, count};
use crate::language::{Meaning, means};
use crate::{Pattern, WeekdaySet};

/// How many recurrences are weighed against each other.
const SEVERAL: usize = 14;

/// How many tokens may join two clocks: `en om`.
const JOINT: usize = 2;

/// How many lines a schedule may leave between two of its rows.
const GAP: usize = 2;

/// Of a schedule the row that comes first from now on, else what was read first; and whether there is more.
pub(super) fn first_to_come(
    found: &[Finding],
    (moment, first): (Moment, Pair),
    pairs: &[Pair],
    parts: &[PartText<'_>],
    read: impl Fn(&Pair) -> Option<Result<Moment, Reason>>,
    now: Now,
) -> (Moment, Pair, bool) {
    let others = pairs
        .iter()
        .skip(1)
        .take(SEVERAL)
        .filter(|it| it.clock != first.clock && !are_opening_hours(found, it.day, it.clock));
    let mut more = false;
    let mut best = (moment, first);
    let mut row = first;
    for pair in others {
        let Some(Ok(other)) = read(pair) else {
            continue;
        };
        if is_same(&other, &best.0) {
            continue;
        }
        more = true;
        if !are_rows(&found[row.day], &found[pair.day]) || !is_apart(&other, &best.0) {
            continue;
        }
        row = *pair;
        if comes_before(next_start(&other, now), next_start(&best.0, now)) {
            best = (other, *pair);
        }
    }
    (
        best.0,
        best.1,
        more || has_second_clock(found, &first, parts),
    )
}

/// The days of a schedule's rows are others than those of the rows before.
fn is_apart(first: &Moment, second: &Moment) -> bool {
    let days = |it: &Moment| match it.kind {
        Kind::Recurring { recurrence, .. } => recurrence.weekdays(),
        Kind::OneOff { .. } => WeekdaySet::default(),
    };
    let (first, second) = (days(first), days(second));
    !first.iter().any(|day| second.contains(day))
}

/// `elke zaterdag om 10u en om 14u`
fn has_second_clock(found: &[Finding], pair: &Pair, parts: &[PartText<'_>]) -> bool {
    let clock = &found[pair.clock];
    let again = found[pair.clock + 1..]
        .iter()
        .take_while(|it| it.segment == clock.segment && it.sentence == clock.sentence)
        .find(|it| !matches!(it.value, Value::Cue(_)));
    let (Some(own), Some(next)) = (clock.clock(), again) else {
        return false;
    };
    let Some(part) = parts.get(next.part) else {
        return false;
    };
    let mut gap = clock.tokens.end..next.tokens.start;
    let and = |at| part.tokens.is_mark(at, '&') || means(&part.tokens, at, Meaning::And).is_some();
    let joined = next.joined || gap.len() <= JOINT && gap.any(and);
    let plain = matches!(next.role, Role::Plain | Role::Start);
    joined
        && plain
        && next
            .clock()
            .is_some_and(|it| it.zone == own.zone && it.start != own.start)
}

fn comes_before(first: Option<DateTime<Utc>>, second: Option<DateTime<Utc>>) -> bool {
    first.is_some_and(|first| second.is_none_or(|second| first < second))
}

/// The same again in other words or in another language.
fn is_same(first: &Moment, second: &Moment) -> bool {
    let of = |it: &Moment| match it.kind {
        Kind::Recurring {
            recurrence, clock, ..
        } => Some((recurrence.pattern(), recurrence.interval(), clock)),
        Kind::OneOff { .. } => None,
    };
    of(first) == of(second)
}

fn is_field(finding: &Finding) -> bool {
    matches!(finding.at, Part::Field(_) | Part::FieldName(_))
}

/// Whether two days stand below each other or in one sentence.
fn are_rows(first: &Finding, second: &Finding) -> bool {
    first.sentence == second.sentence
        || is_field(first) && is_field(second)
        || first.part == second.part && (1..=GAP).contains(&second.line.abs_diff(first.line))
}

/// The weekdays of a sentence without those that have another clock: `ma 19u, wo 20u30`.
pub(super) fn without_other_clocks(
    found: &[Finding],
    pair: &Pair,
    pairs: &[Pair],
    repeats: Repeats,
) -> Repeats {
    let (Some(_), Pattern::Weekly(days)) = (bare_weekday(&found[pair.day]), repeats.pattern) else {
        return repeats;
    };
    let others: WeekdaySet = pairs
        .iter()
        .filter(|it| it.clock != pair.clock)
        .filter(|it| found[it.day].sentence == found[pair.day].sentence)
        .filter_map(|it| bare_weekday(&found[it.day]))
        .collect();
    let left: WeekdaySet = days.iter().filter(|day| !others.contains(*day)).collect();
    if left.is_empty() {
        return repeats;
    }
    let pattern = Pattern::Weekly(left);
    Repeats { pattern, ..repeats }
}

/// `elke maandag om 19u en donderdag om 20u30`: *every* is said of the second weekday too.
pub(super) fn joined_weekday(found: &[Finding], at: usize) -> bool {
    let here = &found[at];
    let before = found[..at].iter().rev();
    let mut same = before
        .take_while(|it| it.sentence == here.sentence && it.segment == here.segment)
        .skip_while(|it| it.clock().is_some());
    let every = same.next().is_some_and(|it| {
        matches!(it.value, Value::Recurrence(repeats)
            if repeats.interval == 1 && matches!(repeats.pattern, Pattern::Weekly(_)))
    });
    here.joined && every
}

/// `maandag en donderdag om 17u, van september tot juni`: the months between which it is make it come again.
pub(super) fn in_season(found: &[Finding], at: usize) -> bool {
    let here = &found[at];
    let beside = |it: &Finding| it.sentence == here.sentence || is_field(it) && is_field(here);
    found
        .iter()
        .any(|it| beside(it) && matches!(it.value, Value::Bounds(bounds) if bounds.is_season()))
}

/// `12 lessen op maandag`: so many are on more than one Monday.
pub(super) fn is_of_series(found: &[Finding], at: usize, parts: &[PartText<'_>]) -> bool {
    let day = &found[at];
    let Some(part) = parts.get(day.part) else {
        return false;
    };
    let tokens = &part.tokens;
    let mut end = day.tokens.start;
    if let Some(on) = end.checked_sub(1)
        && means(tokens, on, Meaning::On) == Some(1)
    {
        end = on;
    }
    let Some(start) = end.checked_sub(2) else {
        return false;
    };
    means(tokens, start + 1, Meaning::Sessions) == Some(1)
        && count(tokens, start).is_some_and(|(many, _)| many > 1)
}

/// Every how many weeks, where *weekly* or *biweekly* without a day stands near, or heads the lines of a schedule.
pub(super) fn weeks_nearby(found: &[Finding], at: usize) -> Option<u16> {
    let near = |it: &&Finding| {
        it.at == Part::Title || it.line.abs_diff(found[at].line) <= 2 || heads(found, it, at)
    };
    let weeks = found.iter().filter(near).filter_map(|it| match it.value {
        Value::Weekly(interval) => Some(interval),
        _ => None,
    });
    weeks.max()
}

/// Whether every line between names something.
fn heads(found: &[Finding], head: &Finding, at: usize) -> bool {
    let here = &found[at];
    if !matches!(head.value, Value::Weekly(_)) || head.part != here.part || head.line > here.line {
        return false;
    }
    let mut line = here.line;
    for it in found[..at].iter().rev() {
        if it.part != here.part || it.line + GAP < line {
            return false;
        }
        line = it.line;
        if line <= head.line {
            return true;
        }
    }
    false
}
