//! Cuts normalised text into tokens and leaves out what Discord does not show: markdown, struck-out text, code blocks.

use super::normalise::{Glyph, normalise};
use super::token::{Token, TokenKind, Tokens};

/// How far the end of `<…>` is looked for.
const MARKUP_LIMIT: usize = 120;

/// The end of the year 9999, less a day for every zone.
const LAST_SECOND: i64 = 253_402_214_400;

/// The tokens of at most `limit` characters.
pub(crate) fn tokenise(text: &str, limit: usize) -> Tokens {
    let glyphs = normalise(text, limit);
    let end = text
        .char_indices()
        .nth(limit)
        .map_or(text.len(), |(at, _)| at);
    let last_fence = last_of(&glyphs, "```");
    let last_strike = last_of(&glyphs, "~~");
    let mut scanner = Scanner {
        glyphs,
        end,
        at: 0,
        tokens: Tokens::default(),
        blanks: 1,
        last_fence,
        last_strike,
    };
    while scanner.at < scanner.glyphs.len() {
        scanner.step();
    }
    scanner.tokens
}

struct Scanner {
    glyphs: Vec<Glyph>,
    /// The byte behind the last glyph.
    end: usize,
    at: usize,
    tokens: Tokens,
    /// Blanks since the last token.
    blanks: usize,
    last_fence: Option<usize>,
    last_strike: Option<usize>,
}

impl Scanner {
    fn step(&mut self) {
        let Some(c) = self.peek(0) else { return };
        match c {
            '\n' => self.line_break(),
            '\t' => self.skip(1, 2),
            ' ' => self.skip(1, 1),
            '`' if self.skips_to("```", self.last_fence) => {}
            '~' if self.skips_to("~~", self.last_strike) => {}
            '*' | '_' | '`' => self.at += 1,
            '|' if self.peek(1) == Some('|') => self.at += 2,
            '>' if self.at_line_start() => self.skip(1, 0),
            '#' if self.at_line_start() && self.is_heading() => self.skip(1, 0),
            '-' | '+' | '\u{2022}' if self.at_line_start() && self.peek(1) == Some(' ') => {
                self.skip(2, 1);
            }
            '<' => self.markup(),
            '@' if self.is_everyone() => {}
            '\'' if self.is_clipped_word() => self.emit(TokenKind::Word, 2),
            _ if c.is_ascii_digit() => self.number(),
            _ if c.is_alphabetic() => self.word(),
            _ if c.is_ascii() || matches!(c, '\u{20ac}' | '\u{a3}' | '\u{b7}' | '\u{2022}') => {
                self.emit(TokenKind::Mark(c), 1);
            }
            _ => self.emit(TokenKind::Emoji(c), 1),
        }
    }

    fn peek(&self, ahead: usize) -> Option<char> {
        self.glyphs.get(self.at + ahead).map(|it| it.c)
    }

    fn byte(&self, glyph: usize) -> usize {
        self.glyphs.get(glyph).map_or(self.end, |it| it.at)
    }

    fn skip(&mut self, glyphs: usize, blanks: usize) {
        self.at += glyphs;
        self.blanks += blanks;
    }

    fn at_line_start(&self) -> bool {
        self.tokens
            .len()
            .checked_sub(1)
            .is_none_or(|last| self.tokens.kind(last) == Some(TokenKind::Break))
    }

    /// Up to three marks and a blank; `#general` names a channel.
    fn is_heading(&self) -> bool {
        let marks = self.run(|c| c == '#');
        marks <= 3 && self.peek(marks).is_none_or(char::is_whitespace)
    }

    fn emit(&mut self, kind: TokenKind, glyphs: usize) {
        let to = (self.at + glyphs).min(self.glyphs.len());
        let piece = &self.glyphs[self.at..to];
        let mut token = Token::new(kind, self.byte(self.at)..self.byte(to));
        token.blanks = self.blanks;
        token.capital = piece.first().is_some_and(|it| it.c.is_uppercase());
        token.upper = token.capital && piece.iter().all(|it| !it.c.is_lowercase());
        self.tokens.push(token, piece.iter().map(|it| it.c));
        self.at = to;
        self.blanks = 0;
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
        let digits = self.run(|c| c.is_ascii_digit());
        let value = self.glyphs[self.at..self.at + digits]
            .iter()
            .filter_map(|it| it.c.to_digit(10))
            .fold(0_u32, |sum, digit| {
                sum.saturating_mul(10).saturating_add(digit)
            });
        self.emit(TokenKind::Number(value), digits);
    }

