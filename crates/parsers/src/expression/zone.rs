//! The zone behind a clock.
//!
//! ```text
//! zone   = ["("] name ["/" name] [")"] | ("UTC" | "GMT" | "Z") [offset]
//! offset = ("+" | "-") H[H][[:]MM]
//! ```

use super::value::ZoneRef;
use crate::language::{Meaning, ZoneWord, find};
use crate::scan::Tokens;

/// The zone that begins at a token, and the token behind it.
pub(crate) fn zone_at(tokens: &Tokens, at: usize) -> Option<(ZoneRef, usize)> {
    let open = tokens.is_mark(at, '(');
    let (zone, end) = zone_name(tokens, if open { at + 1 } else { at })?;
    let end = alternative(tokens, end);
    if !open {
        return Some((zone, end));
    }
    // A bracket that holds more than the zone stays open to others.
    tokens.is_mark(end, ')').then_some((zone, end + 1))
}

/// An offset written onto a clock, as ISO does.
pub(crate) fn iso_offset(tokens: &Tokens, at: usize) -> Option<(ZoneRef, usize)> {
    offset(tokens, at).map(|(minutes, end)| (ZoneRef::Fixed(minutes), end))
}

fn zone_name(tokens: &Tokens, at: usize) -> Option<(ZoneRef, usize)> {
    let wanted = |it| match it {
        Meaning::Zone(zone) | Meaning::ZoneLetters(zone) => Some(zone),
        _ => None,
    };
    let (zone, length) = find(tokens, at, wanted)?;
    let end = at + length;
    Some(match zone {
        ZoneWord::Place(place) => (ZoneRef::Place(place), end),
        ZoneWord::Unknown => (ZoneRef::Unknown, end),
        ZoneWord::Utc => match offset(tokens, end) {
            Some((minutes, end)) => (ZoneRef::Fixed(minutes), end),
            None => (ZoneRef::Fixed(0), end),
        },
    })
}

/// `CET/CEST` names one zone.
fn alternative(tokens: &Tokens, end: usize) -> usize {
    if !tokens.is_mark(end, '/') {
        return end;
    }
    zone_name(tokens, end + 1).map_or(end, |(_, end)| end)
}

fn offset(tokens: &Tokens, at: usize) -> Option<(i32, usize)> {
    let sign = match () {
        () if tokens.is_mark(at, '+') => 1,
        () if tokens.is_mark(at, '-') => -1,
        () => return None,
    };
    let (number, digits) = tokens
        .number(at + 1)
        .filter(|_| tokens.is_glued(at) && tokens.is_glued(at + 1))?;
    let (hours, mut minutes) = if digits == 4 {
        (number / 100, number % 100)
    } else {
        (number, 0)
    };
    let mut end = at + 2;
    if digits <= 2 && tokens.is_mark(end, ':') && tokens.is_glued(end) {
        let (more, digits) = tokens
            .number(end + 1)
            .filter(|_| tokens.is_glued(end + 1))?;
        if digits != 2 {
            return None;
        }
        minutes = more;
        end += 2;
    }
    if hours > 14 || minutes > 59 || !matches!(digits, 1 | 2 | 4) {
        return None;
    }
    let total = i32::try_from(hours * 60 + minutes).ok()?;
    Some((sign * total, end))
}
