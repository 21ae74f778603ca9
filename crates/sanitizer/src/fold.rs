//! The one way in which text is made comparable before anything is looked for in it, with the way back.
//!
//! Compatibility forms, accents, look-alikes, case and invisible characters all vanish; blanks become one blank and
//! line breaks one line feed. Characters are folded one by one, so that the fold of two pieces is the two folds put
//! together: cutting a piece out and folding again cannot give a surprise.

use unicode_normalization::char::{decompose_compatible, is_combining_mark};

use crate::characters::{is_invisible, is_line_break};
use crate::confusables::latin;

/// One character of the folded text, and the bytes of the original it stands for.
#[cfg(test)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct FoldedChar {
    /// What to compare with.
    pub(crate) value: char,
    /// Where the original begins.
    pub(crate) start: usize,
    /// Where the original ends, including the invisible characters and accents that belong to it.
    pub(crate) end: usize,
    /// False for all but the first of the characters that one original became (`ﬁ` → `f`, `i`).
    pub(crate) is_head: bool,
}

/// Folds `text`; every byte of it belongs to exactly one head of the result. What the faster ways are held against.
#[cfg(test)]
pub(crate) fn fold(text: &str) -> Vec<FoldedChar> {
    let mut folded: Vec<FoldedChar> = Vec::with_capacity(text.len());
    let mut head = 0;
    let mut before = ' ';
    for (start, c) in text.char_indices() {
        let end = start + c.len_utf8();
        let joins = (c == '\n' && before == '\r') || (vanishes(c) && !before.is_whitespace());
        if joins && !folded.is_empty() {
            folded[head].end = end;
            before = if c == '\n' { c } else { before };
            continue;
        }
        before = c;
        head = folded.len();
        fold_char(c, &mut |value| {
            let is_head = folded.len() == head;
            let start = if is_head { start } else { end };
            folded.push(FoldedChar {
                value,
                start,
                end,
                is_head,
            });
        });
    }
    folded
}

/// Where the accents and invisible characters end that begin at `at`, which is not the beginning of a word.
#[inline]
pub(crate) fn end_of_vanishing(text: &str, at: usize) -> usize {
    match text.as_bytes().get(at) {
        Some(0xc2 | 0xcc..) => end_of_rare_vanishing(text, at),
        _ => at,
    }
}

fn end_of_rare_vanishing(text: &str, mut at: usize) -> usize {
    while may_vanish(&text.as_bytes()[at..]) {
        match text[at..].chars().next().filter(|it| vanishes(*it)) {
            Some(c) => at += c.len_utf8(),
            None => break,
        }
    }
    at
}

/// False if the character that `bytes` begin with is neither an accent nor invisible, as most are: letters of Europe,
/// emoji, and what look-alikes are made of.
fn may_vanish(bytes: &[u8]) -> bool {
    match bytes {
        [0xc2, second, ..] => *second == 0xad || *second < 0xa0,
        [0..=0xcb | 0xce..=0xd1, ..]
        | [0xe2, 0x82 | 0x84..=0xb2, ..]
        | [0xef, 0xbc | 0xbd, ..]
        | [0xf0, 0x9f, ..]
        | [0xf0, 0x9d, 0x90..=0x9f, ..]
        | [] => false,
        [first, ..] => *first >= 0xcc,
    }
}

/// Stands for a letter that is not ASCII.
const LETTER: u8 = 0x80;
/// Stands for a digit or a number that is not ASCII.
const NUMBER: u8 = 0x81;
/// Stands for everything else that is not ASCII.
pub(crate) const OTHER: u8 = 0x82;

/// Whether a folded byte is a letter.
pub(crate) fn is_letter(value: u8) -> bool {
    value.is_ascii_alphabetic() || value == LETTER
}

/// Whether a folded byte is a letter, a digit or a number.
pub(crate) fn is_letter_or_number(value: u8) -> bool {
    value.is_ascii_alphanumeric() || matches!(value, LETTER | NUMBER)
}

/// No character folds to more than this many.
const LONGEST_FOLD: usize = 18;

/// What one character folds to, a byte for each: itself if it is ASCII, or one that says what it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Folded {
    length: u8,
    values: [u8; LONGEST_FOLD],
}

impl Folded {
    pub(crate) fn iter(self) -> impl Iterator<Item = u8> {
        self.values.into_iter().take(usize::from(self.length))
    }

    fn push(&mut self, value: char) {
        if let Some(free) = self.values.get_mut(usize::from(self.length)) {
            *free = byte_of(value);
            self.length += 1;
        }
    }
}

fn byte_of(value: char) -> u8 {
    match u8::try_from(value) {
        Ok(ascii) if ascii.is_ascii() => ascii,
        _ if value.is_alphabetic() => LETTER,
        _ if value.is_alphanumeric() => NUMBER,
        _ => OTHER,
    }
}

