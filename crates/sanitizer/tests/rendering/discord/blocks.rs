//! What only the beginning of a line can be.

use super::inline::{Place, parse};
use super::{Format, Kind, Rendering};

/// Appends the block that `rest` begins with, if it begins with one, and says how long it is.
pub(super) fn block(rest: &str, place: &Place, out: &mut Rendering) -> Option<usize> {
    quote_of_all(rest, place, out)
        .or_else(|| quoted_lines(rest, place, out))
        .or_else(|| small_text(rest, place, out))
        .or_else(|| heading(rest, place, out))
        .or_else(|| list_item(rest, place, out))
}

/// `>>> `: everything to the end.
fn quote_of_all(rest: &str, place: &Place, out: &mut Rendering) -> Option<usize> {
    let content = rest.trim_start_matches(' ').strip_prefix(">>> ")?;
    if place.is_in(Format::Quote) {
        return None;
    }
    parse(content, &place.inside(Format::Quote, true), out);
    Some(rest.len())
}

/// `> `: this line, and the following ones that begin so as well.
fn quoted_lines(rest: &str, place: &Place, out: &mut Rendering) -> Option<usize> {
    let quoted = |line: &str| {
        line.trim_start_matches(' ')
            .strip_prefix("> ")
            .map(str::to_owned)
    };
    if place.is_in(Format::Quote) {
        return None;
    }
    let mut content = String::new();
    let mut length = 0;
    for line in rest.split_inclusive('\n') {
        let Some(inside) = quoted(line) else { break };
        content.push_str(&inside);
        length += line.len();
    }
    if length == 0 {
        return None;
    }
    parse(&content, &place.inside(Format::Quote, true), out);
    Some(length)
}

/// `-# `.
fn small_text(rest: &str, place: &Place, out: &mut Rendering) -> Option<usize> {
    let inside = rest.trim_start_matches(' ').strip_prefix("-#")?;
    let content = line_of(inside.strip_prefix(char::is_whitespace)?).trim();
    if content.is_empty() {
        return None;
    }
    let end = rest.len() - inside.len() + 1 + inside[1..].find('\n').unwrap_or(inside.len() - 1);
    parse(content, &place.inside(Format::SmallText, true), out);
    Some(end)
}

/// One to three `#` and a blank; closing `#` are not shown.
fn heading(rest: &str, place: &Place, out: &mut Rendering) -> Option<usize> {
    let marks = rest.trim_start_matches(' ');
    let inside = marks.trim_start_matches('#');
    if !(1..=3).contains(&(marks.len() - inside.len())) || !inside.starts_with(char::is_whitespace)
    {
        return None;
    }
    let content = inside.trim_start();
    let line = line_of(content);
    let shown = line.trim_end().trim_end_matches('#').trim_end();
    if shown.is_empty() {
        return None;
    }
    parse(shown, &place.inside(Format::Heading, true), out);
    Some(rest.len() - content.len() + line.len())
}

/// `- `, `* ` or a number with a full stop.
fn list_item(rest: &str, place: &Place, out: &mut Rendering) -> Option<usize> {
    let mark = rest.trim_start_matches(' ');
    let numbered = mark.trim_start_matches(|c: char| c.is_ascii_digit());
    let inside = if numbered.len() < mark.len() {
        numbered.strip_prefix(". ")?
    } else {
        mark.strip_prefix("- ")
            .or_else(|| mark.strip_prefix("* "))?
    };
    let line = line_of(inside);
    let item = place.inside(Format::ListItem, true);
    if line.trim().is_empty() {
        // An empty item still shows its bullet.
        out.push("•", &item.formats, Kind::Text);
    }
    parse(line.trim_start(), &item, out);
    Some(rest.len() - inside.len() + line.len())
}

fn line_of(text: &str) -> &str {
    text.split('\n').next().unwrap_or_default()
}
