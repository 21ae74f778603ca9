//! What a text takes back: the date it was moved from, the day it is not.

use super::findings::{Finding, Role};
use crate::expression::{Cue, Value};

/// Everything but what a later *moved to* replaces in its sentence.
pub(super) fn live(found: &[Finding]) -> Vec<usize> {
    let is_day = |it: &Finding| matches!(it.value, Value::Day(_) | Value::Timestamp(_));
    let replaced = |at: usize, same: &dyn Fn(&Finding) -> bool| {
        let sentence = found[at].sentence;
        let is_left = at > 0 && found[at - 1].is_cue(Cue::MovedFrom);
        let mut rest = found[at + 1..]
            .iter()
            .take_while(|it| it.sentence == sentence)
            .skip_while(|it| !is_left && !it.is_cue(Cue::MovedTo));
        rest.any(same)
    };
    (0..found.len())
        .filter(|at| !is_former(found, *at))
        .filter(|at| match &found[*at].value {
            Value::Recurrence(_) | Value::Weekly(_) | Value::Monthly(_) => {
                found[*at].role != Role::Stamp
            }
            Value::Day(_) | Value::Timestamp(_) => !replaced(*at, &is_day),
            Value::Clock(_) => !replaced(*at, &|it| it.clock().is_some()),
            _ => true,
        })
        .collect()
}

/// `instead of Thursday`, `except 7 April`, a field "Old date".
pub(super) fn is_former(found: &[Finding], at: usize) -> bool {
    let it = &found[at];
    let is_moment = |it: &Finding| it.day().is_some() || it.clock().is_some();
    if !is_moment(it) {
        return false;
    }
    let Some(cue) = at.checked_sub(1).map(|prev| &found[prev]) else {
        return false;
    };
    // A clock goes with the day that does not hold, unless it is the only one.
    if it.clock().is_some() && cue.day().is_some() && it.tokens.start <= cue.tokens.end + 2 {
        let same = cue.segment == it.segment && cue.sentence == it.sentence;
        let others = |other: &usize| {
            *other != at && found[*other].sentence == it.sentence && found[*other].clock().is_some()
        };
        return same && (0..found.len()).any(|other| others(&other)) && is_former(found, at - 1);
    }
    // "Except 24 and 31 December."
    if it.joined && it.day().is_some() && cue.day().is_some() {
        let same = cue.segment == it.segment && cue.sentence == it.sentence;
        return same && is_former(found, at - 1);
    }
    let named = it.at.field().is_some_and(|_| it.label.is_none());
    let near = cue.segment == it.segment && it.tokens.start.saturating_sub(cue.tokens.end) <= 2;
    let field = named && cue.at.is_name_of(it.at);
    let except = matches!(cue.value, Value::Except(_)) && it.joined && near;
    except || cue.is_cue(Cue::Former) && (near || field)
}
