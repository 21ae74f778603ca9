//! The forms of Discord's own that span several characters: struck-out text, code blocks, mentions, addresses.

use super::token::TokenKind;

/// How far the end of `<…>` is looked for, in characters.
const MARKUP_LIMIT: usize = 120;

/// The end of the year 9999, less a day for every zone.
const LAST_SECOND: i64 = 253_402_214_400;

/// Where closing marks stand, looked for once over the whole text.
#[derive(Default)]
pub(super) struct Twins {
    last_fence: Option<Last>,
    last_strike: Option<Last>,
    /// The nearest `>`, blank or end of the text that was found.
    close: usize,
}

/// Where a mark stands for the last time, if at all.
#[derive(Clone, Copy)]
struct Last(Option<usize>);

impl Twins {
    /// Where the piece ends that a mark opens, if it is closed.
    pub(super) fn end_of(&mut self, text: &str, at: usize, mark: &str) -> Option<usize> {
        let inner = at + mark.len();
        text.get(at..).filter(|it| it.starts_with(mark))?;
        let last = if mark == "~~" {
            &mut self.last_strike
        } else {
            &mut self.last_fence
        };
        let Last(last) = *last.get_or_insert_with(|| Last(text.rfind(mark)));
        last.filter(|it| *it >= inner)?;
        let close = text.get(inner..)?.find(mark)?;
        Some(inner + close + mark.len())
    }

    /// Where the `>`, the blank or the end stands that follows a `<`.
    pub(super) fn close_of(&mut self, bytes: &[u8], at: usize) -> usize {
        if self.close <= at {
            let ends = |it: &u8| matches!(it, b'\0'..=b' ' | b'\x7f' | b'>');
            let rest = bytes[at + 1..].iter().position(ends);
            self.close = rest.map_or(bytes.len(), |it| at + 1 + it);
        }
        self.close
    }
}

/// What a text from its `<` up to the `>` is: `<#1>`, `<t:1:F>`, a mention, a custom emoji, a command, `<https://…>`.
pub(super) fn markup(text: &str) -> Option<TokenKind> {
    let inner = text.strip_prefix('<')?;
    let kind = match inner.bytes().next()? {
        b'h' if inner.starts_with("http://") || inner.starts_with("https://") => TokenKind::Link,
        b'#' if is_id(&inner[1..]) => TokenKind::Channel,
        b't' => TokenKind::Timestamp(minute_of(unix_seconds(inner.strip_prefix("t:")?)?)),
        b'@' | b':' | b'/' => TokenKind::Opaque,
        b'a' | b'i' if inner.starts_with("a:") || inner.starts_with("id:") => TokenKind::Opaque,
        _ => return None,
    };
    let short = text.len() < MARKUP_LIMIT || text.chars().count() < MARKUP_LIMIT;
    short.then_some(kind)
}

/// The length of the web address that begins here, without the marks of the sentence around it.
pub(super) fn link_length(bytes: &[u8]) -> Option<usize> {
    let starts = |prefix: &[u8]| {
        bytes
            .get(..prefix.len())
            .is_some_and(|it| it.eq_ignore_ascii_case(prefix))
    };
    if !(starts(b"http://") || starts(b"https://") || starts(b"www.")) {
        return None;
    }
    let mut depth = 0_usize;
    let ends = |byte: &u8| {
        match byte {
            b'(' => depth += 1,
            b')' if depth == 0 => return true,
            b')' => depth -= 1,
            _ => {}
        }
        matches!(byte, b'\0'..=b' ' | b'\x7f' | b'<' | b'>' | b'"' | b'|')
    };
    let mut length = bytes.iter().position(ends).unwrap_or(bytes.len());
    while length > 1
        && matches!(
            bytes[length - 1],
            b'.' | b',' | b'!' | b'?' | b';' | b':' | b'\'' | b']' | b'*' | b'_'
        )
    {
        length -= 1;
    }
    Some(length)
}

fn is_id(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The seconds at which the minute begins; the first moments of time have none.
fn minute_of(seconds: i64) -> i64 {
    seconds.saturating_sub(seconds.rem_euclid(60))
}

fn unix_seconds(text: &str) -> Option<i64> {
    let (digits, style) = text.split_once(':').unwrap_or((text, ""));
    // Beyond the year 9999 nothing is announced, and callers need not fear the end of the calendar.
    digits
        .parse()
        .ok()
        .filter(|seconds| style.len() <= 1 && (0..LAST_SECOND).contains(seconds))
}
