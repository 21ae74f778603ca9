//! The part of the day that an announcement speaks of, for clocks that could be of either half.

use super::findings::Finding;
use super::parts::PartText;
use crate::expression::{Cue, Value};
use crate::language::{self, DayPart};

/// The part of the day that the text speaks of: an evening before all, an afternoon where no morning is named too.
pub(super) fn part_of_day(parts: &[PartText<'_>], findings: &[Finding]) -> Option<DayPart> {
    if !findings
        .iter()
        .any(|it| it.clock().is_some_and(|it| it.ambiguous))
    {
        return None;
    }
    let said = findings.iter().filter_map(|it| match it.value {
        Value::Cue(Cue::Part(part)) => Some(part),
        _ => it.day()?.part,
    });
    let words = parts.iter().flat_map(|part| {
        (0..part.tokens.len()).filter_map(|at| language::part_of_day(part.tokens.text(at)))
    });
    let all: Vec<DayPart> = said.chain(words).collect();
    let speaks_of = |part| all.contains(&part);
    if speaks_of(DayPart::Evening) {
        Some(DayPart::Evening)
    } else {
        let afternoon = speaks_of(DayPart::Afternoon) && !speaks_of(DayPart::Morning);
        afternoon.then_some(DayPart::Afternoon)
    }
}
