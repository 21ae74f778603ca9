//! Cuts normalised text into tokens and leaves out what Discord does not show: markdown, struck-out text, code blocks.

use super::letters::letters_end;
use super::markdown::{Twins, link_length, markup};
use super::normalise::{Normal, normalise};
use super::token::{Token, TokenKind, Tokens};
use crate::language::{Vocabulary, WordKey, vocabulary};

/// How many bytes a token has on average at least, which decides how much room is made for them.
const TOKEN_BYTES: usize = 4;

/// The tokens of at most `limit` characters.
pub(crate) fn tokenise(text: &str, limit: usize) -> Tokens {
    let mut normal = normalise(text, limit);
    let cased = std::mem::take(&mut normal.cased);
    let mut scanner = Scanner {
        bytes: cased.as_bytes(),
        text: &cased,
        list: Vec::with_capacity(cased.len() / TOKEN_BYTES + 1),
        normal,
        vocabulary: vocabulary(),
        at: 0,
        blanks: 1,
        twins: Twins::default(),
    };
    while scanner.at < scanner.bytes.len() {
        scanner.step();
    }
    Tokens::new(scanner.normal.lower, scanner.list)
}

struct Scanner<'a> {
    text: &'a str,
    bytes: &'a [u8],
    normal: Normal<'a>,
    vocabulary: &'static Vocabulary,
    list: Vec<Token>,
    at: usize,
    /// Blanks since the last token.
    blanks: u8,
    twins: Twins,
}

