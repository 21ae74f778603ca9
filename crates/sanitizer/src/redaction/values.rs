//! Where a value ends, and whether it is one rather than the next word of a sentence.

use super::bytes::{
    bare, is_blank, is_escaped, is_letter_or_digit, is_mixed, is_prose, is_space, is_word, run,
};
use super::names::names_another;
use super::words::{BEHIND_OPTIONS, JOINERS, NOTHINGS, REMARKS, UNITS, is_one_of};

/// No value in quotes is longer.
const LONGEST_QUOTED: usize = 200;
/// What is longer than this is not judged, but taken for a secret.
const LONGEST_JUDGED: usize = 64;
/// How many blanks are skipped to see what stands behind a quote; more are not written by programs.
pub(super) const MOST_BLANKS: usize = 32;
/// A mark begins so; what has been replaced is not replaced again.
const MARK: &[u8] = b"[redacted";

/// A stretch of the text behind a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Value {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) dress: Dress,
    /// Whether it goes on behind `end`: it is only looked at as far as it is judged, and whole when it is taken out.
    goes_on: bool,
}

/// How a value stands behind its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dress {
    /// In quotes.
    Quoted,
    /// Directly behind the separator, as in an address or a file of settings.
    Joined,
    /// Behind a blank, as in a sentence.
    Spoken,
}

/// The value in quotes that opens at `at`; it may be empty, or have no end.
pub(super) fn quoted(bytes: &[u8], at: usize) -> Option<Value> {
    let is_quote = |it: &u8| matches!(it, b'"' | b'\'' | b'`');
    // `f"…"`, as programs write it.
    let has_prefix = matches!(bytes.get(at), Some(b'f' | b'b' | b'r' | b'u'))
        && bytes.get(at + 1).is_some_and(is_quote);
    let at = at + usize::from(has_prefix);
    let escape = usize::from(bytes.get(at) == Some(&b'\\'));
    let quote = *bytes.get(at + escape)?;
    if !is_quote(&quote) {
        return None;
    }
    let start = at + escape + 1;
    if escape == 0 && closes_text(bytes, start - 1) {
        return None;
    }
    let within = start..bytes.len().min(start + LONGEST_QUOTED);
    let is_over = |at: usize| {
        let leaves_text = quote != b'"' && closes_text(bytes, at);
        let leaves_escapes = escape == 1 && bytes[at] == b'"' && !is_escaped(bytes, at);
        bytes[at] == b'\n' || leaves_text || leaves_escapes
    };
    let mut line = within.take_while(|at| !is_over(*at));
    let end = line.find(|at| bytes[*at] == quote && is_escaped(bytes, *at) == (escape == 1));
    let open = || Value {
        dress: Dress::Quoted,
        ..spoken(bytes, start)
    };
    Some(end.map_or_else(open, |end| Value {
        start,
        end: end - escape,
        dress: Dress::Quoted,
        goes_on: false,
    }))
}

/// The value that stands directly behind its separator at `start`.
pub(super) fn joined(bytes: &[u8], start: usize) -> Value {
    Value::of(bytes, start, Dress::Joined)
}

/// The value that somebody wrote in a sentence at `start`.
pub(super) fn spoken(bytes: &[u8], start: usize) -> Value {
    Value::of(bytes, start, Dress::Spoken)
}

fn joined_end(bytes: &[u8], start: usize) -> usize {
    let rest = &bytes[start..];
    let has = |open: u8, at: usize| rest[..at.min(LONGEST_JUDGED)].contains(&open);
    let ends = |(at, it): (usize, &u8)| match it {
        b'&' | b';' | b',' | b'"' | b'\'' | b'<' | b'>' | b'`' => true,
        b'#' => at > 0,
        b')' => !has(b'(', at),
        b'}' => !has(b'{', at),
        b']' => !has(b'[', at),
        b'|' => rest.get(at + 1) == Some(&b'|'),
        _ => is_space(*it),
    };
    let end = rest.iter().enumerate().position(ends);
    without_backslash(bytes, start, end.map_or(bytes.len(), |it| start + it))
}

/// Whether the byte at `at` is a quote that ends a text of JSON, to judge by what follows.
pub(super) fn closes_text(bytes: &[u8], at: usize) -> bool {
    if bytes[at] != b'"' || is_escaped(bytes, at) {
        return false;
    }
    let mut behind = bytes[at + 1..].iter().take(MOST_BLANKS);
    behind
        .find(|it| !is_space(**it))
        .is_none_or(|it| b",:}]".contains(it))
}

