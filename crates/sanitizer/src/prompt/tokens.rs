//! A text as known words, unknown words and marks, each with the bytes it came from.

use super::disguise;
use super::grammar::Grammar;
use super::letters::{Run, run};
use super::lexicon::{LONGEST, WordId};
use crate::characters::is_invisible;
use crate::fold::fold_char;

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
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    pub(super) start: u32,
    pub(super) end: u32,
    /// 0 for a mark and for a word that means nothing here.
    pub(super) word: WordId,
    /// 0 for a word; the folded mark when it is ASCII, else [`OTHER`].
    pub(super) mark: u8,
    pub(super) gap: Gap,
    pub(super) is_single: bool,
}

/// A mark that is not ASCII.
pub(super) const OTHER: u8 = 0x80;

impl Token {
    /// Whether it is a word.
    #[inline]
    pub(super) const fn is_word(&self) -> bool {
        self.mark == 0
    }

    /// Whether a phrase may run on across this: emphasis, quotes, commas, dashes.
    #[inline]
    pub(super) const fn is_soft(&self) -> bool {
        !matches!(
            self.mark,
            0 | b'.' | b'!' | b'?' | b':' | b';' | b'<' | b'>' | b'[' | b']' | b'#'
        )
    }

    /// The bytes of the original.
    pub(super) fn of<'a>(&self, text: &'a str) -> &'a str {
        &text[self.start as usize..self.end as usize]
    }
}

/// Splits `text`, which is shorter than 4 GB.
pub(super) fn tokens(text: &str, grammar: &Grammar) -> Vec<Token> {
    let mut reader = Reader {
        text,
        grammar,
        at: 0,
        gap: Gap::Line,
        tokens: Vec::with_capacity(text.len() / 5 + 8),
        has_struck: false,
    };
    while let Some(byte) = text.as_bytes().get(reader.at) {
        reader.read(*byte);
    }
    disguise::uncover(text, &mut reader.tokens, grammar);
    reader.tokens
}

struct Reader<'a> {
    text: &'a str,
    grammar: &'a Grammar,
    at: usize,
    gap: Gap,
    tokens: Vec<Token>,
    /// Whether something was struck out.
    has_struck: bool,
}

