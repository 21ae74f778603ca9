//! Which stretches of the tape are links that are shown as they stand.

use std::ops::Range;

/// Stretches in order that do not touch.
#[derive(Debug, Default)]
pub(super) struct Links {
    stretches: Vec<Range<usize>>,
}

impl Links {
    /// Everything from `from` to `to` is a link.
    pub(super) fn mark(&mut self, mut from: usize, mut to: usize) {
        while let Some(last) = self.stretches.pop_if(|it| it.end >= from) {
            from = from.min(last.start);
            to = to.max(last.end);
        }
        self.stretches.push(from..to);
    }

    /// The tape was cut at `at`.
    pub(super) fn cut(&mut self, at: usize) {
        while self.stretches.pop_if(|it| it.start >= at).is_some() {}
        if let Some(last) = self.stretches.last_mut() {
            last.end = last.end.min(at);
        }
    }

    pub(super) fn clear(&mut self) {
        self.stretches.clear();
    }

    /// Answers for positions that only grow.
    pub(super) fn reader(&self) -> Reader<'_> {
        Reader {
            rest: &self.stretches,
        }
    }
}

pub(super) struct Reader<'a> {
    rest: &'a [Range<usize>],
}

impl Reader<'_> {
    pub(super) fn holds(&mut self, at: usize) -> bool {
        while let Some((first, rest)) = self.rest.split_first() {
            if at < first.end {
                return first.start <= at;
            }
            self.rest = rest;
        }
        false
    }
}
