//! Days and clocks that begin nothing: when a house closes, when a desk is kept, what is over.

use super::findings::{Finding, Role};
use super::parts::PartText;
use crate::expression::{Cue, OnWhat, Value};
use crate::scan::Tokens;

/// Takes from the days and clocks of such a clause the part they would have in an event; other clauses keep theirs.
pub(super) fn set_aside(found: &mut [Finding], parts: &[PartText<'_>]) {
    for at in 0..found.len() {
        let cue = match found[at].value {
            Value::Cue(cue @ (Cue::Closes | Cue::Bygone | Cue::OpeningHours)) => cue,
            Value::Cue(Cue::Told | Cue::ToldBehind) if is_behind_today(found, at) => Cue::Bygone,
            _ => continue,
        };
        let Some(part) = parts.get(found[at].part) else {
            continue;
        };
        let (first, last) = clause_of(found, at, cue, &part.tokens);
        let timed_before = found[first..at].iter().any(|it| it.clock().is_some());
        let ranged = found[at..last]
            .iter()
            .any(|it| it.clock().is_some_and(|it| it.end.is_some()));
        // "The bar is open on Friday": only from when to when it is makes hours of it.
        let repeats = found[first..last]
            .iter()
            .any(|it| matches!(it.value, Value::Recurrence(_)));
        if cue == Cue::OpeningHours && (repeats || !ranged) {
            continue;
        }
        // "Quiz at 20:00 and the bar closes at 2:00"
        // "Vrijdag om 18u sluit de bib" has its verb right behind the clock.
        let inverted = at > first && {
            let before = &found[at - 1];
            before.clock().is_some() && before.tokens.end == found[at].tokens.start
        };
        let from = if timed_before && !inverted && cue != Cue::Bygone {
            at
        } else {
            first
        };
        for it in &mut found[from..last] {
            if !matches!(it.value, Value::Cue(_)) {
                it.role = Role::Stamp;
            }
        }
    }
}

/// `Office hours today were 2-4pm`
fn is_behind_today(found: &[Finding], at: usize) -> bool {
    let today = at.checked_sub(1).map(|prev| &found[prev]);
    today.is_some_and(|it| {
        let beside = it.segment == found[at].segment && it.tokens.end == found[at].tokens.start;
        beside
            && it
                .day()
                .is_some_and(|it| matches!(it.what, OnWhat::Relative(0)))
    })
}

/// The findings of the clause of a cue; what names hours may stand before a colon.
fn clause_of(found: &[Finding], at: usize, cue: Cue, tokens: &Tokens) -> (usize, usize) {
    let parts_clauses = |mark: usize| {
        [',', ';'].into_iter().any(|it| tokens.is_mark(mark, it))
            || cue != Cue::OpeningHours && tokens.is_mark(mark, ':') && !tokens.is_glued(mark + 1)
    };
    let joined = |first: &Finding, second: &Finding| {
        first.segment == second.segment
            && first.sentence == second.sentence
            && !(first.tokens.end..second.tokens.start).any(parts_clauses)
    };
    let mut first = at;
    while first > 0 && joined(&found[first - 1], &found[first]) {
        first -= 1;
    }
    let mut last = at + 1;
    while last < found.len() && joined(&found[last - 1], &found[last]) {
        last += 1;
    }
    (first, last)
}
