//! The small words that change what stands beside them.

use super::value::{Cue, Expression, Value};
use crate::Rule;
use crate::language::{Meaning, find, means};
use crate::scan::{TokenKind, Tokens};

/// The cue that begins at a token.
pub(super) fn cue_at(tokens: &Tokens, at: usize) -> Option<Expression> {
    let (cue, length) = arrow(tokens, at)
        .or_else(|| no_event(tokens, at))
        .or_else(|| find(tokens, at, meaning))?;
    if cue == Cue::Cancelled && at > 0 && means(tokens, at - 1, Meaning::Not).is_some() {
        return None;
    }
    Some(Expression {
        value: Value::Cue(cue),
        tokens: at..at + length,
        rule: Rule::Cancellation,
    })
}

/// Whether a token is a mark that only joins what stands around it.
pub(crate) fn is_lone_mark(tokens: &Tokens, at: usize) -> bool {
    matches!(
        tokens.kind(at),
        Some(
            TokenKind::Mark(',' | '-' | '@' | '(' | ')' | '/' | '|' | ':' | '.')
                | TokenKind::Emoji(_)
        )
    )
}

fn meaning(meaning: Meaning) -> Option<Cue> {
    Some(match meaning {
        Meaning::Cancelled => Cue::Cancelled,
        Meaning::OpeningHours => Cue::OpeningHours,
        Meaning::MovedFrom => Cue::MovedFrom,
        Meaning::MovedTo => Cue::MovedTo,
        Meaning::Told => Cue::Told,
        Meaning::ToldBehind => Cue::ToldBehind,
        Meaning::Poll => Cue::Poll,
        Meaning::Or => Cue::Or,
        Meaning::StartingOn => Cue::StartingOn,
        Meaning::Until => Cue::Until,
        Meaning::Deadline => Cue::Deadline,
        Meaning::Doors => Cue::Doors,
        Meaning::Start => Cue::Start,
        Meaning::End => Cue::End,
        Meaning::Part(part) | Meaning::PartHint(part) => Cue::Part(part),
        _ => return None,
    })
}

fn arrow(tokens: &Tokens, at: usize) -> Option<(Cue, usize)> {
    match tokens.kind(at)? {
        TokenKind::Emoji('\u{2192}' | '\u{27a1}') => Some((Cue::MovedTo, 1)),
        TokenKind::Mark('-') if tokens.is_mark(at + 1, '>') && tokens.is_glued(at + 1) => {
            Some((Cue::MovedTo, 2))
        }
        _ => None,
    }
}

/// `geen training`, `no session`.
fn no_event(tokens: &Tokens, at: usize) -> Option<(Cue, usize)> {
    let length = means(tokens, at, Meaning::No)?;
    means(tokens, at + length, Meaning::EventNoun).map(|noun| (Cue::Cancelled, length + noun))
}
