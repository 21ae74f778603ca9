//! The address to go to.

use super::display::Shown;
use super::parts::{PartText, Segment};
use crate::Rule;
use crate::language::Label;
use crate::scan::TokenKind;

/// How the names of files end that are only looked at.
const PICTURES: [&str; 6] = [".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg"];

/// Hosts of moving pictures and of what people attach.
const PICTURE_HOSTS: [&str; 4] = [
    "tenor.com",
    "giphy.com",
    "cdn.discordapp.com",
    "media.discordapp.net",
];

/// The labelled address, else the first one in the location or the text that is no picture, else the embed's own.
pub(super) fn link(
    parts: &[PartText<'_>],
    segments: &[Segment],
    own: Option<&str>,
) -> Option<Shown> {
    let wanted = |label| segments.iter().filter(move |it| it.label == label);
    let labelled = wanted(Some(Label::Link)).chain(wanted(Some(Label::Location)));
    let found = labelled.chain(segments).find_map(|segment| {
        let part = parts.get(segment.part).filter(|it| it.tokens.has_links())?;
        let mut addresses = segment.range.clone().filter_map(|at| address(part, at));
        let asked_for = segment.label == Some(Label::Link);
        addresses.find(|it| asked_for || !is_picture(&it.text))
    });
    found.or_else(|| {
        own.filter(|it| is_web(it)).map(|it| Shown {
            text: it.to_owned(),
            evidence: None,
        })
    })
}

/// The address at a token.
pub(super) fn address(part: &PartText<'_>, at: usize) -> Option<Shown> {
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

/// The host of an address.
pub(super) fn host(link: &str) -> Option<&str> {
    let rest = link.split_once("://").map_or(link, |(_, rest)| rest);
    rest.split(['/', '?', '#'])
        .next()
        .filter(|it| !it.is_empty())
}

fn is_web(text: &str) -> bool {
    let head = |prefix: &str| {
        text.get(..prefix.len())
            .is_some_and(|it| it.eq_ignore_ascii_case(prefix))
    };
    head("http://") || head("https://")
}

fn is_picture(link: &str) -> bool {
    let path = link.split(['?', '#']).next().unwrap_or(link);
    let ends = |end: &&str| {
        path.len()
            .checked_sub(end.len())
            .and_then(|at| path.get(at..))
            .is_some_and(|it| it.eq_ignore_ascii_case(end))
    };
    let of = |name: &str, known: &str| {
        name.strip_suffix(known)
            .is_some_and(|it| it.is_empty() || it.ends_with('.'))
    };
    PICTURES.iter().any(ends)
        || host(link).is_some_and(|it| PICTURE_HOSTS.iter().any(|known| of(it, known)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_are_known_by_their_name_or_host() {
        assert!(is_picture("https://a.example/Poster.PNG?size=2"));
        assert!(is_picture("https://media.tenor.com/x/cat"));
        assert!(!is_picture("https://a.example/png"));
        assert!(!is_picture("https://mytenor.com/x"));
    }
}
