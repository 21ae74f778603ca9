//! Days on which something that comes again does not: no rule holds them, so a person is told that there are some.

use super::findings::{Finding, of_sentence};
use super::parts::PartText;
use super::replaced::is_former;
use crate::expression::{Cue, Value};
use crate::language::{Meaning, find, means};
use crate::scan::TokenKind;

/// How many tokens may stand between the word for it and a day.
const NEAR: usize = 2;

/// Whether the text takes days out of what was read at `day`: `behalve op 6 februari`, `no session on 1 May`.
pub(super) fn has_exceptions(found: &[Finding], day: usize, parts: &[PartText<'_>]) -> bool {
    found.iter().enumerate().any(|(at, it)| {
        it.is_cue(Cue::Cancelled)
            || is_exception(it, parts) && is_of(found, at, &found[day])
            || is_left_out(found, at)
            || is_denied(found, at, parts)
    })
}

/// How far from a day the word that denies it is looked for, in tokens.
const CLAUSE: usize = 10;

/// `op 5 april wandelen we niet`, `we won't hike on 5 April`: a day without a clock in a clause with a *not*.
pub(super) fn is_denied(found: &[Finding], at: usize, parts: &[PartText<'_>]) -> bool {
    let day = &found[at];
    let Some(part) = parts.get(day.part).filter(|_| day.day().is_some()) else {
        return false;
    };
    let tokens = &part.tokens;
    let inside = |at: &usize| {
        !matches!(
            tokens.kind(*at),
            None | Some(TokenKind::Break | TokenKind::Mark(',' | '.' | '!' | '?' | ';' | ':'))
        )
    };
    let before = (day.tokens.start.saturating_sub(CLAUSE)..day.tokens.start).rev();
    let behind = day.tokens.end..day.tokens.end + CLAUSE;
    let clause: Vec<usize> = before
        .take_while(inside)
        .chain(behind.take_while(inside))
        .collect();
    let timed = of_sentence(found, day.sentence)
        .iter()
        .any(|it| it.clock().is_some() && clause.contains(&it.tokens.start));
    let not = |at: &usize| means(tokens, *at, Meaning::Not).is_some();
    !timed && clause.iter().any(not)
}

/// A word that takes out what stands behind it.
pub(super) fn is_exception(it: &Finding, parts: &[PartText<'_>]) -> bool {
    let Some(part) = parts.get(it.part).filter(|_| it.is_cue(Cue::Former)) else {
        return false;
    };
    let out = |it| matches!(it, Meaning::Except | Meaning::Not).then_some(());
    find(&part.tokens, it.tokens.start, out).is_some()
}

/// `behalve vrijdag en 6 maart`: the date behind the weekdays that are left out for good.
fn is_left_out(found: &[Finding], at: usize) -> bool {
    let except = at
        .checked_sub(1)
        .is_some_and(|prev| matches!(found[prev].value, Value::Except(_)));
    except && found[at].day().is_some() && is_former(found, at)
}

/// Whether it stands in the sentence of the day, heads a line or field, or leads to a day itself.
fn is_of(found: &[Finding], at: usize, day: &Finding) -> bool {
    let here = &found[at];
    let leads = found.get(at + 1).is_some_and(|next| {
        let near = next.tokens.start.saturating_sub(here.tokens.end) <= NEAR;
        next.day().is_some()
            && (next.segment == here.segment && near || here.at.is_name_of(next.at))
    });
    here.sentence == day.sentence || here.tokens.start == 0 || leads
}
