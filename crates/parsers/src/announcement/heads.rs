//! What stands before the colon of a line or names a field without being a label: `Pasta:`, `Raid time`, `Update:`.

use chrono::NaiveDate;

use super::Part;
use super::findings::Finding;
use super::parts::{PartText, Segment};
use crate::expression::{Cue, Expression, Value, scan};
use crate::language::{self, Label};
use crate::scan::{TokenKind, Tokens};

/// How many tokens a head has at most.
const LONGEST: usize = 6;

/// What a head says of its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Head {
    /// There is none.
    None,
    /// It has a word of the grammar: `Talks start`, `Raid time`.
    Telling,
    /// Anything may follow.
    Other,
}

/// The head of a segment that has no label.
pub(super) fn head_of(parts: &[PartText<'_>], segment: &Segment, today: NaiveDate) -> Head {
    let Some(part) = parts.get(segment.part).filter(|_| segment.label.is_none()) else {
        return Head::None;
    };
    let name = segment.part.checked_sub(1).and_then(|it| parts.get(it));
    match name.filter(|it| it.part.is_name_of(part.part)) {
        Some(name) => judged(&name.tokens, 0, name.tokens.len().min(LONGEST), today),
        None => match colon(&part.tokens, segment) {
            Some(colon) => judged(&part.tokens, segment.range.start, colon, today),
            None => Head::None,
        },
    }
}

fn colon(tokens: &Tokens, segment: &Segment) -> Option<usize> {
    let start = segment.range.start;
    let end = segment.range.end.min(start + LONGEST);
    let at = (start..end).find(|at| tokens.is_mark(*at, ':') && !tokens.is_glued(at + 1))?;
    let worded = (start..at).any(|at| tokens.is_word(at));
    let whole = (start..at).all(|at| !matches!(tokens.kind(at), Some(TokenKind::Mark(_))));
    (worded && whole).then_some(at)
}

fn judged(tokens: &Tokens, start: usize, end: usize, today: NaiveDate) -> Head {
    let label = |at: usize| {
        matches!(
            language::label(tokens, at..at + 1),
            Some(
                Label::Date | Label::Time | Label::Start | Label::Days | Label::Doors | Label::End
            )
        )
    };
    // "Holidays: 14/02/2026"
    let tells = |it: &Expression| !matches!(it.value, Value::Cue(Cue::DaysOff));
    if (start..end).any(label) || scan(tokens, start..end, None, today).any(|it| tells(&it)) {
        Head::Telling
    } else {
        Head::Other
    }
}

/// Whether nothing makes one event of a day and a clock of different lines or fields.
pub(super) fn are_apart(day: &Finding, clock: &Finding) -> bool {
    if day.segment == clock.segment || day.at.is_name_of(clock.at) {
        return false;
    }
    let free = |it: &Finding| it.label.is_none() && it.at != Part::Title;
    match (day.head, clock.head) {
        (Head::Other, Head::Other) => free(day) && free(clock),
        (_, Head::Other) => clock.at.field().is_some() && free(clock) && free(day),
        (Head::Other, _) => day.at.field().is_some() && free(day) && free(clock),
        _ => false,
    }
}
