//! What opens a line and is no part of the name in it: decoration, a picture, a greeting, a call for attention,
//! an invitation.

use std::ops::Range;

use crate::language::{self, Meaning, Naming};
use crate::scan::{Token, TokenKind, Tokens};

/// How many words may lead to an address at most.
const HEAD_WORDS: usize = 5;

/// Whom a greeting is for, at most.
const ADDRESSEES: usize = 4;

/// A line without the decoration around it.
pub(super) fn undecorated(tokens: &Tokens, mut range: Range<usize>) -> Range<usize> {
    while range.start < range.end && is_decoration(tokens, range.start) {
        range.start += 1;
    }
    while range.start < range.end && is_decoration(tokens, range.end - 1) {
        range.end -= 1;
        if tokens.kind(range.end) == Some(TokenKind::Link) {
            range.end = before_head(tokens, &range);
        }
    }
    range
}

/// `…, meer info: https://…`: where the words begin that lead to an address, behind another part of the line.
fn before_head(tokens: &Tokens, range: &Range<usize>) -> usize {
    let Some(colon) = range
        .end
        .checked_sub(1)
        .filter(|it| tokens.is_mark(*it, ':'))
    else {
        return range.end;
    };
    let from = range.start.max(colon.saturating_sub(HEAD_WORDS));
    let before = (from..colon).rev().find(|at| !tokens.is_word(*at));
    let parted = before.filter(|at| *at > range.start && is_pause(tokens, *at));
    parted.unwrap_or(range.end)
}

/// A line of text without the picture, the greeting and the call for attention that it begins with.
pub(super) fn without_opening(tokens: &Tokens, range: Range<usize>) -> Range<usize> {
    let mut range = undecorated(tokens, range);
    loop {
        let opening = picture(tokens, &range)
            .or_else(|| greeting(tokens, &range))
            .or_else(|| herald(tokens, &range))
            .or_else(|| invitation(tokens, &range));
        let Some(behind) = opening else {
            return range;
        };
        range = undecorated(tokens, behind..range.end);
    }
}

/// `![poster](https://…)`: the token behind it.
fn picture(tokens: &Tokens, range: &Range<usize>) -> Option<usize> {
    let start = range.start;
    let opens = tokens.is_mark(start, '!') && tokens.is_mark(start + 1, '[');
    let link = (start + 2..range.end).find(|at| tokens.kind(*at) == Some(TokenKind::Link));
    link.filter(|_| opens).map(|at| {
        range
            .end
            .min(at + 1 + usize::from(tokens.is_mark(at + 1, ')')))
    })
}

/// `Hey @everyone,`, `Goedemorgen allemaal!`, `Beste leden`: the token behind it.
fn greeting(tokens: &Tokens, range: &Range<usize>) -> Option<usize> {
    let greets = |at| language::naming(tokens, at, Naming::Greeting);
    let mut at = range.start + greets(range.start)?;
    let mut addressed = false;
    for _ in 0..ADDRESSEES {
        let length = language::naming(tokens, at, Naming::Addressee)
            .or_else(|| mention(tokens, at))
            .or_else(|| greets(at).filter(|_| !addressed))
            .or_else(|| language::means(tokens, at, Meaning::And).filter(|_| addressed));
        let Some(length) = length.filter(|_| at < range.end) else {
            break;
        };
        at += length;
        addressed = true;
    }
    // "Hey gamers!" greets too, "Hello Kitty, …" names.
    let plain = |it: &Token| it.kind == TokenKind::Word && !it.capital;
    let one_more = at < range.end
        && tokens.get(at).is_some_and(plain)
        && !language::is_known(tokens, at)
        && (at + 1 == range.end || is_pause(tokens, at + 1));
    at += usize::from(one_more);
    let mentions = tokens.kind(at - 1) == Some(TokenKind::Opaque);
    (at >= range.end || mentions || is_pause(tokens, at)).then_some(at.min(range.end))
}

/// `<@1>`, `@everyone`, `@name`: how many tokens it has.
fn mention(tokens: &Tokens, at: usize) -> Option<usize> {
    let typed = tokens.is_mark(at, '@') && tokens.is_glued(at + 1) && tokens.is_word(at + 1);
    match tokens.kind(at)? {
        TokenKind::Opaque => Some(1),
        _ => typed.then_some(2),
    }
}

/// `Reminder:`, `Don't forget!`: the token behind it.
fn herald(tokens: &Tokens, range: &Range<usize>) -> Option<usize> {
    let behind = range.start + language::naming(tokens, range.start, Naming::Herald)?;
    (behind >= range.end || is_pause(tokens, behind)).then_some(behind.min(range.end))
}

/// `Join us for`, `We organiseren`: the token behind it.
fn invitation(tokens: &Tokens, range: &Range<usize>) -> Option<usize> {
    let behind = range.start + language::naming(tokens, range.start, Naming::Invitation)?;
    (behind < range.end && tokens.is_word(behind)).then_some(behind)
}

fn is_pause(tokens: &Tokens, at: usize) -> bool {
    matches!(
        tokens.kind(at),
        Some(
            TokenKind::Mark(',' | '!' | ':' | '.' | '-' | '|')
                | TokenKind::Emoji(_)
                | TokenKind::Break
        )
    )
}

fn is_decoration(tokens: &Tokens, at: usize) -> bool {
    match tokens.kind(at) {
        Some(
            TokenKind::Emoji(_)
            | TokenKind::Opaque
            | TokenKind::Break
            | TokenKind::Link
            | TokenKind::Mark(
                '|' | '-' | ',' | ':' | ';' | '>' | '<' | '=' | '~' | '\u{2022}' | '\u{b7}',
            ),
        ) => true,
        Some(TokenKind::Mark('!' | '.')) => !tokens.is_mark(at + 1, '['),
        _ => false,
    }
}
