//! Whether what was read is called off.

use super::Part;
use super::findings::{Finding, of_sentence};
use crate::expression::{Cue, Value};

/// Called off in the title or in a sentence of the event, and not moved to what was read.
pub(super) fn is_cancelled(found: &[Finding], used: &[usize]) -> bool {
    let revived = used.iter().any(|at| {
        let sentence = found[*at].sentence;
        found[..*at]
            .iter()
            .rev()
            .take_while(|it| it.sentence == sentence)
            .any(|it| it.is_cue(Cue::MovedTo))
    });
    !revived
        && found
            .iter()
            .filter(|it| it.is_cue(Cue::Cancelled))
            .any(|cue| {
                used.is_empty()
                    || cue.at == Part::Title
                    || is_said_of_all(found, cue, used)
                    || used.iter().any(|at| concerns(found, cue, *at))
            })
}

/// Called off without a day: in the first sentence of a message, in a line that says nothing else, behind the event
/// or beside one that stands under labels.
fn is_said_of_all(found: &[Finding], cue: &Finding, used: &[usize]) -> bool {
    let opens = cue.at == Part::Body && cue.line == 0 && cue.sentence == 0;
    let follows = used.iter().any(|at| found[*at].sentence < cue.sentence);
    let labelled = used.iter().any(|at| found[*at].label.is_some());
    let mut sentence = of_sentence(found, cue.sentence).iter();
    let elsewhere = |it: &Finding| {
        let possible = it.is_cue(Cue::If) || it.is_cue(Cue::Told) || it.is_cue(Cue::DaysOff);
        possible || matches!(it.value, Value::Day(_) | Value::Timestamp(_))
    };
    (opens || cue.in_short_line || follows || labelled) && !sentence.any(elsewhere)
}

/// Whether a word of the same sentence is about this finding, and not about another day between them.
fn concerns(found: &[Finding], cue: &Finding, at: usize) -> bool {
    let used = &found[at];
    if used.sentence != cue.sentence || used.clock().is_some() {
        return false;
    }
    let sentence = of_sentence(found, cue.sentence);
    // "No raid tonight, see you on Friday at eight."
    let other_clause = used.clause != cue.clause
        && sentence
            .iter()
            .any(|it| it.clause == cue.clause && (it.day().is_some() || it.is_cue(Cue::DaysOff)));
    if other_clause {
        return false;
    }
    let between = cue.tokens.end.min(used.tokens.end)..cue.tokens.start.max(used.tokens.start);
    let is_other = |it: &Finding| {
        let inside = it.segment == used.segment
            && between.contains(&it.tokens.start)
            && it.tokens != used.tokens;
        let gap = used
            .tokens
            .start
            .max(it.tokens.start)
            .saturating_sub(used.tokens.end.min(it.tokens.end));
        inside && it.day().is_some() && gap > 2
    };
    !sentence.iter().any(is_other)
}
