//! Reads a text from left to right: at every character the first rule that fits decides.

use super::{Client, Format, Kind, Rendering, blocks, formats, links, pills};

/// Where a stretch of text stands.
#[derive(Clone, Debug)]
pub(super) struct Place {
    pub(super) client: Client,
    /// The formats around it.
    pub(super) formats: Vec<Format>,
    /// Whether a line begins with it.
    pub(super) begins_line: bool,
}

impl Place {
    pub(super) fn top(client: Client) -> Self {
        Self {
            client,
            formats: Vec::new(),
            begins_line: true,
        }
    }

    pub(super) fn inside(&self, format: Format, begins_line: bool) -> Self {
        let mut formats = self.formats.clone();
        formats.push(format);
        Self {
            formats,
            begins_line,
            ..*self
        }
    }

    pub(super) fn is_in(&self, format: Format) -> bool {
        self.formats.contains(&format)
    }
}

/// Appends what `source` shows.
pub(super) fn parse(source: &str, place: &Place, out: &mut Rendering) {
    let mut at = 0;
    while let Some(c) = source[at..].chars().next() {
        let begins_line = match source[..at].chars().next_back() {
            Some(before) => before == '\n',
            None => place.begins_line,
        };
        let here = Place {
            begins_line,
            ..place.clone()
        };
        let rest = &source[at..];
        let block = if begins_line {
            blocks::block(rest, &here, out)
        } else {
            None
        };
        at += block.or_else(|| span(rest, &here, out)).unwrap_or_else(|| {
            out.push(&rest[..c.len_utf8()], &place.formats, Kind::Text);
            c.len_utf8()
        });
    }
}

/// Appends the span that `rest` begins with, if it begins with one, and says how long it is.
fn span(rest: &str, place: &Place, out: &mut Rendering) -> Option<usize> {
    code_block(rest, place, out)
        .or_else(|| escape(rest, place, out))
        .or_else(|| links::link(rest, place, out))
        .or_else(|| pills::pill(rest, place, out))
        .or_else(|| formatted(rest, place, out))
}

fn code_block(rest: &str, place: &Place, out: &mut Rendering) -> Option<usize> {
    let (content, length) = formats::code_block(rest)?;
    out.push(
        content,
        &place.inside(Format::CodeBlock, false).formats,
        Kind::Text,
    );
    Some(length)
}

/// A backslash hides before anything but ASCII letters, digits and blanks.
fn escape(rest: &str, place: &Place, out: &mut Rendering) -> Option<usize> {
    const SHRUG: &str = r"¯\_(ツ)_/¯";
    if rest.starts_with(SHRUG) {
        out.push(SHRUG, &place.formats, Kind::Text);
        return Some(SHRUG.len());
    }
    let escaped = rest.strip_prefix('\\')?.chars().next()?;
    if escaped.is_ascii_alphanumeric() || escaped.is_whitespace() || escaped == '\u{feff}' {
        return None;
    }
    let length = 1 + escaped.len_utf8();
    out.push(&rest[1..length], &place.formats, Kind::Text);
    Some(length)
}

fn formatted(rest: &str, place: &Place, out: &mut Rendering) -> Option<usize> {
    let (format, content, length) = formats::between_marks(rest)?;
    let inside = place.inside(format, place.begins_line);
    if format == Format::Code {
        out.push(content, &inside.formats, Kind::Text);
    } else {
        parse(content, &inside, out);
    }
    Some(length)
}
