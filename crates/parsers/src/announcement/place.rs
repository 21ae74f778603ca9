//! Where an event happens, and the address to go to.

use super::display::{Shown, display};
use super::parts::{PartText, Segment};
use super::{Evidence, Part};
use crate::Rule;
use crate::language::{self, Label, Meaning};
use crate::scan::{TokenKind, is_invisible};

/// How many characters a location may have.
const LIMIT: usize = 200;

/// The value under a location label, else a channel that is named as the place.
pub(super) fn location(parts: &[PartText<'_>], segments: &[Segment]) -> Option<Shown> {
    segments
        .iter()
        .filter(|it| it.label == Some(Label::Location))
        .find_map(|it| labelled(parts.get(it.part)?, it))
        .or_else(|| parts.iter().find_map(channel))
}

/// The labelled address, else the first one in the location or the text, else the embed's own.
pub(super) fn link(
    parts: &[PartText<'_>],
    segments: &[Segment],
    own: Option<&str>,
) -> Option<Shown> {
    let wanted = |label| segments.iter().filter(move |it| it.label == label);
    let labelled = wanted(Some(Label::Link)).chain(wanted(Some(Label::Location)));
    let found = labelled.chain(segments).find_map(|segment| {
        let part = parts.get(segment.part).filter(|it| it.tokens.has_links())?;
        segment.range.clone().find_map(|at| address(part, at))
    });
    found.or_else(|| {
        own.filter(|it| is_web(it)).map(|it| Shown {
            text: it.to_owned(),
            evidence: None,
        })
    })
}

fn labelled(part: &PartText<'_>, segment: &Segment) -> Option<Shown> {
    let span = part.tokens.span(&segment.range);
    let mut tokens = segment.range.clone();
    let text = match (
        tokens.next().and_then(|at| address(part, at)),
        tokens.next(),
    ) {
        // A value that is only an address: its host is the place.
        (Some(link), None) => host(&link.text)?.to_owned(),
        _ => display(part.text.get(span.clone())?),
    };
    let text = text
        .trim_matches(|c: char| {
            c.is_whitespace()
                || matches!(
                    c,
                    ',' | ';' | '.' | '-' | '|' | '!' | '?' | ':' | '*' | '_' | '~' | '`'
                )
        })
        .to_owned();
    // Emoji are joined and coloured by characters that nobody sees.
    let joins = |c| matches!(c, '\u{200d}' | '\u{fe0e}' | '\u{fe0f}');
    let shown = text.chars().filter(|it| joins(*it) || !is_invisible(*it));
    let text: String = shown.take(LIMIT).collect();
    (!text.is_empty()).then(|| Shown::new(text, part.part, span, Rule::Location))
}

/// `in <#1>`, `@ <#1>`.
fn channel(part: &PartText<'_>) -> Option<Shown> {
    let tokens = &part.tokens;
    let leads = |it| matches!(it, Meaning::Within | Meaning::On | Meaning::At).then_some(());
    let led =
        |at: usize| tokens.is_mark(at - 1, '@') || language::find(tokens, at - 1, leads).is_some();
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

fn address(part: &PartText<'_>, at: usize) -> Option<Shown> {
    let token = part
        .tokens
        .get(at)
        .filter(|it| it.kind == TokenKind::Link)?;
    let text = part.text.get(token.span()).filter(|it| is_web(it))?;
    Some(Shown::new(
        text.to_owned(),
        part.part,
        token.span(),
        Rule::Link,
    ))
}

fn is_web(text: &str) -> bool {
    let head = |prefix: &str| {
        text.get(..prefix.len())
            .is_some_and(|it| it.eq_ignore_ascii_case(prefix))
    };
    head("http://") || head("https://")
}

fn host(link: &str) -> Option<&str> {
    let rest = link.split_once("://").map_or(link, |(_, rest)| rest);
    rest.split(['/', '?', '#'])
        .next()
        .filter(|it| !it.is_empty())
}

impl Shown {
    fn new(text: String, part: Part, span: std::ops::Range<usize>, rule: Rule) -> Self {
        Self {
            text,
            evidence: Some(Evidence { part, span, rule }),
        }
    }
}