impl Scanner<'_> {
    fn step(&mut self) {
        let byte = self.bytes[self.at];
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' => self.word(),
            b'0'..=b'9' => self.number(),
            b'\n' | b'\r' | b'\x0b' | b'\x0c' => self.line_break(),
            b'\t' => self.skip(1, 2),
            ..=b' ' | b'\x7f' => self.skip(1, 1),
            b'`' if self.skips("```") => {}
            b'~' if self.skips("~~") => {}
            b'*' | b'_' | b'`' => self.at += 1,
            b'|' if self.peek(1) == b'|' => self.at += 2,
            b'>' if self.at_line_start() => self.skip(1, 0),
            b'#' if self.at_line_start() && self.is_heading() => self.skip(1, 0),
            b'-' | b'+' if self.at_line_start() && self.is_blank(1) => self.skip(2, 1),
            b'<' => self.markup(),
            b'@' if self.is_everyone() => {}
            b'\'' if self.is_clipped_word() => self.emit(TokenKind::Word, 2),
            b'\x80'.. => self.beyond_ascii(),
            _ => self.mark(byte),
        }
    }

    /// The byte so many places ahead; a blank behind the end.
    fn peek(&self, ahead: usize) -> u8 {
        self.bytes.get(self.at + ahead).copied().unwrap_or(b' ')
    }

    fn is_blank(&self, ahead: usize) -> bool {
        let next = self.bytes.get(self.at + ahead);
        next.is_some_and(|it| matches!(it, b'\0'..=b' ' | b'\x7f') && !is_line_end_or_tab(*it))
    }

    fn char_at(&self, at: usize) -> Option<char> {
        match self.bytes.get(at)? {
            byte if byte.is_ascii() => Some(char::from(*byte)),
            _ => self.text.get(at..)?.chars().next(),
        }
    }

    fn is_letter(&self, at: usize) -> bool {
        self.char_at(at).is_some_and(char::is_alphabetic)
    }

    fn skip(&mut self, bytes: usize, blanks: u8) {
        self.at += bytes;
        self.blanks = self.blanks.saturating_add(blanks);
    }

    fn at_line_start(&self) -> bool {
        self.list
            .last()
            .is_none_or(|it| it.kind == TokenKind::Break)
    }

    /// Up to three marks and a blank; `#general` names a channel.
    fn is_heading(&self) -> bool {
        let rest = &self.bytes[self.at..];
        let marks = rest.iter().take(4).take_while(|it| **it == b'#').count();
        marks <= 3 && matches!(self.peek(marks), b'\0'..=b' ' | b'\x7f')
    }

    /// A token that is looked up by its bytes.
    fn emit(&mut self, kind: TokenKind, length: usize) {
        let folded = self.at..self.at + length;
        let piece = &self.text[folded.clone()];
        let capital = piece.chars().next().is_some_and(char::is_uppercase);
        let upper = capital && !piece.chars().any(char::is_lowercase);
        let key = WordKey::of(&self.normal.lower[folded]);
        self.push(kind, length, key, (capital, upper));
    }

    /// A token with the key of its word, and whether it begins with a capital and has no other letters.
    fn push(&mut self, kind: TokenKind, length: usize, key: WordKey, case: (bool, bool)) {
        let folded = self.at..self.at + length;
        let source = self.normal.source(folded.start)..self.normal.source(folded.end);
        let mut token = Token::new(kind, source, folded.clone());
        token.word = self
            .vocabulary
            .find(key, &self.normal.lower.as_bytes()[folded]);
        token.blanks = self.blanks;
        (token.capital, token.upper) = case;
        self.list.push(token);
        self.at += length;
        self.blanks = 0;
    }

    fn mark(&mut self, byte: u8) {
        let kind = TokenKind::Mark(char::from(byte));
        self.push(kind, 1, WordKey::of_byte(byte), (false, false));
    }

    fn line_break(&mut self) {
        if self.at_line_start() {
            self.at += 1;
        } else {
            self.emit(TokenKind::Break, 1);
        }
        self.blanks = 1;
    }

    fn number(&mut self) {
        let mut key = WordKey::default();
        let mut value = 0_u32;
        let mut end = self.at;
        while let Some(digit) = self.bytes.get(end).filter(|it| it.is_ascii_digit()) {
            value = value
                .saturating_mul(10)
                .saturating_add(u32::from(digit - b'0'));
            key.push(*digit);
            end += 1;
        }
        let kind = TokenKind::Number(value);
        self.push(kind, end - self.at, key, (false, false));
    }

    fn word(&mut self) {
        if matches!(self.bytes[self.at], b'h' | b'H' | b'w' | b'W')
            && let Some(length) = link_length(&self.bytes[self.at..])
        {
            return self.emit(TokenKind::Link, length);
        }
        let (end, key) = letters_end(self.normal.lower.as_bytes(), self.at);
        if !matches!(self.bytes.get(end), Some(b'\'' | b'\x80'..)) {
            let word = &self.bytes[self.at..end];
            let capital = word[0].is_ascii_uppercase();
            let upper = capital && word.iter().all(u8::is_ascii_uppercase);
            return self.push(TokenKind::Word, end - self.at, key, (capital, upper));
        }
        self.rare_word();
    }

    /// A word with an apostrophe or a letter of another alphabet.
    fn rare_word(&mut self) {
        let mut key = WordKey::default();
        let mut shouted = true;
        let mut end = self.at;
        while let Some(&byte) = self.bytes.get(end) {
            if byte.is_ascii_alphabetic() {
                shouted &= byte.is_ascii_uppercase();
                key.push(byte.to_ascii_lowercase());
                end += 1;
            } else if byte == b'\'' && self.is_letter(end + 1) {
                key.push(byte);
                end += 1;
            } else if !byte.is_ascii() && self.is_letter(end) {
                // Letters of other alphabets are rare: begin again, character by character.
                return self.emit(TokenKind::Word, self.letters());
            } else {
                break;
            }
        }
        let capital = self.bytes[self.at].is_ascii_uppercase();
        let case = (capital, shouted && capital);
        self.push(TokenKind::Word, end - self.at, key, case);
    }

    /// The length of a word of any letters, with apostrophes inside.
    fn letters(&self) -> usize {
        let mut end = self.at;
        while let Some(c) = self.char_at(end) {
            if !(c.is_alphabetic() || c == '\'' && self.is_letter(end + 1)) {
                break;
            }
            end += c.len_utf8();
        }
        end - self.at
    }

    fn beyond_ascii(&mut self) {
        let Some(c) = self.char_at(self.at) else {
            return self.skip(1, 0);
        };
        let length = c.len_utf8();
        match c {
            '\u{2022}' if self.at_line_start() && self.is_blank(length) => self.skip(length + 1, 1),
            _ if c.is_alphabetic() => self.emit(TokenKind::Word, self.letters()),
            '\u{20ac}' | '\u{a3}' | '\u{b7}' | '\u{2022}' => self.emit(TokenKind::Mark(c), length),
            _ => self.emit(TokenKind::Emoji(c), length),
        }
    }

    fn markup(&mut self) {
        let close = self.twins.close_of(self.bytes, self.at);
        let closed = self.bytes.get(close) == Some(&b'>');
        let kind = markup(&self.text[self.at..close]).filter(|_| closed);
        match kind {
            Some(TokenKind::Link) => {
                self.at += 1;
                let length = link_length(&self.bytes[self.at..]);
                self.emit(TokenKind::Link, length.unwrap_or(1));
            }
            Some(kind) => self.emit(kind, close + 1 - self.at),
            None => self.mark(b'<'),
        }
    }

    fn is_everyone(&mut self) -> bool {
        let rest = &self.bytes[self.at..];
        let said = |it: &&str| {
            rest.get(..it.len())
                .is_some_and(|rest| rest.eq_ignore_ascii_case(it.as_bytes()))
        };
        let length = ["@everyone", "@here"].into_iter().find(said).map(str::len);
        if let Some(length) = length {
            self.emit(TokenKind::Opaque, length);
        }
        length.is_some()
    }

    /// `'s` and `'t` begin with their apostrophe.
    fn is_clipped_word(&self) -> bool {
        matches!(self.peek(1), b's' | b't' | b'S')
            && !self.char_at(self.at + 2).is_some_and(char::is_alphanumeric)
    }

    /// Skips from this mark to its closing twin, when both are there.
    fn skips(&mut self, mark: &'static str) -> bool {
        let Some(end) = self.twins.end_of(self.text, self.at, mark) else {
            return false;
        };
        self.at = end;
        self.blanks = self.blanks.saturating_add(1);
        true
    }
}

