//! When an event ends, where that stands apart from its start.

use chrono::{DateTime, TimeZone, Utc};

use super::candidates::{Now, distance};
use super::findings::{Finding, Role};
use crate::expression::{DayValue, Value};
use crate::local;

/// The first of Discord's own moments behind a start that words or a label call the end.
pub(super) fn told_end(found: &[Finding], start: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let ends = found
        .iter()
        .filter(|it| matches!(it.role, Role::End | Role::EndsOn));
    let instants = ends.filter_map(|it| match it.value {
        Value::Timestamp(seconds) => Utc.timestamp_opt(seconds, 0).single(),
        _ => None,
    });
    instants.filter(|it| *it > start).min()
}

/// An end that stands apart: `einde 22u`, a field "End", `until Sunday 12:00`.
pub(super) fn ending(
    found: &[Finding],
    start: DateTime<Utc>,
    clock: usize,
    now: Now,
) -> Option<DateTime<Utc>> {
    let near = |it: &Finding| it.label.is_some() || it.line == found[clock].line;
    let is_end = |at: &usize| {
        let it = &found[*at];
        it.clock().is_some() && near(it) && (it.role == Role::End || last_day(found, *at).is_some())
    };
    let at = (0..found.len()).filter(|at| *at != clock).find(is_end)?;
    let end = found[at].clock()?;
    let instant = |date| now.instant_of(date, end.start, end.zone);
    if let Some(date) = last_day(found, at).and_then(|it| now.date_of(it)) {
        return Some(instant(date)).filter(|it| *it > start);
    }
    let day = local(start, now.zone).date();
    let same_day = instant(day);
    if same_day > start {
        Some(same_day)
    } else {
        day.succ_opt().map(instant)
    }
}

/// The day on which something ends, right before the clock at which it does.
fn last_day(found: &[Finding], clock: usize) -> Option<DayValue> {
    let day = &found[clock.checked_sub(1)?];
    let ends = matches!(day.role, Role::End | Role::EndsOn) && day.segment == found[clock].segment;
    day.day()
        .filter(|_| ends && distance(day, &found[clock]) <= 2)
}
