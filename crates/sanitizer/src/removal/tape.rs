//! The folded characters that are still there, each knowing where it came from; cut only at the end.

/// Stands for a character that was taken out of the middle; no folded text contains it.
const GONE: u8 = 0;

/// Where a character came from that was not in the text: a blank that was put in.
pub(super) const NOWHERE: usize = usize::MAX;
/// Where the second half of a character came from that folds to two.
pub(super) const HALF: usize = usize::MAX - 1;

/// A character, folded to one byte (see `crate::fold`), and the byte of the text where it begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Cell {
    pub(super) value: u8,
    pub(super) start: usize,
}

/// The characters, in order.
///
/// Characters that were taken out of the middle form rows; the first of a row knows the last and the last knows the
/// first, so that a row is passed in one step.
#[derive(Debug, Default)]
pub(super) struct Tape {
    values: Vec<u8>,
    starts: Vec<usize>,
    gone: usize,
    /// Nothing was taken out behind this position.
    last_gone: usize,
}

impl Tape {
    pub(super) fn len(&self) -> usize {
        self.values.len()
    }

    pub(super) fn value(&self, at: usize) -> u8 {
        self.values[at]
    }

    pub(super) fn start(&self, at: usize) -> usize {
        self.starts[at]
    }

    /// The characters from position `at` on.
    pub(super) fn cells(&self, at: usize) -> impl Iterator<Item = Cell> {
        let cells = self.values[at..].iter().zip(&self.starts[at..]);
        cells.map(|(value, start)| Cell {
            value: *value,
            start: *start,
        })
    }

    pub(super) fn is_gone(&self, at: usize) -> bool {
        self.values[at] == GONE
    }

    /// Whether at most `distance` visible characters may stand behind position `at`.
    pub(super) fn is_near_end(&self, at: usize, distance: usize) -> bool {
        let gone = if self.last_gone > at { self.gone } else { 0 };
        at + distance + gone >= self.len()
    }

    pub(super) fn push(&mut self, value: u8, start: usize) {
        self.values.push(value);
        self.starts.push(start);
    }

    /// Appends plain ASCII that stands at `start` in the text.
    pub(super) fn push_run(&mut self, run: &[u8], start: usize) {
        self.values.extend(run.iter().map(u8::to_ascii_lowercase));
        self.starts.extend(start..start + run.len());
    }

    pub(super) fn clear(&mut self) {
        self.values.clear();
        self.starts.clear();
        self.gone = 0;
        self.last_gone = 0;
    }

    /// Forgets everything from `at` on. Half a character cannot stay, so the cut moves back to where one begins.
    pub(super) fn cut(&mut self, mut at: usize) {
        while at < self.len() && at > 0 && self.starts[at] == HALF {
            at -= 1;
        }
        self.truncate(at);
    }

    fn truncate(&mut self, mut at: usize) {
        if self.gone > 0 {
            let cut = &self.values[at.min(self.len())..];
            self.gone -= cut.iter().map(|it| usize::from(*it == GONE)).sum::<usize>();
            while at > 0 && at <= self.len() && self.values[at - 1] == GONE {
                at -= 1;
                self.gone -= 1;
            }
        }
        self.values.truncate(at);
        self.starts.truncate(at);
    }

    /// Takes off and returns everything from `at` on, beginning with a whole character.
    pub(super) fn take_from(&mut self, at: usize) -> Vec<Cell> {
        let taken = self.cells(at).skip_while(|it| it.start == HALF);
        let taken = taken.filter(|it| it.value != GONE).collect();
        self.truncate(at);
        taken
    }

    /// Takes out one character in the middle.
    pub(super) fn erase(&mut self, at: usize) {
        if at + 1 == self.len() {
            return self.truncate(at);
        }
        let first = match at.checked_sub(1) {
            Some(before) if self.is_gone(before) => self.starts[before],
            _ => at,
        };
        let last = if self.is_gone(at + 1) {
            self.starts[at + 1]
        } else {
            at
        };
        self.values[at] = GONE;
        self.starts[first] = last;
        self.starts[last] = first;
        self.gone += 1;
        self.last_gone = self.last_gone.max(at);
    }

    /// Puts a blank in the place of one character.
    pub(super) fn blank(&mut self, at: usize) {
        self.values[at] = b' ';
        self.starts[at] = NOWHERE;
    }

    /// Where the visible character before position `end` stands, and the character.
    pub(super) fn before(&self, end: usize) -> Option<(usize, u8)> {
        let mut at = end;
        while at > 0 {
            at -= 1;
            let value = self.values[at];
            if value != GONE {
                return Some((at, value));
            }
            at = self.starts[at];
        }
        None
    }

    /// Where the visible character from position `from` on stands.
    pub(super) fn at_or_after(&self, from: usize) -> Option<usize> {
        let mut at = from;
        while at < self.len() && self.is_gone(at) {
            at = self.starts[at] + 1;
        }
        (at < self.len()).then_some(at)
    }

    /// Where `word` begins, if the characters before position `end` spell it.
    pub(super) fn spells(&self, end: usize, word: &str) -> Option<usize> {
        let word = word.as_bytes();
        if self.gone == 0 {
            let start = end.checked_sub(word.len())?;
            // A comparison of slices would cost more than these few bytes.
            let back = self.values[start..end].iter().rev();
            return back.eq(word.iter().rev()).then_some(start);
        }
        let last = end.checked_sub(1).map_or(GONE, |it| self.values[it]);
        if last != GONE && word.last() != Some(&last) {
            return None;
        }
        word.iter().rev().try_fold(end, |end, wanted| {
            self.before(end)
                .filter(|(_, it)| it == wanted)
                .map(|(at, _)| at)
        })
    }

    /// Where the run of characters that satisfy `belongs` begins which ends at position `end`; at most `longest` back.
    pub(super) fn run_start(
        &self,
        end: usize,
        longest: usize,
        belongs: impl Fn(u8) -> bool,
    ) -> usize {
        if self.gone == 0 {
            let back = self.values[..end].iter().rev().take(longest);
            return end - back.take_while(|it| belongs(**it)).count();
        }
        let mut start = end;
        for _ in 0..longest {
            match self.before(start) {
                Some((at, c)) if belongs(c) => start = at,
                _ => break,
            }
        }
        start
    }

    /// Everything from `from` to `to`, with what is gone.
    pub(super) fn raw(&self, from: usize, to: usize) -> &[u8] {
        &self.values[from..to]
    }

    /// The visible characters of a stretch.
    pub(super) fn visible(&self, from: usize, to: usize) -> Vec<u8> {
        let values = self.values[from..to].iter().copied();
        values.filter(|it| *it != GONE).collect()
    }
}
