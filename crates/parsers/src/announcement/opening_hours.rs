//! Hours at which a house is open: they come again or name a weekday, but nobody is invited.

use super::findings::{Finding, Role};
use crate::expression::{Cue, OnWhat, Value};

/// Whether a sentence says from when to when something is open on days that are no date.
pub(super) fn keeps_hours(found: &[Finding], day: &Finding, clock: &Finding) -> bool {
    let undated = match day.value {
        Value::Recurrence(_) => true,
        Value::Day(it) => matches!(it.what, OnWhat::Weekday(..) | OnWhat::Relative(_)),
        _ => false,
    };
    let here = |it: &Finding| it.segment == clock.segment && it.sentence == clock.sentence;
    let ends = clock.clock().is_some_and(|it| it.end.is_some())
        || found
            .iter()
            .any(|it| here(it) && it.role == Role::End && it.clock().is_some());
    undated && ends && here(day) && found.iter().any(|it| it.is_cue(Cue::OpenNow) && here(it))
}
