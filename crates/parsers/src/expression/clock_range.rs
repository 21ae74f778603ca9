//! What joins two clocks to a range: a dash, a word, an arrow where nothing was moved.

use chrono::{NaiveTime, Timelike};

use super::cue::arrow;
use crate::language::{Meaning, find, means};
use crate::scan::{TokenKind, Tokens};

/// How many tokens join the ends of a range.
pub(super) fn through(tokens: &Tokens, at: usize) -> Option<usize> {
    if let Some((_, length)) = arrow(tokens, at) {
        return (!speaks_of_moving(tokens, at)).then_some(length);
    }
    if tokens.is_mark(at, '-') {
        Some(1)
    } else {
        means(tokens, at, Meaning::Through)
    }
}

/// The hour up to which a night goes on.
const SMALL_HOURS: u32 = 6;

/// How many tokens around an arrow may say that something was moved.
const AROUND: usize = 12;

/// Whether the line around an arrow says that something was moved, so that what follows replaces what stands before.
fn speaks_of_moving(tokens: &Tokens, arrow: usize) -> bool {
    let here = |at: &usize| !matches!(tokens.kind(*at), None | Some(TokenKind::Break));
    let moves = |at: usize| {
        let moved = |it| {
            matches!(
                it,
                Meaning::Cancelled
                    | Meaning::MovedFrom
                    | Meaning::MovedTo
                    | Meaning::PutOffTo
                    | Meaning::Becomes
                    | Meaning::Former
            )
            .then_some(())
        };
        find(tokens, at, moved).is_some()
    };
    let before = (0..arrow).rev().take(AROUND).take_while(here);
    let behind = (arrow + 1..arrow + AROUND).take_while(here);
    before.chain(behind).any(moves)
}

/// `19u - ca. 21u`, `19u tot rond 21u`: the token behind the word that makes the end a rough one.
pub(super) fn behind_about(tokens: &Tokens, at: usize) -> usize {
    let about = find(tokens, at, |it| {
        matches!(it, Meaning::About | Meaning::At).then_some(())
    });
    let end = at + about.map_or(0, |((), length)| length);
    end + usize::from(about.is_some() && tokens.is_mark(end, '.'))
}

/// `tussen 10 en 12 uur`, `between 3 and 5 pm`.
pub(super) fn and_behind_between(tokens: &Tokens, at: usize, end: usize) -> Option<usize> {
    let led = at > 0 && means(tokens, at - 1, Meaning::Between).is_some();
    means(tokens, end, Meaning::And).filter(|_| led)
}

/// Whether an arrow leads to an earlier clock: "19:00 → 18:30" moves, "22:00 → 02:00" goes on past midnight.
pub(super) fn goes_back(tokens: &Tokens, joint: usize, first: NaiveTime, last: NaiveTime) -> bool {
    arrow(tokens, joint).is_some() && last <= first && last.hour() >= SMALL_HOURS
}
