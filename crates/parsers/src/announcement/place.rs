//! Where an event happens.

use std::ops::Range;

use super::display::{Shown, display};
use super::edges::is_channel_noun;
use super::findings::Finding;
use super::links::{address, host};
use super::parts::{PartText, Segment};
use super::{Evidence, Part};
use crate::Rule;
use crate::expression::Value;
use crate::language::{self, Label, Meaning};
use crate::scan::{Token, TokenKind, Tokens, is_invisible};

/// How many characters a location may have.
const LIMIT: usize = 200;

/// How many lines an address may have.
const LINES: usize = 4;

/// How many tokens may stand between the word that leads to a channel and the channel.
const CHANNEL_WORDS: usize = 4;

/// The value under a location label, else a channel that is named as the place.
pub(super) fn location(
    parts: &[PartText<'_>],
    segments: &[Segment],
    found: &[Finding],
) -> Option<Shown> {
    let under_label = |at: &usize| segments[*at].label == Some(Label::Location);
    (0..segments.len())
        .filter(under_label)
        .find_map(|at| labelled(parts, segments, at, found))
        .or_else(|| parts.iter().find_map(channel))
}

/// The value that begins with a segment, and the lines of an address that follow it.
fn labelled(
    parts: &[PartText<'_>],
    segments: &[Segment],
    at: usize,
    found: &[Finding],
) -> Option<Shown> {
    let first = segments.get(at)?;
    let part = parts.get(first.part)?;
    let mut text = value(part, &first.range)?;
    let mut end = first.range.end;
    for (before, next) in segments[at..].iter().zip(&segments[at + 1..]).take(LINES) {
        let follows = next.part == first.part && next.line == before.line + 1;
        if !follows || !goes_on(part, next, found) {
            break;
        }
        text.push_str(", ");
        text.push_str(&value(part, &next.range)?);
        end = next.range.end;
    }
    let text: String = text.chars().take(LIMIT).collect();
    let span = part.tokens.span(&(first.range.start..end));
    Some(Shown::new(text, part.part, span, Rule::Location))
}

/// Whether a line goes on with the place above it: any of the same field, elsewhere what looks like an address.
fn goes_on(part: &PartText<'_>, line: &Segment, found: &[Finding]) -> bool {
    let timed = |it: &Finding| {
        it.part == line.part
            && line.range.contains(&it.tokens.start)
            && !matches!(it.value, Value::Cue(_))
    };
    let worded = || line.range.clone().any(|at| part.tokens.is_word(at));
    let linked = || {
        line.range
            .clone()
            .any(|at| part.tokens.kind(at) == Some(TokenKind::Link))
    };
    if found.iter().any(timed) || !worded() || linked() {
        return false;
    }
    match line.label {
        Some(Label::Location) => true,
        None => is_address(&part.tokens, &line.range),
        Some(_) => false,
    }
}

/// How many tokens a line of an address has at most.
const ADDRESS_TOKENS: usize = 12;

/// `Kerkstraat 12, 9000 Gent`: a street and a number, or a postal code and a town.
fn is_address(tokens: &Tokens, line: &Range<usize>) -> bool {
    if line.len() > ADDRESS_TOKENS {
        return false;
    }
    let capital = |at: usize| tokens.get(at).is_some_and(|it: &Token| it.capital);
    let numbered = line.clone().any(|at| tokens.number(at).is_some());
    let street = line
        .clone()
        .any(|at| capital(at) && language::is_street(tokens.text(at)));
    let first = line.start;
    let coded = tokens.number(first).is_some_and(|(_, width)| width == 4)
        && line.contains(&(first + 1))
        && capital(first + 1);
    coded || numbered && street
}

/// A value on one line; of one that is only an address of the web, its host.
fn value(part: &PartText<'_>, range: &Range<usize>) -> Option<String> {
    let span = part.tokens.span(range);
    let mut tokens = range.clone();
    let text = match (
        tokens.next().and_then(|at| address(part, at)),
        tokens.next(),
    ) {
        (Some(link), None) => host(&link.text)?.to_owned(),
        _ => display(part.text.get(span)?),
    };
    let text = text.trim_matches(|c: char| {
        c.is_whitespace()
            || matches!(
                c,
                ',' | ';' | '.' | '-' | '|' | '!' | '?' | ':' | '*' | '_' | '~' | '`'
            )
    });
    // Emoji are joined and coloured by characters that nobody sees.
    let joins = |c| matches!(c, '\u{200d}' | '\u{fe0e}' | '\u{fe0f}');
    let shown = text.chars().filter(|it| joins(*it) || !is_invisible(*it));
    let text: String = shown.collect();
    (!text.is_empty()).then_some(text)
}

/// `in <#1>`, `@ <#1>`, `in the voice channel <#1>`.
fn channel(part: &PartText<'_>) -> Option<Shown> {
    let tokens = &part.tokens;
    let leads = |it| matches!(it, Meaning::Within | Meaning::On | Meaning::At).then_some(());
    let led = |at: usize| {
        let first = at.saturating_sub(CHANNEL_WORDS);
        let noun = |it: &usize| is_channel_noun(tokens, *it);
        let before = (first..at).rev().find(|it| !noun(it));
        before.is_some_and(|it| {
            tokens.is_mark(it, '@') || language::find(tokens, it, leads).is_some()
        })
    };
    let end = if tokens.has_channels() {
        tokens.len()
    } else {
        1
    };
    let at = (1..end).find(|at| tokens.kind(*at) == Some(TokenKind::Channel) && led(*at))?;
    let span = tokens.span(&(at..at + 1));
    Some(Shown::new(
        part.text.get(span.clone())?.to_owned(),
        part.part,
        span,
        Rule::Location,
    ))
}

impl Shown {
    pub(super) fn new(text: String, part: Part, span: Range<usize>, rule: Rule) -> Self {
        Self {
            text,
            evidence: Some(Evidence { part, span, rule }),
        }
    }
}
