//! Announcements that say how long it is until they come true: `De stream start over een uur!`

use std::ops::Range;

use super::candidates::Now;
use super::findings::{Finding, Role};
use super::heads::Head;
use super::parts::{PartText, Segment};
use crate::Rule;
use crate::expression::{Cue, Value};
use crate::language::{self, Meaning};
use crate::moments::countdown_at;
use crate::scan::{TokenKind, Tokens};

/// How far a verb that sets off may stand from what counts down to it, in tokens.
const REACH: usize = 6;

/// The start that is counted down to, where a verb says that something sets off then: `I'll be back in an hour` has
/// none. A sentence that asks, calls off or tells of something else counts down to nothing.
pub(super) fn countdown(
    parts: &[PartText<'_>],
    segments: &[Segment],
    found: &[Finding],
    now: Now,
) -> Option<Finding> {
    segments.iter().enumerate().find_map(|(index, segment)| {
        let part = parts.get(segment.part)?;
        let tokens = &part.tokens;
        let (seconds, counted) = segment.range.clone().find_map(|at| {
            let (seconds, end) = countdown_at(tokens, at)?;
            sets_off(tokens, &segment.range, at..end).then_some((seconds, at..end))
        })?;
        let sentence = sentence_of(tokens, &segment.range, &counted);
        let asked = tokens.is_mark(sentence.end, '?');
        let hindered = found
            .iter()
            .any(|it| it.segment == index && sentence.contains(&it.tokens.start) && hinders(it));
        if asked || hindered {
            return None;
        }
        let start = now.instant.timestamp().checked_add(seconds)?;
        Some(Finding {
            value: Value::Timestamp(start - start.rem_euclid(60)),
            rule: Rule::Shift,
            span: tokens.span(&counted),
            tokens: counted,
            part: segment.part,
            at: part.part,
            label: segment.label,
            line: segment.line,
            segment: index,
            sentence: usize::MAX,
            clause: usize::MAX,
            role: Role::Plain,
            head: Head::None,
            joined: false,
            in_short_line: false,
        })
    })
}

/// Whether a verb of the same sentence, not far from what counts, says that something sets off.
fn sets_off(tokens: &Tokens, segment: &Range<usize>, counted: Range<usize>) -> bool {
    let verb = |at: &usize| language::means(tokens, *at, Meaning::SetsOff).is_some();
    let behind = (counted.end..segment.end).take_while(|at| !is_end(tokens, *at));
    let before = (segment.start..counted.start)
        .rev()
        .take_while(|at| !is_end(tokens, *at));
    behind.take(REACH).any(|at| verb(&at)) || before.take(REACH).any(|at| verb(&at))
}

/// The tokens of the sentence around it, without the mark at its end.
fn sentence_of(tokens: &Tokens, segment: &Range<usize>, inner: &Range<usize>) -> Range<usize> {
    let inside = |at: &usize| !is_end(tokens, *at);
    let before = (segment.start..inner.start).rev().take_while(inside);
    let behind = (inner.end..segment.end).take_while(inside);
    inner.start - before.count()..inner.end + behind.count()
}

fn is_end(tokens: &Tokens, at: usize) -> bool {
    matches!(
        tokens.kind(at),
        None | Some(TokenKind::Break | TokenKind::Mark('.' | '!' | '?'))
    )
}

fn hinders(finding: &Finding) -> bool {
    matches!(
        finding.value,
        Value::Cue(
            Cue::Cancelled
                | Cue::Closes
                | Cue::Closed
                | Cue::Bygone
                | Cue::Told
                | Cue::ToldBehind
                | Cue::Poll
                | Cue::Unsure
                | Cue::Asking
                | Cue::If
                | Cue::Or
                | Cue::Deadline
                | Cue::Doors
        )
    )
}
