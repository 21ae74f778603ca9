//! What an event is called.

use super::display::{Shown, display};
use super::findings::Finding;
use super::parts::{PartText, Segment};
use super::{Evidence, Part};
use crate::Rule;
use crate::expression::{Value, is_lone_mark};
use crate::language::{self, Label, Meaning};
use crate::scan::{Token, TokenKind, Tokens};

/// The title without decoration and date, else the first line of the text that says something else than a date.
pub(super) fn title(
    parts: &[PartText<'_>],
    segments: &[Segment],
    found: &[Finding],
    used: &[usize],
) -> Option<Shown> {
    let dates: Vec<&Finding> = found
        .iter()
        .enumerate()
        .filter(|(at, it)| used.contains(at) || !it.is_bare_weekday())
        .map(|(_, it)| it)
        .collect();
    let found = dates.as_slice();
    let titled = |part: &&PartText<'_>| part.part == Part::Title;
    if let Some(part) = parts.iter().find(titled)
        && let Some(shown) = named(part, 0..part.tokens.len(), parts, found, false)
    {
        return Some(shown);
    }
    let called = segments.iter().filter(|it| it.label == Some(Label::Title));
    let lines = segments.iter();
    called
        .chain(lines.filter(|it| {
            it.label.is_none()
                && parts
                    .get(it.part)
                    .is_some_and(|part| part.part == Part::Body)
        }))
        .find_map(|it| named(parts.get(it.part)?, it.range.clone(), parts, found, true))
}

/// The words of a line. A title loses only a date behind a separator; a line of text loses the date where it stands.
fn named(
    part: &PartText<'_>,
    line: std::ops::Range<usize>,
    parts: &[PartText<'_>],
    found: &[&Finding],
    in_text: bool,
) -> Option<Shown> {
    let tokens = &part.tokens;
    let mut range = line;
    while range.start < range.end && is_decoration(tokens, range.start) {
        range.start += 1;
    }
    while range.start < range.end && is_decoration(tokens, range.end - 1) {
        range.end -= 1;
    }
    let here: Vec<&Finding> = found
        .iter()
        .copied()
        .filter(|it| {
            parts
                .get(it.part)
                .is_some_and(|other| std::ptr::eq(other, part))
        })
        .filter(|it| {
            !matches!(
                it.value,
                Value::Cue(_) | Value::Weekly(_) | Value::Monthly(_)
            ) && range.contains(&it.tokens.start)
        })
        .collect();
    let cut = if in_text {
        without_dates(tokens, range.clone(), &here)
    } else {
        without_tail(tokens, range.clone(), &here)
    };
    let cut = if cut.clone().any(|at| says_something(tokens, at, in_text)) {
        cut
    } else if in_text {
        return None;
    } else {
        range
    };
    let span = tokens.span(&cut);
    let text = display(part.text.get(span.clone())?);
    let says = text.chars().any(char::is_alphanumeric);
    says.then_some(Shown {
        text,
        evidence: Some(Evidence {
            part: part.part,
            span,
            rule: Rule::Title,
        }),
    })
}

/// A word; in running text one that is not of the grammar, so that "start" alone names nothing.
fn says_something(tokens: &Tokens, at: usize, in_text: bool) -> bool {
    let noun = || language::means(tokens, at, Meaning::EventNoun).is_some();
    tokens.is_word(at) && (!in_text || !language::is_known(tokens, at) || noun())
}

fn is_decoration(tokens: &Tokens, at: usize) -> bool {
    matches!(
        tokens.kind(at),
        Some(
            TokenKind::Emoji(_)
                | TokenKind::Opaque
                | TokenKind::Break
                | TokenKind::Mark('|' | '-' | ',' | ':')
        )
    )
}

/// `Quiz – vr 13/2 20u`: a date part behind a separator goes.
fn without_tail(
    tokens: &Tokens,
    range: std::ops::Range<usize>,
    here: &[&Finding],
) -> std::ops::Range<usize> {
    let mut end = range.end;
    for finding in here.iter().rev() {
        if !(finding.tokens.end..end).all(|at| joins(tokens, at)) {
            break;
        }
        end = finding.tokens.start;
    }
    let mut cut = end;
    while cut > range.start && joins(tokens, cut - 1) && !is_separator(tokens, cut - 1) {
        cut -= 1;
    }
    if end < range.end && cut > range.start + 1 && is_separator(tokens, cut - 1) {
        range.start..cut - 1
    } else {
        range
    }
}

/// A line of text up to its date, or behind it when the date comes first.
fn without_dates(
    tokens: &Tokens,
    range: std::ops::Range<usize>,
    here: &[&Finding],
) -> std::ops::Range<usize> {
    let Some(first) = here.first() else {
        return until_sentence_end(tokens, range);
    };
    let mut end = first.tokens.start;
    while end > range.start && joins(tokens, end - 1) {
        end -= 1;
    }
    if end > range.start {
        return until_sentence_end(tokens, range.start..end);
    }
    let mut start = range.start;
    for finding in here {
        if !(start..finding.tokens.start).all(|at| joins(tokens, at)) {
            break;
        }
        start = finding.tokens.end;
    }
    while start < range.end && joins(tokens, start) {
        start += 1;
    }
    // What follows runs up to the next date or clock, and the small words that lead to it.
    let next = here.iter().map(|it| it.tokens.start).find(|it| *it > start);
    let mut end = next.unwrap_or(range.end);
    while next.is_some() && end > start && joins(tokens, end - 1) {
        end -= 1;
    }
    until_sentence_end(tokens, start..end)
}

fn until_sentence_end(tokens: &Tokens, range: std::ops::Range<usize>) -> std::ops::Range<usize> {
    let ends = |at: &usize| matches!(tokens.kind(*at), Some(TokenKind::Mark('.' | '!' | '?')));
    let next = |at: &usize| tokens.get(at + 1).is_none_or(Token::is_spaced);
    let end = range
        .clone()
        .find(|at| ends(at) && next(at))
        .unwrap_or(range.end);
    if end > range.start {
        range.start..end
    } else {
        range
    }
}

fn is_separator(tokens: &Tokens, at: usize) -> bool {
    ['|', '-', ':', '(', ',']
        .into_iter()
        .any(|mark| tokens.is_mark(at, mark))
        && tokens
            .get(at + 1)
            .is_none_or(|it| it.is_spaced() || tokens.is_mark(at, '('))
}

/// A mark or a small word that only leads to a date.
fn joins(tokens: &Tokens, at: usize) -> bool {
    let small = |it| {
        let leads = matches!(
            it,
            Meaning::At
                | Meaning::On
                | Meaning::From
                | Meaning::And
                | Meaning::Article
                | Meaning::Start
                | Meaning::Of
                | Meaning::Through
        );
        leads.then_some(())
    };
    is_lone_mark(tokens, at) || language::find(tokens, at, small).is_some()
}