fn spoken_end(bytes: &[u8], start: usize) -> usize {
    let closing = |it: &u8| is_space(*it) || b",}]:);\\".contains(it);
    let closes = |at: usize| bytes[at] == b'"' && bytes.get(at + 1).is_none_or(closing);
    let end = (start..bytes.len()).find(|at| is_space(bytes[*at]) || closes(*at));
    let mut end = end.unwrap_or(bytes.len());
    loop {
        let value = &bytes[start..end];
        let trimmed = closing_length(value);
        if trimmed == 0 {
            return without_backslash(bytes, start, end);
        }
        end = without_backslash(bytes, start, end - trimmed);
    }
}

/// How many bytes at the end of `value` belong to the sentence rather than to the value.
fn closing_length(value: &[u8]) -> usize {
    let Some((last, rest)) = value.split_last() else {
        return 0;
    };
    let has_no = |open: u8| !value.iter().take(LONGEST_JUDGED).any(|it| *it == open);
    match last {
        b'|' | b'*' | b'_' | b'~' if rest.len() > 1 && rest.last() == Some(last) => 2,
        b',' | b'.' | b';' | b':' | b'"' | b'\'' | b'`' | b'>' => 1,
        b')' if has_no(b'(') => 1,
        b']' if has_no(b'[') => 1,
        b'}' if has_no(b'{') => 1,
        _ => 0,
    }
}

/// A backslash that belongs to the quote behind the value stays with it.
fn without_backslash(bytes: &[u8], start: usize, end: usize) -> usize {
    let is_quote = bytes.get(end).is_some_and(|it| matches!(it, b'"' | b'\''));
    if is_quote && end > start && is_escaped(bytes, end) {
        end - 1
    } else {
        end
    }
}

impl Value {
    fn of(bytes: &[u8], start: usize, dress: Dress) -> Self {
        let start = start.min(bytes.len());
        let judged = &bytes[..bytes.len().min(start + LONGEST_JUDGED + 1)];
        let end = match dress {
            Dress::Joined => joined_end(judged, start),
            Dress::Quoted | Dress::Spoken => spoken_end(judged, start),
        };
        let goes_on = end == judged.len() && judged.len() < bytes.len();
        Self {
            start,
            end,
            dress,
            goes_on,
        }
    }

    /// All of it.
    pub(super) fn whole(self, bytes: &[u8]) -> Self {
        let end = match self.dress {
            _ if !self.goes_on => self.end,
            Dress::Joined => joined_end(bytes, self.start),
            Dress::Quoted | Dress::Spoken => spoken_end(bytes, self.start),
        };
        Self {
            end,
            goes_on: false,
            ..self
        }
    }

    /// What is left of it from `start` on.
    pub(super) fn from(self, start: usize) -> Self {
        Self {
            start: start.min(self.end),
            ..self
        }
    }

    pub(super) fn without_dots(self, bytes: &[u8]) -> Self {
        let dots = bytes[self.start..self.end]
            .iter()
            .rev()
            .take_while(|it| **it == b'.')
            .count();
        Self {
            end: self.end - dots,
            goes_on: self.goes_on && dots == 0,
            ..self
        }
    }

    /// As much of it as is worth judging.
    fn judged(self, bytes: &[u8]) -> &[u8] {
        &bytes[self.start..self.end.min(self.start + LONGEST_JUDGED)]
    }

    fn is_long(self) -> bool {
        self.goes_on || self.end - self.start > LONGEST_JUDGED
    }

    /// Whether it is itself a name with a secret behind it, which is looked at in its turn.
    pub(super) fn names_another(self, bytes: &[u8]) -> bool {
        !self.is_long() && names_another(self.judged(bytes))
    }

    /// Whether something stands here that can be a secret: not nothing, not a mark, not what stands for a value.
    pub(super) fn is_something(self, bytes: &[u8]) -> bool {
        if self.start >= self.end {
            return false;
        }
        let value = self.judged(bytes);
        !(is_mark(value) || is_placeholder(value) || is_one_of(value, NOTHINGS))
    }

    pub(super) fn is_word(self, bytes: &[u8]) -> bool {
        !self.is_long() && is_word(self.judged(bytes))
    }

    /// Whether it is a name of something, a number in letters or a path rather than a secret.
    pub(super) fn is_prose(self, bytes: &[u8]) -> bool {
        !self.is_long() && is_prose(self.judged(bytes))
    }

    pub(super) fn is_mixed(self, bytes: &[u8]) -> bool {
        is_mixed(self.judged(bytes))
    }

    /// Whether it is long and strange enough to be a key, wherever it stands.
    pub(super) fn is_key(self, bytes: &[u8]) -> bool {
        self.end - self.start >= 8
            && !self.is_word(bytes)
            && !self.is_prose(bytes)
            && !self.is_address(bytes)
    }

