//! The tape as text again: blanks collapsed, ends trimmed, links marked.

use super::Layout;
use super::reducer::Reduced;
use super::tape::Shows;
use crate::removal::layout::Gap;

/// A stretch of the result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Shown {
    /// Text, to be escaped where markdown is read.
    Text(String),
    /// A link, to be shown as it stands.
    Link(String),
}

impl Shown {
    /// The characters themselves.
    pub(super) fn as_str(&self) -> &str {
        match self {
            Self::Text(text) | Self::Link(text) => text,
        }
    }
}

/// Writes out what is left of `text`.
pub(super) fn lay_out(reduced: &Reduced, text: &str, layout: Layout) -> Vec<Shown> {
    let mut writer = Writer {
        pieces: Vec::new(),
        gap: Gap::Start,
    };
    for cell in reduced.cells().iter().filter(|it| !it.is_gone()) {
        match (cell.value, cell.shows) {
            ('\n', _) if layout == Layout::Lines => writer.gap.widen(),
            (c, _) if c.is_whitespace() => writer.gap.open(),
            (_, Shows::Source { start, end }) => writer.write(&text[start..end], cell.is_link),
            (_, Shows::Blank | Shows::Nothing) => {}
        }
    }
    writer.pieces
}

struct Writer {
    pieces: Vec<Shown>,
    gap: Gap,
}

impl Writer {
    fn write(&mut self, text: &str, is_link: bool) {
        if text.is_empty() {
            return;
        }
        let gap = std::mem::replace(&mut self.gap, Gap::None).text();
        if !gap.is_empty() {
            self.append(gap, false);
        }
        self.append(text, is_link);
    }

    fn append(&mut self, text: &str, is_link: bool) {
        match (self.pieces.last_mut(), is_link) {
            (Some(Shown::Text(last)), false) | (Some(Shown::Link(last)), true) => {
                last.push_str(text);
            }
            (_, false) => self.pieces.push(Shown::Text(text.to_owned())),
            (_, true) => self.pieces.push(Shown::Link(text.to_owned())),
        }
    }
}
