//! A text as known words, unknown words and marks, each with the bytes it came from.

use super::disguise;
use super::grammar::Grammar;
use super::letters::{Run, run};
use super::lexicon::{LONGEST, WordId};
use crate::characters::is_invisible;
use crate::fold::{Folded, Folder, fold_char, is_letter_or_number};

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
        folder: Folder::default(),
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
    folder: Folder,
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
        let first = self.folder.fold(c).iter().next().unwrap_or(OTHER);
        if first == b'\n' {
            self.at += c.len_utf8();
            self.gap = Gap::Line;
        } else if first == b' ' {
            self.at += c.len_utf8();
            self.gap = if self.gap == Gap::None {
                Gap::Blank
            } else {
                self.gap
            };
        } else if is_letter_or_number(first) {
            self.wide_word();
        } else if vanishes(c) && self.gap == Gap::None {
            self.at += c.len_utf8();
            if let Some(last) = self.tokens.last_mut() {
                last.end = offset(self.at);
            }
        } else {
            let mark = if first.is_ascii() { first } else { quote(c) };
            self.push_mark(mark, c.len_utf8());
        }
    }

    /// A word with letters that are not ASCII, or that stand for others.
    fn wide_word(&mut self) {
        let mut word = Letters::default();
        let rest = &self.text[self.at..];
        let mut end = 0;
        while let Some(byte) = rest.as_bytes().get(end) {
            if byte.is_ascii_alphanumeric() {
                word.push(byte.to_ascii_lowercase());
                end += 1;
                continue;
            }
            let Some(c) = rest[end..].chars().next() else {
                break;
            };
            let next = end + c.len_utf8();
            if matches!(c, '@' | '$') && end > 0 && rest[next..].starts_with(char::is_alphanumeric)
            {
                word.push(*byte);
            } else if !vanishes(c) && !word.push_all(self.folder.fold(c)) {
                break;
            }
            end = next;
        }
        let letters = &word.bytes[..word.length.min(LONGEST + 1)];
        let id = if word.has_digit {
            disguise::leet(letters, self.grammar)
        } else {
            self.grammar
                .word_in(letters, || !rest[..end].chars().any(char::is_lowercase))
        };
        self.push_word(id, end, word.length == 1);
    }
}

/// A word while it is folded; of one that is too long to be known, the beginning.
#[derive(Default)]
struct Letters {
    bytes: [u8; LONGEST + 1],
    length: usize,
    /// Whether something may stand for a letter.
    has_digit: bool,
}

impl Letters {
    #[inline]
    fn push(&mut self, letter: u8) {
        self.has_digit |= !letter.is_ascii_alphabetic() && letter.is_ascii();
        self.bytes[self.length.min(LONGEST)] = letter;
        self.length += 1;
    }

    /// Adds the letters and digits of what a character folds to; says whether there are any.
    fn push_all(&mut self, folded: Folded) -> bool {
        let before = self.length;
        for letter in folded.iter().filter(|it| is_letter_or_number(*it)) {
            self.push(letter);
        }
        self.length > before
    }
}

/// The plain quote that `c` is another form of.
fn quote(c: char) -> u8 {
    let mut first = '\0';
    fold_char(c, &mut |it| first = if first == '\0' { it } else { first });
    match first {
        '“' | '”' | '„' | '«' | '»' | '″' => b'"',
        '‘' | '’' | '‚' | '‹' | '›' => b'\'',
        _ => OTHER,
    }
}

fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// Whether `c` is no character of its own.
pub(super) fn vanishes(c: char) -> bool {
    !is_known_to_stay(c)
        && (is_invisible(c) || (!c.is_ascii() && unicode_normalization::char::is_combining_mark(c)))
}

/// Most letters of most texts, and what is taken for others, told without a look into large tables.
const fn is_known_to_stay(c: char) -> bool {
    matches!(
        c,
        ' '..='~'
            | '\u{c0}'..='\u{2ff}'
            | '\u{391}'..='\u{482}'
            | '\u{4e00}'..='\u{9fff}'
            | '\u{ff01}'..='\u{ff5e}'
            | '\u{1d400}'..='\u{1d7ff}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_known_to_stay_is_neither_invisible_nor_an_accent() {
        for c in ('\0'..=char::MAX).filter(|it| is_known_to_stay(*it)) {
            let is_accent = unicode_normalization::char::is_combining_mark(c);
            assert!(!is_invisible(c) && !is_accent, "{c:?}");
        }
    }
}