    fn word(&mut self) {
        if self.starts_with("http://") || self.starts_with("https://") || self.starts_with("www.") {
            return self.link();
        }
        let mut letters = self.run(char::is_alphabetic);
        while self.peek(letters) == Some('\'')
            && self.peek(letters + 1).is_some_and(char::is_alphabetic)
        {
            letters += 1;
            while self.peek(letters).is_some_and(char::is_alphabetic) {
                letters += 1;
            }
        }
        self.emit(TokenKind::Word, letters);
    }

    fn link(&mut self) {
        let mut depth = 0_usize;
        let mut length = 0;
        while let Some(c) = self.peek(length) {
            match c {
                _ if c.is_whitespace() || matches!(c, '<' | '>' | '"' | '|') => break,
                '(' => depth += 1,
                ')' if depth == 0 => break,
                ')' => depth -= 1,
                _ => {}
            }
            length += 1;
        }
        while length > 1
            && self.peek(length - 1).is_some_and(|c| {
                matches!(
                    c,
                    '.' | ',' | '!' | '?' | ';' | ':' | '\'' | ']' | '*' | '_'
                )
            })
        {
            length -= 1;
        }
        self.emit(TokenKind::Link, length);
    }

    /// `<#1>`, `<t:1:F>`, mentions, custom emoji, commands, `<https://…>`; anything else is a plain mark.
    fn markup(&mut self) {
        let close = (1..MARKUP_LIMIT).find(|ahead| {
            !self
                .peek(*ahead)
                .is_some_and(|c| c != '>' && !c.is_whitespace())
        });
        let Some(close) = close.filter(|ahead| self.peek(*ahead) == Some('>')) else {
            return self.emit(TokenKind::Mark('<'), 1);
        };
        let inner: String = self.glyphs[self.at + 1..self.at + close]
            .iter()
            .map(|it| it.c)
            .collect();
        let kind = if inner.starts_with("http://") || inner.starts_with("https://") {
            self.at += 1;
            return self.link();
        } else if inner.strip_prefix('#').is_some_and(is_id) {
            TokenKind::Channel
        } else if let Some(moment) = inner.strip_prefix("t:").and_then(unix_seconds) {
            TokenKind::Timestamp(moment)
        } else if inner.starts_with(['@', ':', '/'])
            || inner.starts_with("a:")
            || inner.starts_with("id:")
        {
            TokenKind::Opaque
        } else {
            return self.emit(TokenKind::Mark('<'), 1);
        };
        self.emit(kind, close + 1);
    }

    fn is_everyone(&mut self) -> bool {
        let length = ["@everyone", "@here"]
            .into_iter()
            .find(|it| self.starts_with(it))
            .map(str::len);
        if let Some(length) = length {
            self.emit(TokenKind::Opaque, length);
        }
        length.is_some()
    }

    /// `'s` and `'t` begin with their apostrophe.
    fn is_clipped_word(&self) -> bool {
        matches!(self.peek(1), Some('s' | 't' | 'S'))
            && !self.peek(2).is_some_and(char::is_alphanumeric)
    }

    /// Skips from this mark to its closing twin, when both are there.
    fn skips_to(&mut self, mark: &str, last: Option<usize>) -> bool {
        let length = mark.len();
        if !self.starts_with(mark) || last.is_none_or(|last| last < self.at + length) {
            return false;
        }
        let mut close = self.at + length;
        while close < self.glyphs.len() && !starts_with(&self.glyphs[close..], mark) {
            close += 1;
        }
        self.at = (close + length).min(self.glyphs.len());
        self.blanks += 1;
        true
    }

    fn run(&self, belongs: impl Fn(char) -> bool) -> usize {
        self.glyphs[self.at..]
            .iter()
            .take_while(|it| belongs(it.c))
            .count()
    }

    fn starts_with(&self, prefix: &str) -> bool {
        starts_with(&self.glyphs[self.at..], prefix)
    }
}

fn starts_with(glyphs: &[Glyph], prefix: &str) -> bool {
    glyphs.len() >= prefix.len()
        && prefix
            .chars()
            .zip(glyphs)
            .all(|(c, it)| it.c.eq_ignore_ascii_case(&c))
}

fn last_of(glyphs: &[Glyph], mark: &str) -> Option<usize> {
    (0..glyphs.len())
        .rev()
        .find(|at| starts_with(&glyphs[*at..], mark))
}

fn is_id(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn unix_seconds(text: &str) -> Option<i64> {
    let (digits, style) = text.split_once(':').unwrap_or((text, ""));
    // Beyond the year 9999 nothing is announced, and callers need not fear the end of the calendar.
    digits
        .parse()
        .ok()
        .filter(|seconds| style.len() <= 1 && (0..LAST_SECOND).contains(seconds))
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