impl Reader<'_> {
    #[inline]
    fn read(&mut self, byte: u8) {
        match byte {
            b' ' | b'\t' => {
                self.at += 1;
                if self.gap == Gap::None {
                    self.gap = Gap::Blank;
                }
            }
            b'\n' | b'\r' | 0xb | 0xc => {
                self.at += 1;
                self.gap = Gap::Line;
            }
            b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' => self.word(),
            b'&' if self.entity().is_some() => {
                let mark = self.entity().unwrap_or(b'&');
                self.push_mark(mark, 4);
            }
            b'<' if self.format_tag() > 0 => {
                let length = self.format_tag();
                self.push_mark(b'*', length);
            }
            0..0x80 => self.push_mark(byte, 1),
            _ => self.wide(),
        }
    }

    /// How long the tag is that only changes how something looks. `</s>` is one only behind `<s>`: alone it is what
    /// chat templates end a turn with.
    fn format_tag(&mut self) -> usize {
        let rest = &self.text.as_bytes()[self.at..];
        let is_strike = |tag: &[u8]| {
            rest.get(..tag.len())
                .is_some_and(|it| it.eq_ignore_ascii_case(tag))
        };
        self.has_struck |= is_strike(b"<s>");
        if is_strike(b"</s>") && !self.has_struck {
            return 0;
        }
        disguise::format_tag(&self.text[self.at..])
    }

    /// The angle bracket that is written as an entity.
    fn entity(&self) -> Option<u8> {
        match self.text.as_bytes().get(self.at + 1..self.at + 4)? {
            b"lt;" => Some(b'<'),
            b"gt;" => Some(b'>'),
            _ => None,
        }
    }

    #[inline]
    fn word(&mut self) {
        let bytes = &self.text.as_bytes()[self.at..];
        let Run {
            length,
            has_digit,
            has_letter,
        } = run(bytes);
        let goes_on = match bytes.get(length) {
            Some(0x80..) => true,
            Some(b'@' | b'$') => bytes.get(length + 1).is_some_and(u8::is_ascii_alphanumeric),
            _ => false,
        };
        if goes_on {
            self.wide_word();
        } else {
            let word = &bytes[..length];
            let id = if has_digit && has_letter {
                disguise::leet(word, self.grammar)
            } else {
                self.grammar.word(word)
            };
            self.push_word(id, length, length == 1);
        }
    }

    fn push_word(&mut self, word: WordId, length: usize, is_single: bool) {
        self.push(word, 0, length, is_single);
    }

    fn push_mark(&mut self, mark: u8, length: usize) {
        self.push(0, mark, length, false);
    }

    fn push(&mut self, word: WordId, mark: u8, length: usize, is_single: bool) {
        let start = self.at;
        self.at += length;
        self.tokens.push(Token {
            start: offset(start),
            end: offset(self.at),
            word,
            mark,
            gap: self.gap,
            is_single,
        });
        self.gap = Gap::None;
    }

    /// A character that is not ASCII.
    fn wide(&mut self) {
        let Some(c) = self.text[self.at..].chars().next() else {
            return;
        };
        let mut first = '\0';
        fold_char(c, &mut |it| first = if first == '\0' { it } else { first });
        if first == '\n' {
            self.at += c.len_utf8();
            self.gap = Gap::Line;
        } else if first == ' ' {
            self.at += c.len_utf8();
            self.gap = if self.gap == Gap::None {
                Gap::Blank
            } else {
                self.gap
            };
        } else if first.is_alphanumeric() {
            self.wide_word();
        } else if vanishes(c) && self.gap == Gap::None {
            self.at += c.len_utf8();
            if let Some(last) = self.tokens.last_mut() {
                last.end = offset(self.at);
            }
        } else {
            let mark = match first {
                '“' | '”' | '„' | '«' | '»' | '″' => b'"',
                '‘' | '’' | '‚' | '‹' | '›' => b'\'',
                other => u8::try_from(other)
                    .ok()
                    .filter(u8::is_ascii)
                    .unwrap_or(OTHER),
            };
            self.push_mark(mark, c.len_utf8());
        }
    }

    /// A word with letters that are not ASCII, or that stand for others.
    fn wide_word(&mut self) {
        let mut folded = [0; LONGEST + 1];
        let mut length = 0;
        let mut is_upper = true;
        let mut has_digit = false;
        let rest = &self.text[self.at..];
        let mut end = rest.len();
        let mut chars = rest.char_indices().peekable();
        while let Some((at, c)) = chars.next() {
            let stands_for = match c {
                '@' | '$' if chars.peek().is_some_and(|(_, it)| it.is_alphanumeric()) && at > 0 => {
                    c
                }
                _ if vanishes(c) => continue,
                _ => '\0',
            };
            let mut is_part = stands_for != '\0';
            fold_char(c, &mut |it| {
                if stands_for != '\0' || it.is_alphanumeric() {
                    is_part = true;
                    has_digit |= it.is_ascii_digit() || stands_for != '\0';
                    folded[length.min(LONGEST)] = u8::try_from(it).unwrap_or(OTHER);
                    length += 1;
                }
            });
            if !is_part {
                end = at;
                break;
            }
            is_upper &= !c.is_lowercase();
        }
        let word = &folded[..length.min(LONGEST + 1)];
        let id = if has_digit {
            disguise::leet(word, self.grammar)
        } else {
            self.grammar.word_in(word, is_upper)
        };
        self.push_word(id, end, length == 1);
    }
}

fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// Whether `c` is no character of its own.
pub(super) fn vanishes(c: char) -> bool {
    is_invisible(c) || (!c.is_ascii() && unicode_normalization::char::is_combining_mark(c))
}
