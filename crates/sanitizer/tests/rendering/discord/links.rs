//! Everything that a click on leads away.

use super::inline::{Place, parse};
use super::{Client, Kind, Rendering};

/// Schemes that Discord lets a link have; with any other it shows text.
const SCHEMES: [&str; 5] = ["http", "https", "steam", "discord", "ftp"];

/// Appends the link that `rest` begins with, if it begins with one, and says how long it is.
pub(super) fn link(rest: &str, place: &Place, out: &mut Rendering) -> Option<usize> {
    bracketed(rest, place, out)
        .or_else(|| mail_address(rest, place, out))
        .or_else(|| telephone_number(rest, place, out))
        .or_else(|| bare(rest, place, out))
        .or_else(|| masked(rest, place, out))
}

/// `<scheme:/…>`: a link without a preview; its brackets vanish even when the scheme is none.
fn bracketed(rest: &str, place: &Place, out: &mut Rendering) -> Option<usize> {
    let inside = rest.strip_prefix('<')?;
    let colon = inside.find([':', ' ', '>']).filter(|at| *at > 0)?;
    let path = inside[colon..].strip_prefix(":/")?;
    let end = path
        .find([' ', '>'])
        .filter(|at| *at > 0 && path[*at..].starts_with('>'))?;
    let target = &inside[..colon + 2 + end];
    out.push(target, &place.formats, kind(target));
    Some(1 + target.len() + 1)
}

fn kind(target: &str) -> Kind {
    let scheme = target
        .split(':')
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase();
    let host = target[scheme.len()..].trim_start_matches([':', '/', '\\']);
    if SCHEMES.contains(&scheme.as_str()) && !host.is_empty() {
        Kind::Link(target.to_owned())
    } else {
        Kind::Text
    }
}

/// `<somebody@host.example>`.
fn mail_address(rest: &str, place: &Place, out: &mut Rendering) -> Option<usize> {
    let inside = rest.strip_prefix('<')?;
    let end = inside.find('>')?;
    let address = &inside[..end];
    let (name, host) = address.split_once('@')?;
    let (labels, top) = host.rsplit_once('.')?;
    let is_plain =
        |it: &str| !it.is_empty() && !it.contains(|c: char| c.is_whitespace() || "<>@".contains(c));
    if ![name, labels, top].into_iter().all(is_plain) {
        return None;
    }
    out.push(
        address,
        &place.formats,
        Kind::Link(format!("mailto:{address}")),
    );
    Some(1 + end + 1)
}

/// `<+32 2 123 45 67>`, also behind `tel:` or `sms:`.
fn telephone_number(rest: &str, place: &Place, out: &mut Rendering) -> Option<usize> {
    let inside = rest.strip_prefix('<')?;
    let end = inside.find('>')?;
    let number = &inside[..end];
    let bare = number
        .strip_prefix("tel:")
        .or_else(|| number.strip_prefix("sms:"));
    let digits = bare
        .map(|it| it.strip_prefix('+').unwrap_or(it))
        .or_else(|| number.strip_prefix('+'))?;
    let is_number = digits
        .chars()
        .all(|c| c.is_ascii_digit() || "()- ./".contains(c));
    let is_closed = digits.ends_with(|c: char| c.is_ascii_digit() || c == ')');
    if !is_number || !is_closed || digits.len() < 2 {
        return None;
    }
    out.push(number, &place.formats, Kind::Link(format!("tel:{number}")));
    Some(1 + end + 1)
}

/// A URL as it stands: up to a blank or `<`, without the punctuation that ends a sentence, deaf to backslashes.
fn bare(rest: &str, place: &Place, out: &mut Rendering) -> Option<usize> {
    let scheme = ["https://", "http://", "steam://"].into_iter().find(|it| {
        let found = rest.get(..it.len());
        found.is_some_and(|found| match place.client {
            Client::LowerCaseSchemes => found == *it,
            Client::AnyCaseSchemes => found.eq_ignore_ascii_case(it),
        })
    })?;
    let body = &rest[scheme.len()..];
    let end = body
        .find(|c: char| c.is_whitespace() || c == '<')
        .unwrap_or(body.len());
    let body = body[..end].trim_end_matches(|c| "<.,:;\"']".contains(c));
    if body.chars().count() < 2 {
        return None;
    }
    let target = without_closing(&rest[..scheme.len() + body.len()]);
    out.push(target, &place.formats, Kind::Link(target.to_owned()));
    Some(target.len())
}

/// The URL without its last `)` when there are more of them at its end than `(` in it.
fn without_closing(target: &str) -> &str {
    let closing = target.len() - target.trim_end_matches(')').len();
    let opening = target.matches('(').count();
    if closing > opening {
        &target[..target.len() - 1]
    } else {
        target
    }
}

/// `[label](target "title")`, the target possibly in `<…>`.
fn masked(rest: &str, place: &Place, out: &mut Rendering) -> Option<usize> {
    let inside = rest.strip_prefix('[')?;
    let mut depth = 0_usize;
    let close = inside.char_indices().find_map(|(at, c)| {
        match c {
            '[' => depth += 1,
            ']' if depth == 0 => return Some(at),
            ']' => depth -= 1,
            _ => {}
        }
        None
    })?;
    let (label, after) = (&inside[..close], inside[close + 1..].strip_prefix('(')?);
    let mut round = 0_usize;
    let end = after.char_indices().find_map(|(at, c)| {
        match c {
            '(' => round += 1,
            ')' if round == 0 => return Some(at),
            ')' => round -= 1,
            _ => {}
        }
        None
    })?;
    let target = after[..end]
        .split_whitespace()
        .next()?
        .trim_start_matches('<')
        .trim_end_matches('>');
    if after.starts_with(char::is_whitespace) && !target.contains("//") {
        return None;
    }
    let Kind::Link(target) = kind(target) else {
        return None;
    };
    if label.trim().is_empty() {
        return None;
    }
    // Apart from what stands before, or the label would be taken for more of that text.
    let mut shown = Rendering::default();
    parse(label, place, &mut shown);
    for mut span in shown.spans {
        span.kind = Kind::Link(target.clone());
        out.spans.push(span);
    }
    Some(1 + close + 2 + end + 1)
}
