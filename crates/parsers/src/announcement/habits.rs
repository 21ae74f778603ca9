//! What comes again and invites nobody: what was always so, what others do each time.

use super::findings::{Finding, Role};
use super::parts::PartText;
use crate::expression::{Cue, Value};
use crate::language::{Meaning, means};
use crate::scan::Tokens;

/// How many words may stand between *everyone who* and how often: `who shows up every day`.
const VERB: usize = 3;

/// The longest phrase for *everyone who*, in tokens.
const PHRASE: usize = 4;

/// Takes from such a recurrence that it could be one of an event.
pub(super) fn set_aside_habits(found: &mut [Finding], parts: &[PartText<'_>]) {
    for at in 0..found.len() {
        let Some(part) = parts.get(found[at].part) else {
            continue;
        };
        if !matches!(found[at].value, Value::Recurrence(_) | Value::Weekly(_)) {
            continue;
        }
        if is_taken_back(found, at, &part.tokens) {
            found[at].role = Role::Stamp;
            set_aside_clock(found, at);
        }
        let others = is_of_others(&found[at], &part.tokens);
        if others || is_told_before(found, at) || is_told_behind(found, at) {
            found[at].role = Role::Stamp;
        }
    }
}

/// `no longer every Monday`, `niet elke maandag`
fn is_taken_back(found: &[Finding], at: usize, tokens: &Tokens) -> bool {
    let here = &found[at];
    let not = (1..=2).any(|length| {
        let before = here.tokens.start.checked_sub(length);
        before.is_some_and(|at| means(tokens, at, Meaning::Not) == Some(length))
    });
    let former = at
        .checked_sub(1)
        .map(|prev| &found[prev])
        .is_some_and(|it| {
            it.is_cue(Cue::Former) && it.part == here.part && it.tokens.end == here.tokens.start
        });
    not || former
}

/// The clock right behind what no longer holds does not hold either.
fn set_aside_clock(found: &mut [Finding], at: usize) {
    let (segment, end) = (found[at].segment, found[at].tokens.end);
    if let Some(next) = found.get_mut(at + 1)
        && next.clock().is_some()
        && next.segment == segment
        && next.tokens.start <= end + 1
    {
        next.role = Role::Stamp;
    }
}

/// `last year we met every Friday`
fn is_told_before(found: &[Finding], at: usize) -> bool {
    let here = &found[at];
    at.checked_sub(1)
        .map(|prev| &found[prev])
        .is_some_and(|it| {
            let told = it.is_cue(Cue::Told) || it.is_cue(Cue::ToldBehind);
            let near = here.tokens.start.saturating_sub(it.tokens.end) <= VERB;
            told && near && it.clause == here.clause && it.sentence == here.sentence
        })
}

/// `everyone who shows up every day at 6am`
fn is_of_others(here: &Finding, tokens: &Tokens) -> bool {
    let before = |gap: usize| here.tokens.start.checked_sub(gap);
    let words =
        |gap: usize| (here.tokens.start - gap..here.tokens.start).all(|at| tokens.is_word(at));
    (0..=VERB).any(|gap| {
        (1..=PHRASE).any(|length| {
            before(gap + length)
                .is_some_and(|at| means(tokens, at, Meaning::Those) == Some(length) && words(gap))
        })
    })
}

/// `Elke maandag was het druk`, `every Friday at 8pm we played`
fn is_told_behind(found: &[Finding], at: usize) -> bool {
    let here = &found[at];
    let same = |it: &&Finding| it.segment == here.segment && it.sentence == here.sentence;
    let mut end = here.tokens.end;
    for next in found[at + 1..].iter().take_while(same) {
        if next.tokens.start > end + 1 {
            return false;
        }
        if next.clock().is_none() {
            return next.is_cue(Cue::Told) || next.is_cue(Cue::ToldBehind);
        }
        end = next.tokens.end;
    }
    false
}
