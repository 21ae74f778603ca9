//! A text as words and marks, folded for comparing, each with the bytes it came from.

use crate::fold::fold;

/// What separates a token from the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gap {
    /// Nothing.
    None,
    /// A blank.
    Blank,
    /// A line break, or the beginning of the text.
    Line,
}

/// A word, or a single character that is no part of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token {
    /// Folded.
    pub(super) text: String,
    pub(super) is_word: bool,
    pub(super) gap: Gap,
    pub(super) start: usize,
    pub(super) end: usize,
}

impl Token {
    /// Whether a phrase may run on across this: emphasis, quotes, commas, dashes.
    pub(super) fn is_soft(&self) -> bool {
        !self.is_word && self.text.chars().all(|c| !ends_a_phrase(c))
    }
}

fn ends_a_phrase(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | ':' | ';' | '<' | '>' | '[' | ']' | '#') || c.is_alphanumeric()
}

/// Splits `text`.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut gap = Gap::Line;
    for folded in fold(text) {
        let c = folded.value;
        if c.is_whitespace() {
            let is_line = c == '\n' || gap == Gap::Line;
            gap = if is_line { Gap::Line } else { Gap::Blank };
            continue;
        }
        let is_word = c.is_alphanumeric();
        match tokens.last_mut() {
            Some(last) if gap == Gap::None && (is_word && last.is_word || !folded.is_head) => {
                last.text.push(c);
                last.end = last.end.max(folded.end);
            }
            _ => tokens.push(Token {
                text: c.into(),
                is_word,
                gap,
                start: folded.start,
                end: folded.end,
            }),
        }
        gap = Gap::None;
    }
    tokens
}
