//! Numbers that look like clocks and say how long something takes or how it ended.

use crate::language::{Meaning, find, means};
use crate::scan::Tokens;

/// Up to how many hours something is likelier to last than to begin then.
pub(super) const FEW_HOURS: u32 = 6;

/// `duurt 2 uur`, `2 uur lang`, `binnen 2 uur`.
pub(super) fn is_length_of_time(tokens: &Tokens, at: usize, end: usize) -> bool {
    let before = |it| matches!(it, Meaning::DurationBefore).then_some(());
    let led = at >= 1 && find(tokens, at - 1, before).is_some()
        || at >= 2 && means(tokens, at - 2, Meaning::DurationBefore) == Some(2);
    led || means(tokens, end, Meaning::DurationAfter).is_some()
}

/// `we wandelen 3 uur`, `een wandeling van 2u30`: behind a word that leads to no clock.
pub(super) fn is_few_hours(tokens: &Tokens, at: usize, introduced: bool) -> bool {
    let Some(prev) = at.checked_sub(1) else {
        return false;
    };
    let other = |it| (it != Meaning::Announcing).then_some(());
    let plain = tokens.is_word(prev)
        && find(tokens, prev, other).is_none()
        && !tokens.get(prev).is_some_and(|it| it.capital);
    plain && !introduced || means(tokens, prev, Meaning::LengthOf).is_some()
}

/// `6:10 7:11`: the sets of a match stand in a row.
pub(super) fn is_score(tokens: &Tokens, at: usize, end: usize) -> bool {
    let set = |at: usize| {
        let short = tokens
            .number(at)
            .is_some_and(|(games, width)| games > 0 && width == 1);
        short && tokens.is_mark(at + 1, ':') && tokens.is_glued(at + 1)
    };
    set(at) && (set(end) || at >= 3 && set(at - 3))
}
