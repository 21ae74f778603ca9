//! Finds the shape that the last word completes, looking back from it over a bounded number of words.

use std::cell::Cell;

use super::grammar::{Grammar, Place, SetId, Shape};
use super::lexicon::WordId;
use super::notation::Between;
use super::tokens::{Gap, Token};

/// So many words are looked at for one shape, whatever the text is made of.
const STEPS_MAX: u32 = 120;
/// No phrase runs on across more marks.
const MARKS_MAX: usize = 6;

/// Which words change who acts, and which add nothing.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fillers {
    pub(super) changes_actor: SetId,
    pub(super) adds_nothing: SetId,
}

/// Looks for shapes that end at the last token of `kept`.
pub(super) struct Matching<'a> {
    pub(super) grammar: &'a Grammar,
    pub(super) kept: &'a [Token],
    pub(super) fillers: Fillers,
}

impl Matching<'_> {
    /// Where `shape` begins, if the last token completes it.
    pub(super) fn start(&self, shape: &Shape) -> Option<usize> {
        let steps = Cell::new(0);
        self.back(
            &shape.places,
            shape.places.len() - 1,
            self.kept.len() - 1,
            &steps,
        )
    }

    /// Where the phrase begins whose place `filled` is filled by the token at `at`.
    fn back(&self, places: &[Place], filled: usize, at: usize, steps: &Cell<u32>) -> Option<usize> {
        if filled == 0 {
            return Some(at);
        }
        let (mut at, mut skipped) = (at, 0);
        loop {
            steps.set(steps.get() + 1);
            if steps.get() > STEPS_MAX {
                return None;
            }
            at = previous_word(self.kept, at, places[filled].crosses_marks)?;
            let word = self.kept[at].word;
            let mut gap = 0;
            for place in (0..filled).rev() {
                gap = gap.max(places[place + 1].gap);
                if skipped <= gap
                    && self.grammar.is(word, places[place].set)
                    && let Some(start) = self.back(places, place, at, steps)
                {
                    return Some(start);
                }
                if !places[place].is_optional {
                    break;
                }
            }
            if skipped >= gap || !self.may_be_skipped(word, places[filled].between) {
                return None;
            }
            skipped += 1;
        }
    }

    fn may_be_skipped(&self, word: WordId, between: Between) -> bool {
        match between {
            Between::Anything => true,
            Between::SameActor => !self.grammar.is(word, self.fillers.changes_actor),
            Between::Filling => self.grammar.is(word, self.fillers.adds_nothing),
        }
    }
}

/// The word before the token at `at`, in the same clause.
pub(super) fn previous_word(kept: &[Token], mut at: usize, crosses_marks: bool) -> Option<usize> {
    for _ in 0..=MARKS_MAX {
        let next = kept[at];
        at = at.checked_sub(1)?;
        let token = kept[at];
        if token.is_word() {
            return Some(at);
        }
        if !crosses_marks && !joins(token, next) {
            return None;
        }
    }
    None
}

/// Whether a phrase may run on across the mark `token` before `next`; a dot within a word is no full stop.
pub(super) fn joins(token: Token, next: Token) -> bool {
    token.is_soft() || (token.mark == b'.' && next.gap == Gap::None && token.gap == Gap::None)
}