/// How many characters a [`Folder`] remembers.
const MEMORY: usize = 128;

/// Folds characters that are not ASCII, and remembers the last ones, since a text has few different ones.
#[derive(Debug, Default)]
pub(crate) struct Folder {
    memory: Vec<(char, Folded)>,
    keeps_case: bool,
}

impl Folder {
    /// For what is told by its capitals, as the keys of many services are.
    pub(crate) fn keeping_case() -> Self {
        Self {
            keeps_case: true,
            ..Self::default()
        }
    }

    pub(crate) fn fold(&mut self, c: char) -> Folded {
        if self.memory.is_empty() {
            self.memory.resize(MEMORY, ('\0', Folded::default()));
        }
        let place = c as usize % MEMORY;
        if self.memory[place].0 != c {
            let mut folded = Folded::default();
            if self.keeps_case {
                fold_keeping_case(c, &mut |value| folded.push(value));
            } else {
                fold_char(c, &mut |value| folded.push(value));
            }
            self.memory[place] = (c, folded);
        }
        self.memory[place].1
    }
}

pub(crate) fn vanishes(c: char) -> bool {
    !c.is_ascii() && is_combining_mark(c) || is_invisible(c)
}

/// Emits at least one character.
pub(crate) fn fold_char(c: char, emit: &mut impl FnMut(char)) {
    if is_line_break(c) {
        emit('\n');
    } else if c.is_whitespace() {
        emit(' ');
    } else if c.is_ascii() {
        emit(c.to_ascii_lowercase());
    } else {
        fold_wide(c, emit);
    }
}

fn fold_wide(c: char, emit: &mut impl FnMut(char)) {
    let mut emitted = false;
    decompose(c, |part| {
        for lower in latin(part).to_lowercase().filter(|it| !vanishes(*it)) {
            emitted = true;
            emit(lower);
        }
    });
    if !emitted {
        emit(c);
    }
}

/// Emits at least one character.
fn fold_keeping_case(c: char, emit: &mut impl FnMut(char)) {
    if is_line_break(c) {
        return emit('\n');
    } else if c.is_whitespace() {
        return emit(' ');
    }
    let mut emitted = false;
    decompose(c, |part| {
        emitted = true;
        let plain = latin(part);
        emit(if part.is_uppercase() {
            plain.to_ascii_uppercase()
        } else {
            plain
        });
    });
    if !emitted {
        emit(c);
    }
}

/// The plain characters that `c` is made of, without accents.
fn decompose(c: char, mut emit: impl FnMut(char)) {
    let mut is_spacing_accent = false;
    decompose_compatible(c, |part| {
        // Spacing accents such as ´ decompose to a blank and an accent, but nobody reads them as a blank.
        is_spacing_accent |= part == ' ';
        if !is_spacing_accent && !vanishes(part) {
            emit(part);
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(text: &str) -> String {
        fold(text).into_iter().map(|it| it.value).collect()
    }

    #[test]
    fn disguises_fall_away() {
        assert_eq!(folded("ＩＧＮＯＲＥ"), "ignore");
        assert_eq!(folded("𝓲𝓰𝓷𝓸𝓻𝓮"), "ignore");
        assert_eq!(folded("іgnоrе"), "ignore");
        assert_eq!(folded("ig\u{200b}no\u{ad}re"), "ignore");
        assert_eq!(folded("ïgn\u{301}ore"), "ignore");
        assert_eq!(folded("ﬁle"), "file");
        assert_eq!(folded("a\r\nb\tc"), "a\nb c");
        assert_eq!(folded("´x"), "´x");
    }

    #[test]
    fn capitals_stay_where_they_tell_keys_apart() {
        let mut folder = Folder::keeping_case();
        let kept: Vec<u8> = "ＡkІаÉ\u{a0}\u{2028}語😊"
            .chars()
            .flat_map(|it| folder.fold(it).iter())
            .collect();
        assert_eq!(kept, *b"AkIaE \n\x80\x82");
    }

    #[test]
    fn whatever_vanishes_may_vanish() {
        for c in '\u{80}'..=char::MAX {
            assert!(
                !vanishes(c) || may_vanish(c.to_string().as_bytes()),
                "{c:?}"
            );
        }
    }

    #[test]
    fn the_map_leads_back_to_every_byte_of_the_original() {
        let text = "\u{301}ﬁ\u{200b}e\u{301}\r\n \u{301}x👩\u{200d}💻İ";
        let heads: Vec<_> = fold(text).into_iter().filter(|it| it.is_head).collect();
        let back: String = heads.iter().map(|it| &text[it.start..it.end]).collect();
        assert_eq!(back, text);
    }
}
