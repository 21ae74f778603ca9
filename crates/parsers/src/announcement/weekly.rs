//! The weekly event of an announcement, where it names one.

use super::candidates::{Moment, Now, last_of};
use super::choose::confidence;
use super::findings::{Finding, Role};
use super::pairs::{Pair, pairs};
use super::parts::PartText;
use super::{Kind, Warning};
use crate::WeekdaySet;
use crate::expression::{OnWhat, Value, WeekdayMode};

/// The first recurrence that has a clock, and the pair it was read from.
pub(super) fn weekly(
    found: &[Finding],
    live: &[usize],
    clocks: &[usize],
    parts: &[PartText<'_>],
    now: Now,
) -> Option<(Moment, Pair)> {
    let repeats: Vec<usize> = live
        .iter()
        .copied()
        .filter(|at| days_of(found, *at).is_some())
        .collect();
    let pair = pairs(found, &repeats, clocks, parts).into_iter().next()?;
    let days = days_of(found, pair.day)?;
    let clock = found[pair.clock].clock()?;
    let (days, clock, mut warnings) = now.weekly(days, clock);
    let (starts_on, ends_on, bound) = bounds(found, live, now);
    let starts_on = starts_on.filter(|it| *it > now.today());
    if starts_on.is_some() {
        warnings.push(Warning::StartsLater);
    }
    let doubtful = warnings.iter().any(|it| *it != Warning::StartsLater);
    let confidence = confidence(&found[pair.day], &found[pair.clock], doubtful);
    let mut used = vec![pair.day, pair.clock];
    used.extend(bound);
    Some((
        Moment {
            kind: Kind::Weekly {
                days,
                clock,
                starts_on,
                ends_on,
            },
            confidence,
            warnings,
            used,
        },
        pair,
    ))
}

/// The days of a recurrence, or of the weekdays of a sentence beside *weekly*.
fn days_of(found: &[Finding], at: usize) -> Option<WeekdaySet> {
    if let Value::Recurrence(days) = found[at].value {
        return Some(days);
    }
    bare_weekday(&found[at]).filter(|_| is_said_weekly(found, at))?;
    let sentence = found[at].sentence;
    Some(
        found
            .iter()
            .filter(|it| it.sentence == sentence)
            .filter_map(bare_weekday)
            .collect(),
    )
}

fn bare_weekday(finding: &Finding) -> Option<chrono::Weekday> {
    match finding.day()?.what {
        OnWhat::Weekday(weekday, WeekdayMode::Bare) => Some(weekday),
        _ => None,
    }
}

fn is_said_weekly(found: &[Finding], at: usize) -> bool {
    let near = |it: &&Finding| it.line.abs_diff(found[at].line) <= 2;
    found
        .iter()
        .filter(near)
        .any(|it| matches!(it.value, Value::Weekly))
}

type Bounds = (
    Option<chrono::NaiveDate>,
    Option<chrono::NaiveDate>,
    Vec<usize>,
);

fn bounds(found: &[Finding], live: &[usize], now: Now) -> Bounds {
    let (mut starts_on, mut ends_on, mut used) = (None, None, Vec::new());
    for at in live {
        let Some(day) = found[*at].day() else {
            continue;
        };
        let Some(date) = now.date_of(day) else {
            continue;
        };
        match found[*at].role {
            Role::StartsOn if starts_on.is_none() => {
                starts_on = Some(date);
                if let OnWhat::Date(it) = day.what {
                    ends_on = ends_on.or(last_of(it, date));
                }
            }
            Role::EndsOn if ends_on.is_none() => ends_on = Some(date),
            _ => continue,
        }
        used.push(*at);
    }
    (starts_on, ends_on, used)
}
