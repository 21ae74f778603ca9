//! The folded characters that are still there, each knowing what it shows; cut only at the end.

use crate::removal::urls::UrlStart;

/// Stands for a character that was taken out of the middle; no folded text contains it.
const GONE: char = '\0';

/// What a character of the tape becomes in the result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shows {
    /// These bytes of the original (none for the second half of a character that folds to two).
    Source { start: usize, end: usize },
    /// A blank that was not there.
    Blank,
    /// Nothing any more.
    Nothing,
}

/// One character.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cell {
    pub(super) value: char,
    pub(super) shows: Shows,
    pub(super) is_head: bool,
    /// The first URL of the word that this character is part of, so far.
    pub(super) url: Option<UrlStart>,
    /// Whether it is part of a link that is shown as it stands.
    pub(super) is_link: bool,
}

impl Cell {
    pub(super) fn is_gone(&self) -> bool {
        self.value == GONE
    }
}

/// The characters, in order.
#[derive(Debug, Default)]
pub(super) struct Tape {
    cells: Vec<Cell>,
}

impl Tape {
    pub(super) fn len(&self) -> usize {
        self.cells.len()
    }

    pub(super) fn cells(&self) -> &[Cell] {
        &self.cells
    }

    pub(super) fn push(&mut self, cell: Cell) {
        self.cells.push(cell);
    }

    /// Forgets everything from `at` on. Half a character cannot stay, so the cut moves back to where one begins.
    pub(super) fn cut(&mut self, mut at: usize) {
        while at < self.cells.len() && at > 0 && !self.cells[at].is_head {
            at -= 1;
        }
        self.cells.truncate(at);
    }

    /// Takes off and returns everything from `at` on, beginning with a whole character.
    pub(super) fn take_from(&mut self, at: usize) -> Vec<Cell> {
        let taken = self.cells.split_off(at);
        taken.into_iter().skip_while(|it| !it.is_head).collect()
    }

    /// Takes out one character in the middle.
    pub(super) fn erase(&mut self, at: usize) {
        self.cells[at].value = GONE;
        self.cells[at].shows = Shows::Nothing;
    }

    /// Puts a blank in the place of one character.
    pub(super) fn blank(&mut self, at: usize) {
        self.cells[at].value = ' ';
        self.cells[at].shows = Shows::Blank;
    }

    /// Marks a stretch as a link that is shown as it stands.
    pub(super) fn mark_link(&mut self, from: usize, to: usize) {
        for cell in &mut self.cells[from..to] {
            cell.is_link = true;
        }
    }

    /// A URL begins in the word at the end; the first one of a word counts.
    pub(super) fn begin_url(&mut self, url: UrlStart) {
        if let Some(last) = self.cells.last_mut() {
            last.url.get_or_insert(url);
        }
    }

    /// What follows does not belong to the URL of the word at the end.
    pub(super) fn end_url(&mut self) {
        if let Some(last) = self.cells.last_mut() {
            last.url = None;
        }
    }

    /// The first URL of the word at the end, if there is one.
    pub(super) fn open_url(&self) -> Option<UrlStart> {
        self.cells.last().and_then(|it| it.url)
    }

    /// The visible character before position `end`, and where it stands.
    pub(super) fn before(&self, end: usize) -> Option<(usize, char)> {
        let at = self.cells[..end].iter().rposition(|it| !it.is_gone())?;
        Some((at, self.cells[at].value))
    }

    /// Where `word` begins, if the characters before position `end` spell it.
    pub(super) fn spells(&self, end: usize, word: &str) -> Option<usize> {
        word.chars().rev().try_fold(end, |end, wanted| {
            self.before(end)
                .filter(|(_, it)| *it == wanted)
                .map(|(at, _)| at)
        })
    }

    /// Where the run of characters that satisfy `belongs` begins which ends at position `end`; at most `longest` back.
    pub(super) fn run_start(
        &self,
        end: usize,
        longest: usize,
        belongs: impl Fn(char) -> bool,
    ) -> usize {
        let mut start = end;
        for _ in 0..longest {
            match self.before(start) {
                Some((at, c)) if belongs(c) => start = at,
                _ => break,
            }
        }
        start
    }

    /// The visible characters of a stretch.
    pub(super) fn text(&self, from: usize, to: usize) -> String {
        let cells = self.cells[from..to].iter();
        cells
            .filter(|it| !it.is_gone())
            .map(|it| it.value)
            .collect()
    }
}
