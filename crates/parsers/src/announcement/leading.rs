//! A weekday that leads to a clock behind the words between them: `Sunday brunch from 10:30`.

use super::findings::{Finding, Role};
use super::pairs::{are_adjacent, ends_in_participle};
use super::parts::PartText;
use crate::expression::{Cue, Value};
use crate::language::{self, Meaning};
use crate::scan::{TokenKind, Tokens};

/// How many tokens may stand between a weekday and the clock that a word introduces.
const CLAUSE: usize = 7;

/// `Zaterdag wandeling, vertrek 9u`: the weekday opens the sentence, and a word of beginning introduces the clock; a
/// preposition does where one word or what takes place stands between them.
pub(super) fn leads_to(
    found: &[Finding],
    day: usize,
    clock: usize,
    parts: &[PartText<'_>],
) -> bool {
    let (weekday, time) = (&found[day], &found[clock]);
    let Some(part) = parts.get(weekday.part).filter(|_| day < clock) else {
        return false;
    };
    let tokens = &part.tokens;
    let gap = weekday.tokens.end..time.tokens.start;
    let plain = |it: &Finding| {
        matches!(
            it.value,
            Value::Cue(Cue::Start | Cue::StartingOn | Cue::Part(_))
        )
    };
    if gap.len() > CLAUSE
        || !opens(tokens, weekday.tokens.start)
        || !found[day + 1..clock].iter().all(plain)
        || ends_in_participle(part, time.tokens.end)
    {
        return false;
    }
    let last = gap.end.saturating_sub(1);
    let begins = |it| matches!(it, Meaning::Onward | Meaning::Start).then_some(());
    if time.role == Role::Start || language::find(tokens, last, begins).is_some() {
        return true;
    }
    let leads = |it| matches!(it, Meaning::At | Meaning::From).then_some(());
    let between = weekday.tokens.end..last;
    let event = || {
        between
            .clone()
            .any(|at| language::means(tokens, at, Meaning::EventNoun).is_some())
    };
    language::find(tokens, last, leads).is_some() && (between.len() <= 1 || event())
}

/// Whether a weekday begins its sentence.
fn opens(tokens: &Tokens, at: usize) -> bool {
    at.checked_sub(1).is_none_or(|prev| {
        matches!(
            tokens.kind(prev),
            Some(TokenKind::Break | TokenKind::Mark(_) | TokenKind::Emoji(_))
        )
    })
}

/// `De les van donderdag 19u begint pas om 20u`: the clock replaces the one right beside the weekday.
pub(super) fn is_moved_on(
    found: &[Finding],
    day: usize,
    clock: usize,
    parts: &[PartText<'_>],
) -> bool {
    let former = day + 1;
    former < clock
        && found[former].clock().is_some()
        && found[former..clock]
            .iter()
            .any(|it| it.is_cue(Cue::MovedTo))
        && are_adjacent(found, day, former, parts)
}
