//! What is left, as text again: blanks collapsed, ends trimmed, links marked.

use std::ops::Range;

use super::links::Links;
use super::tape::{HALF, NOWHERE, Tape};
use crate::characters::is_line_break;
use crate::fold::end_of_vanishing;

/// What becomes of line breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Layout {
    /// They are blanks like any other.
    OneLine,
    /// They stay, at most two in a row.
    Lines,
}

/// The blanks since the last visible character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gap {
    Start,
    None,
    Blank,
    Breaks(usize),
}

impl Gap {
    pub(super) fn open(&mut self) {
        if *self == Self::None {
            *self = Self::Blank;
        }
    }

    pub(super) fn widen(&mut self) {
        *self = match *self {
            Self::Start => Self::Start,
            Self::None | Self::Blank => Self::Breaks(1),
            Self::Breaks(_) => Self::Breaks(2),
        };
    }

    pub(super) fn text(self) -> &'static str {
        match self {
            Self::Start | Self::None => "",
            Self::Blank => " ",
            Self::Breaks(1) => "\n",
            Self::Breaks(_) => "\n\n",
        }
    }
}

/// Collects what is left.
#[derive(Debug)]
pub(super) struct Writer {
    text: String,
    links: Vec<Range<usize>>,
    gap: Gap,
    layout: Layout,
}

impl Writer {
    pub(super) fn new(source: &str, layout: Layout) -> Self {
        Self {
            text: String::with_capacity(source.len()),
            links: Vec::new(),
            gap: Gap::Start,
            layout,
        }
    }

    /// Writes text that neither begins nor ends with a blank and has single blanks only.
    pub(super) fn write(&mut self, text: &str, is_link: bool) {
        if text.is_empty() {
            return;
        }
        let gap = std::mem::replace(&mut self.gap, Gap::None);
        self.text.push_str(gap.text());
        let start = self.text.len();
        self.text.push_str(text);
        if is_link {
            match self.links.last_mut() {
                Some(last) if last.end == start => last.end = self.text.len(),
                _ => self.links.push(start..self.text.len()),
            }
        }
    }

    /// Writes what is left of `text` on `tape`.
    pub(super) fn write_tape(&mut self, text: &str, tape: &Tape, links: &Links) {
        let mut links = links.reader();
        let mut run = 0..0;
        let mut run_is_link = false;
        for (at, cell) in tape.cells(0).enumerate() {
            if cell.start == HALF || tape.is_gone(at) {
                continue;
            }
            let is_white = matches!(cell.value, b' ' | b'\n');
            let is_link = links.holds(at);
            if is_white || cell.start != run.end || is_link != run_is_link {
                self.write(&text[run.clone()], run_is_link);
                run = cell.start..cell.start;
                run_is_link = is_link;
            }
            if is_white {
                run = 0..0;
                match cell.value {
                    b'\n' => self.line_break(),
                    _ => self.blank(),
                }
            } else {
                debug_assert_ne!(cell.start, NOWHERE);
                run.end = end_of_character(text, cell.start);
            }
        }
        self.write(&text[run], run_is_link);
    }

    /// A blank that is none of the text's line breaks.
    pub(super) fn blank(&mut self) {
        self.gap.open();
    }

    /// A line break.
    pub(super) fn line_break(&mut self) {
        match self.layout {
            Layout::OneLine => self.gap.open(),
            Layout::Lines => self.gap.widen(),
        }
    }

    /// Takes in the white space at the beginning of `text` and says where it ends.
    pub(super) fn skip_white_space(&mut self, text: &str) -> usize {
        let mut before = ' ';
        for (at, c) in text.char_indices() {
            if is_line_break(c) {
                if !(before == '\r' && c == '\n') {
                    self.line_break();
                }
            } else if c.is_whitespace() {
                self.blank();
            } else {
                return at;
            }
            before = c;
        }
        text.len()
    }

    /// All that was written, and which bytes of it are links.
    pub(super) fn finish(self) -> (String, Vec<Range<usize>>) {
        (self.text, self.links)
    }
}

/// Where the character at `start` ends, with the accents and invisible characters that belong to it.
fn end_of_character(text: &str, start: usize) -> usize {
    let bytes = text.as_bytes();
    let mut end = start + 1;
    if bytes.get(end).is_some_and(u8::is_ascii) {
        return end;
    }
    while bytes.get(end).is_some_and(|it| (0x80..0xc0).contains(it)) {
        end += 1;
    }
    end_of_vanishing(text, end)
}
