//! One moment written for several zones.

use chrono::{DateTime, Utc};

use super::Warning;
use super::candidates::Now;
use super::findings::Finding;
use crate::expression::{OnWhat, ZoneRef};
use crate::local;

type Span = (DateTime<Utc>, Option<DateTime<Utc>>);

/// The moment of the clock that is in the local zone, else the first; a warning when the clocks around it disagree.
pub(super) fn agreed(
    found: &[Finding],
    day: usize,
    clock: usize,
    span: Span,
    now: Now,
    warnings: &mut Vec<Warning>,
) -> (DateTime<Utc>, Option<DateTime<Utc>>, usize) {
    let same = siblings(found, clock);
    let named = |at: &usize| {
        matches!(
            zone(found, *at),
            Some(ZoneRef::Place(_) | ZoneRef::Fixed(_))
        )
    };
    let Some(value) = found[day]
        .day()
        .filter(|_| same.len() > 1 && same.iter().any(named))
    else {
        return (span.0, span.1, clock);
    };
    // Weekdays are settled once, so that two zones cannot land in two weeks.
    let fixed = matches!(value.what, OnWhat::Date(_) | OnWhat::Relative(_));
    let read = |at: &usize| {
        let clock = found[*at].clock()?;
        let (start, _) = match now.one_off(value, clock).ok()?.0 {
            super::Kind::OneOff { start, end } => (start, end),
            super::Kind::Recurring { .. } => return None,
        };
        Some((*at, start, clock))
    };
    let moments: Vec<_> = same.iter().filter_map(read).collect();
    if fixed && moments.iter().any(|(_, start, _)| *start != span.0) {
        warnings.push(Warning::ZoneMismatch);
    }
    let here = moments
        .iter()
        .find(|(_, start, clock)| local(*start, now.zone).time() == clock.start);
    match here.or(moments.first()) {
        Some((at, start, _)) if *at != clock => (*start, None, *at),
        _ => (span.0, span.1, clock),
    }
}

fn zone(found: &[Finding], at: usize) -> Option<ZoneRef> {
    found[at].clock().and_then(|it| it.zone)
}

/// The clocks that stand in one row with this one.
fn siblings(found: &[Finding], clock: usize) -> Vec<usize> {
    let joined = |first: usize, second: usize| {
        let (first, second) = (&found[first], &found[second]);
        let both = first.clock().is_some() && second.clock().is_some();
        both && first.part == second.part
            && first.line == second.line
            && second.tokens.start.saturating_sub(first.tokens.end) <= 3
    };
    let mut first = clock;
    while first > 0 && joined(first - 1, first) {
        first -= 1;
    }
    let mut last = clock;
    while last + 1 < found.len() && joined(last, last + 1) {
        last += 1;
    }
    (first..=last).collect()
}