fn is_line_end_or_tab(byte: u8) -> bool {
    matches!(byte, b'\n' | b'\r' | b'\x0b' | b'\x0c' | b'\t')
}
#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let tokens = tokenise(text, 6000);
        let found: Vec<&str> = (0..tokens.len()).map(|at| tokens.text(at)).collect();
        assert_eq!(found, expected, "{text:?}");
    }

    #[test]
    fn numbers_and_letters_part() {
        check("20u30, 7 feb.", &["20", "u", "30", ",", "7", "feb", "."]);
        check(
            "7 uur ’s avonds o'clock",
            &["7", "uur", "'s", "avonds", "o'clock"],
        );
        check("t/m a.m.", &["t", "/", "m", "a", ".", "m", "."]);
    }

    #[test]
    fn markdown_and_struck_out_text_are_gone() {
        check(
            "**Datum:** ~~5 maart~~ `6 maart`",
            &["datum", ":", "6", "maart"],
        );
        check("> # kop\n- punt", &["kop", "\n", "punt"]);
        check("a ```\n20:00\n``` b", &["a", "b"]);
        check("~~open", &["~", "~", "open"]);
        check(
            "[kaart](https://a.example/x) nu",
            &["[", "kaart", "]", "(", "https://a.example/x", ")", "nu"],
        );
    }

    #[test]
    fn discords_own_forms_are_single_tokens() {
        let tokens = tokenise("<t:1770000000:F> <#12> <@!3> <:x:4> < 5", 6000);
        let kinds: Vec<_> = (0..tokens.len()).filter_map(|at| tokens.kind(at)).collect();
        assert_eq!(
            kinds,
            [
                TokenKind::Timestamp(1_770_000_000),
                TokenKind::Channel,
                TokenKind::Opaque,
                TokenKind::Opaque,
                TokenKind::Mark('<'),
                TokenKind::Number(5)
            ]
        );
    }

    #[test]
    fn spans_point_into_the_original() {
        let text = "é\u{200b} “20:00”";
        let tokens = tokenise(text, 6000);
        assert_eq!(&text[tokens.span(&(2..5))], "20:00");
    }
}
