//! The text that is read, the moment it is read at, and how words are asked for.

use chrono::{NaiveDate, NaiveDateTime};
use chrono_tz::Tz;

use crate::expression::NEXT_YEAR_AFTER;
use crate::language::{Meaning, find, means};
use crate::scan::{TokenKind, Tokens};

/// Tokens and now. What is read at a token is returned with the token behind it.
pub(super) struct Reader<'a> {
    pub(super) tokens: &'a Tokens,
    /// Now, on the wall clock of the zone that was asked for.
    pub(super) now: NaiveDateTime,
    /// The zone that was asked for.
    pub(super) zone: Tz,
    /// What has just been is meant, not what comes in a year: an announcement may look back.
    pub(super) lately: bool,
    /// How many days hang on what is read here: `Friday after the Monday after Easter`.
    pub(super) depth: u8,
}

/// How many days may hang on each other, so that no chain of them is followed again from each of its links.
const DEEPEST: u8 = 2;

impl Reader<'_> {
    /// The same text for a day that another hangs on.
    pub(super) fn deeper(&self) -> Option<Self> {
        (self.depth < DEEPEST).then_some(Self {
            depth: self.depth + 1,
            ..*self
        })
    }

    pub(super) fn today(&self) -> NaiveDate {
        self.now.date()
    }

    /// Whether a date without a year is this one: it is to come, or has just been where one may look back.
    pub(super) fn is_ahead(&self, date: NaiveDate) -> bool {
        let back = if self.lately { NEXT_YEAR_AFTER } else { 0 };
        (self.today() - date).num_days() <= back
    }

    /// What a phrase at a token means, and the token behind it.
    pub(super) fn word<T>(
        &self,
        at: usize,
        wanted: impl Fn(Meaning) -> Option<T>,
    ) -> Option<(T, usize)> {
        find(self.tokens, at, wanted).map(|(found, length)| (found, at + length))
    }

    /// The token behind a phrase with this meaning.
    pub(super) fn past(&self, at: usize, meaning: Meaning) -> Option<usize> {
        means(self.tokens, at, meaning).map(|length| at + length)
    }

    /// The token behind a phrase with this meaning, or the token itself when there is none.
    pub(super) fn skip(&self, at: usize, meaning: Meaning) -> usize {
        self.past(at, meaning).unwrap_or(at)
    }

    pub(super) fn skip_mark(&self, at: usize, mark: char) -> usize {
        at + usize::from(self.tokens.is_mark(at, mark))
    }

    /// Whether a phrase ends right before a token and has one of the wanted meanings.
    pub(super) fn is_led(&self, at: usize, wanted: impl Fn(Meaning) -> bool) -> bool {
        (1..=3).any(|length| {
            at.checked_sub(length).is_some_and(|start| {
                self.word(start, |it| wanted(it).then_some(()))
                    .is_some_and(|((), end)| end == at)
            })
        })
    }

    /// A mark that is written onto both of its neighbours.
    pub(super) fn glued_mark(&self, at: usize, marks: &[char]) -> Option<char> {
        match self.tokens.kind(at) {
            Some(TokenKind::Mark(mark)) if marks.contains(&mark) => {
                (self.tokens.is_glued(at) && self.tokens.is_glued(at + 1)).then_some(mark)
            }
            _ => None,
        }
    }

    /// A number of at most two digits.
    pub(super) fn short(&self, at: usize) -> Option<(u32, usize)> {
        let (value, width) = self.tokens.number(at)?;
        (width <= 2).then_some((value, at + 1))
    }

    /// Whether what begins here is no part of a longer number, price, code or word.
    pub(super) fn may_start(&self, at: usize) -> bool {
        let Some(prev) = at.checked_sub(1) else {
            return true;
        };
        if self.tokens.number(at).is_some() && self.past(prev, Meaning::Version) == Some(at) {
            return false;
        }
        let glued = self.tokens.is_glued(at);
        match self.tokens.kind(prev) {
            Some(TokenKind::Mark('€' | '$' | '£' | '#')) => self.tokens.is_word(at),
            Some(TokenKind::Mark('.' | ',' | '/' | ':' | '+' | '-' | '\'')) => {
                !glued || !self.tokens.is_glued(prev)
            }
            Some(TokenKind::Word | TokenKind::Number(_)) => !glued,
            _ => true,
        }
    }

    /// Whether a number that ends here does not go on: no digits, no unit of something else, no percent.
    pub(super) fn may_stop(&self, end: usize) -> bool {
        let glued = self.tokens.is_glued(end);
        match self.tokens.kind(end) {
            Some(TokenKind::Mark('€' | '$' | '£' | '%')) => false,
            Some(TokenKind::Mark('.' | '/' | ':' | '-' | '+')) => {
                !(glued && self.tokens.is_glued(end + 1) && self.tokens.number(end + 1).is_some())
            }
            Some(TokenKind::Word | TokenKind::Number(_)) if glued => false,
            Some(TokenKind::Word) => self.past(end, Meaning::Measure).is_none(),
            _ => true,
        }
    }

    /// Whether a number or an ordinal stands for itself: what follows is no thing that it counts.
    pub(super) fn is_alone(&self, end: usize) -> bool {
        let goes_on = |it| {
            let onward = matches!(
                it,
                Meaning::Onward
                    | Meaning::At
                    | Meaning::AtClock
                    | Meaning::On
                    | Meaning::Through
                    | Meaning::Within
                    | Meaning::Part(_)
                    | Meaning::Day(_)
                    | Meaning::DayAndPart(..)
                    | Meaning::Weekday(_)
                    | Meaning::Month(_)
            );
            onward.then_some(())
        };
        self.may_stop(end) && (!self.tokens.is_word(end) || self.word(end, goes_on).is_some())
    }

    /// Whether a range of tokens is a whole line, but for a full stop.
    pub(super) fn is_whole(&self, at: usize, end: usize) -> bool {
        let is_break = |it| self.tokens.kind(it) == Some(TokenKind::Break);
        let stops = |it: &usize| {
            matches!(
                self.tokens.kind(*it),
                Some(TokenKind::Mark('.' | '!' | '?'))
            )
        };
        let behind = (end..self.tokens.len()).find(|it| !stops(it));
        (at == 0 || is_break(at - 1)) && behind.is_none_or(is_break)
    }
}
