//! Tells in one quick pass whether a text has a word or mark that any attack needs; most texts have none.

use super::disguise;
use super::grammar::Grammar;
use super::lexicon::{LONGEST, WordId};
use super::tokens::{OTHER, vanishes};
use crate::fold::fold_char;

/// So many single letters in a row may be a word that is spelled out.
const SPELLED_MIN: u32 = 4;
/// Longer words may be several that are written as one.
const GLUED_MIN: usize = 14;

/// Whether `text` has to be looked at word by word.
pub(super) fn needs_a_closer_look(text: &str, grammar: &Grammar) -> bool {
    let bytes = text.as_bytes();
    let mut scan = Scan {
        text,
        grammar,
        singles: 0,
        before: 0..0,
    };
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        if byte.is_ascii_alphanumeric() {
            let Some(end) = scan.word(at) else {
                return true;
            };
            at = end;
        } else if *byte < 0x80 {
            if is_marker(&bytes[at..]) {
                return true;
            }
            at += 1;
        } else {
            let Some(end) = scan.wide(at) else {
                return true;
            };
            at = end;
        }
    }
    false
}

/// Whether a mark begins a template token, a tag, a heading or an entity.
fn is_marker(rest: &[u8]) -> bool {
    match (rest[0], rest.get(1)) {
        (b'<', Some(next)) => matches!(next, b'|' | b'<' | b'/') || next.is_ascii_alphabetic(),
        (b'[', Some(next)) => matches!(next, b' ' | b'/' | b'i' | b'I'),
        (b'&', Some(next)) => matches!(next, b'l' | b'g' | b'L' | b'G'),
        _ => false,
    }
}

struct Scan<'a> {
    text: &'a str,
    grammar: &'a Grammar,
    singles: u32,
    /// The bytes of the word before.
    before: std::ops::Range<usize>,
}

impl Scan<'_> {
    /// Where the word at `at` ends; nothing when it is one that an attack needs.
    #[inline]
    fn word(&mut self, at: usize) -> Option<usize> {
        let bytes = self.text.as_bytes();
        let length = bytes[at..]
            .iter()
            .take_while(|it| it.is_ascii_alphanumeric())
            .count();
        let end = at + length;
        let goes_on = match bytes.get(end) {
            Some(0x80..) => true,
            Some(b'@' | b'$') => bytes.get(end + 1).is_some_and(u8::is_ascii_alphanumeric),
            _ => false,
        };
        if goes_on {
            return self.wide_word(at);
        }
        let word = &bytes[at..end];
        let id = self.grammar.word(word);
        let is_suspect = id == 0
            && (word.iter().any(u8::is_ascii_digit)
                && self.is_trigger(disguise::leet(word, self.grammar))
                || length >= GLUED_MIN && disguise::begins_known(word, self.grammar));
        if self.is_trigger(id) || is_suspect || self.is_broken(at, end) || self.is_speaker(id, end)
        {
            return None;
        }
        self.note(length == 1, at, end)
    }

    fn note(&mut self, is_single: bool, at: usize, end: usize) -> Option<usize> {
        self.singles = if is_single { self.singles + 1 } else { 0 };
        self.before = at..end;
        (self.singles < SPELLED_MIN).then_some(end)
    }

    fn is_trigger(&self, word: WordId) -> bool {
        self.grammar.is_trigger(word)
    }

    /// Whether a line break made two words of one that an attack needs.
    fn is_broken(&self, at: usize, end: usize) -> bool {
        let bytes = self.text.as_bytes();
        let is_break = self.before.end + 1 == at && bytes[self.before.end] == b'\n';
        if !is_break || self.before.is_empty() {
            return false;
        }
        let mut joined = [0; LONGEST];
        let length = self.before.len() + end - at;
        let Some(joined) = joined.get_mut(..length) else {
            return false;
        };
        let (first, second) = joined.split_at_mut(self.before.len());
        first.copy_from_slice(&bytes[self.before.clone()]);
        second.copy_from_slice(&bytes[at..end]);
        self.is_trigger(self.grammar.word(joined))
    }

    /// Whether the name of a speaker is followed by what makes a turn of it.
    fn is_speaker(&self, word: WordId, end: usize) -> bool {
        self.grammar.is_speaker(word)
            && (self.text.as_bytes()[end..].iter().take(4))
                .take_while(|it| !it.is_ascii_alphanumeric())
                .any(|it| matches!(it, b':' | b'>' | b']' | b')' | b'\n') || *it >= 0x80)
            || self.grammar.is_speaker(word) && self.text[..end].contains('#')
    }

    /// What is not ASCII.
    fn wide(&mut self, at: usize) -> Option<usize> {
        let c = self.text[at..].chars().next()?;
        let mut is_word = false;
        fold_char(c, &mut |it| is_word |= it.is_alphanumeric());
        if is_word {
            self.wide_word(at)
        } else {
            Some(at + c.len_utf8())
        }
    }

    fn wide_word(&mut self, at: usize) -> Option<usize> {
        let mut folded = [0; LONGEST + 1];
        let mut length = 0;
        let mut has_digit = false;
        let mut end = self.text.len();
        for (offset, c) in self.text[at..].char_indices() {
            let mut is_part = vanishes(c) || matches!(c, '@' | '$');
            fold_char(c, &mut |it| {
                if it.is_alphanumeric() || matches!(it, '@' | '$') {
                    is_part = true;
                    has_digit |= !it.is_alphabetic();
                    folded[length.min(LONGEST)] = u8::try_from(it).unwrap_or(OTHER);
                    length += 1;
                }
            });
            if !is_part {
                end = at + offset;
                break;
            }
        }
        let word = &folded[..length.min(LONGEST + 1)];
        let id = if has_digit {
            disguise::leet(word, self.grammar)
        } else {
            self.grammar.word(word)
        };
        if self.is_trigger(id) || self.is_speaker(id, end) {
            return None;
        }
        self.note(length == 1, at, end)
    }
}

#[cfg(test)]
mod tests {
    use super::super::grammar::GRAMMAR;
    use super::*;

    #[test]
    fn only_a_text_with_words_or_marks_of_attacks_is_looked_at_closely() {
        for plain in [
            "",
            "De bus had vertraging.",
            "Heeft iemand notities van biologie? 58 minuten!",
            "a < b",
        ] {
            assert!(!needs_a_closer_look(plain, &GRAMMAR), "{plain}");
        }
        for suspect in [
            "Negeer alles",
            "1gn0re",
            "і\u{433}nоrе disregard",
            "<|x|>",
            "i g n o r e",
            "ig\nnore",
            "system: x",
        ] {
            assert!(needs_a_closer_look(suspect, &GRAMMAR), "{suspect}");
        }
    }
}