    /// Whether it leads to a secret rather than being one.
    pub(super) fn is_address(self, bytes: &[u8]) -> bool {
        let value = self.judged(bytes);
        value.starts_with(b"http://")
            || value.starts_with(b"https://")
            || value.starts_with(b"www.")
    }

    /// Whether it is a password rather than what somebody says about passwords.
    pub(super) fn is_told_password(self, bytes: &[u8]) -> bool {
        let value = self.judged(bytes);
        if self.is_address(bytes) || (matches!(value[0], b'#' | b'@' | b'<') && is_word(value)) {
            return false;
        }
        let next = next_word(bytes, self.end);
        if !self.is_word(bytes) {
            let least = if self.dress == Dress::Spoken { 3 } else { 1 };
            let counts = value
                .iter()
                .all(|it| it.is_ascii_digit() || matches!(it, b'-' | b'+'));
            return value.len() >= least && !(counts && is_one_of(next, UNITS));
        }
        let word = bare(value);
        word.len() >= 4
            && !value.ends_with(b"?")
            && !is_one_of(word, REMARKS)
            && (next.is_empty() || is_one_of(next, JOINERS))
    }

    /// Whether it is a password when it stands on a line of its own.
    pub(super) fn is_on_its_own(self, bytes: &[u8]) -> bool {
        let value = self.judged(bytes);
        let word = bare(value);
        !word.is_empty()
            && !is_one_of(word, REMARKS)
            && !matches!(value[0], b'#' | b'@' | b'<')
            && !value.ends_with(b"?")
    }

    /// Whether it is the value of an option rather than the next word about the option.
    pub(super) fn is_behind_option(self, bytes: &[u8]) -> bool {
        let value = self.judged(bytes);
        value[0] != b'-'
            && !is_one_of(bare(value), BEHIND_OPTIONS)
            && !is_one_of(bare(value), REMARKS)
    }
}

/// The word of small letters that directly follows, with a blank between; empty if something else does.
fn next_word(bytes: &[u8], end: usize) -> &[u8] {
    let blanks = run(&bytes[..bytes.len().min(end + 4)], end, is_blank);
    let start = end + blanks;
    let rest = &bytes[start.min(bytes.len())..bytes.len().min(start + LONGEST_JUDGED)];
    let length = rest
        .iter()
        .position(|it| !is_letter_or_digit(*it) && !matches!(it, b'\'' | b'+'));
    let word = &rest[..length.unwrap_or(rest.len())];
    let is_small = word
        .first()
        .is_some_and(|it| it.is_ascii_lowercase() || *it >= 0x80 || *it == b'+');
    if blanks > 0 && is_small { word } else { &[] }
}

/// Whether `value` was replaced already; its mark stays, also when a line was cut short in it.
pub(super) fn is_mark(value: &[u8]) -> bool {
    let dots = value.iter().rev().take_while(|it| **it == b'.').count();
    let start = &value[..value.len() - dots];
    value.starts_with(MARK) || (!start.is_empty() || dots > 0) && b"[redacted]".starts_with(start)
}

/// `****`, `<your password>`, `${PASSWORD}`, `$PASSWORD`, `getToken()`, `process.env.TOKEN`.
fn is_placeholder(value: &[u8]) -> bool {
    let first = value[0];
    let is_hidden = !first.is_ascii_alphanumeric() && value.iter().all(|it| *it == first);
    let is_empty = value.iter().all(|it| b"[]{}()".contains(it));
    let is_template = matches!(
        (first, value.last()),
        (b'%', Some(b'%')) | (b'{', Some(b'}')) | (b'[', Some(b']'))
    ) && is_prose(bare(value));
    let is_name = |it: u8| it.is_ascii_alphabetic() || matches!(it, b'_' | b'.');
    let name = run(value, 0, is_name);
    let is_code = name > 0 && matches!(value.get(name), Some(b'(' | b'['));
    let dotted = value.split(|it| *it == b'.').count() > 1;
    let is_setting =
        dotted && value.starts_with(b"process.env") || value.starts_with(b"os.environ");
    let is_variable = first == b'$'
        && (matches!(value.get(1), Some(b'{' | b'('))
            || value.len() > 1
                && value[1..]
                    .iter()
                    .all(|it| it.is_ascii_uppercase() || matches!(it, b'_' | b'0'..=b'9')));
    is_hidden
        || is_empty
        || is_template
        || is_code
        || is_setting
        || is_variable
        || first == b'<'
        || value.starts_with(b"{{")
        || value.starts_with(b"%(")
}
