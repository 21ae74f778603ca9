//! Hours at which a house is open or a desk is kept: they come again or name a weekday, but nobody is invited.

use chrono::NaiveTime;

use super::Part;
use super::findings::{Finding, Role};
use crate::Pattern;
use crate::expression::{Cue, OnWhat, Value};

/// From how many days a week and hours a day on it is no event but a presence.
const DAYS: u8 = 3;
const HOURS: i64 = 7;

/// Whether a day and its clock are called so, or span a working week.
pub(super) fn are_opening_hours(found: &[Finding], day: usize, clock: usize) -> bool {
    is_named(found, day) || is_working_week(&found[day], &found[clock])
}

fn is_named(found: &[Finding], at: usize) -> bool {
    let here = &found[at];
    let above =
        |it: &Finding| it.at == Part::Title || it.line + 1 >= here.line && it.line <= here.line;
    found
        .iter()
        .any(|it| it.is_cue(Cue::OpeningHours) && above(it))
}

fn is_working_week(day: &Finding, clock: &Finding) -> bool {
    let many = match day.value {
        Value::Recurrence(it) => match it.pattern {
            Pattern::Daily => true,
            Pattern::Weekly(days) => days.len() >= usize::from(DAYS),
            _ => false,
        },
        _ => false,
    };
    let hours = clock.clock().and_then(|it| {
        let end = it.end?;
        Some(length(it.start, end))
    });
    many && hours.is_some_and(|it| it >= HOURS)
}

/// In whole hours, over midnight where the end comes first.
fn length(start: NaiveTime, end: NaiveTime) -> i64 {
    (end - start).num_minutes().rem_euclid(24 * 60) / 60
}

/// Whether a sentence says from when to when something is open on days that are no date, or that it is closed.
pub(super) fn keeps_hours(found: &[Finding], day: &Finding, clock: &Finding) -> bool {
    let undated = match day.value {
        Value::Recurrence(_) => true,
        Value::Day(it) => matches!(it.what, OnWhat::Weekday(..) | OnWhat::Relative(_)),
        _ => false,
    };
    let same = |it: &&Finding| it.segment == day.segment && it.sentence == day.sentence;
    if found.iter().filter(same).any(|it| it.is_cue(Cue::Closed)) {
        return true;
    }
    let here = |it: &Finding| it.segment == clock.segment && it.sentence == clock.sentence;
    let ends = clock.clock().is_some_and(|it| it.end.is_some())
        || found
            .iter()
            .any(|it| here(it) && it.role == Role::End && it.clock().is_some());
    undated && ends && here(day) && found.iter().any(|it| it.is_cue(Cue::OpenNow) && here(it))
}
