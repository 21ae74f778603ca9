//! Markdown that is shown instead of obeyed.

use crate::angle::Angles;
use crate::flags::{Flag, Flags, Sanitized};

/// Puts a backslash before everything that Discord would take for markdown, so that a reader sees the text that was
/// typed. Call it once, at the edge where text is rendered: a second call would escape the backslashes.
///
/// ```
/// assert_eq!(sanitizer::escape_markdown("2*3_4"), r"2\*3\_4");
/// assert_eq!(sanitizer::escape_markdown("# Title"), r"\# Title");
/// ```
pub fn escape_markdown(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + text.len() / 8);
    Escaper::default().escape(text, &mut escaped);
    escaped
}

/// Like [`escape_markdown`], and says whether there was anything to escape.
pub fn escape_markdown_with_flags(text: &str) -> Sanitized {
    let value = escape_markdown(text);
    let mut flags = Flags::NONE;
    flags.add_if(Flag::Markdown, value.len() > text.len());
    Sanitized { value, flags }
}

/// Escapes a text that arrives in pieces, since what a `#` means depends on whether a line begins there.
#[derive(Debug, Default)]
pub(crate) struct Escaper {
    is_inside_line: bool,
}

impl Escaper {
    /// Appends `text`, escaped, to `escaped`.
    pub(crate) fn escape(&mut self, text: &str, escaped: &mut String) {
        self.escape_before(text, false, escaped);
    }

    /// Like `escape`; `meets_link` says whether a link is written directly behind `text`.
    pub(crate) fn escape_before(&mut self, text: &str, meets_link: bool, escaped: &mut String) {
        let mut angles = Angles::new(text, meets_link);
        let bytes = text.as_bytes();
        let mut from = 0;
        let mut at = 0;
        let mut mark = |at: usize| {
            escaped.push_str(&text[from..at]);
            escaped.push('\\');
            from = at;
        };
        while at < bytes.len() {
            if !self.is_inside_line {
                at = text.len() - text[at..].trim_start().len();
                let Some(offset) = self.begin_line(&text[at..], meets_link) else {
                    continue;
                };
                mark(at + offset);
                at += offset + 1;
            }
            let stop = bytes[at..].iter().position(|it| STOPS[usize::from(*it)]);
            at = stop.map_or(bytes.len(), |it| at + it);
            let length = line_break_length(&bytes[at..]);
            if length > 0 {
                self.is_inside_line = false;
                at += length;
            } else if at < bytes.len() {
                let is_mark = bytes[at].is_ascii();
                if is_mark && (bytes[at] != b'<' || angles.opens_link(at)) {
                    mark(at);
                }
                at += 1;
            }
        }
        escaped.push_str(&text[from..]);
    }

    /// Where `line`, which begins with what is to be seen of it, needs a backslash because it begins there.
    fn begin_line(&mut self, line: &str, meets_link: bool) -> Option<usize> {
        self.is_inside_line = !line.is_empty();
        line_mark(line, meets_link)
    }

    /// Something was shown that needs no escaping.
    pub(crate) fn pass(&mut self) {
        self.is_inside_line = true;
    }
}

const ESCAPED: &[u8] = b"\\`*_~|>[]";

/// What is escaped, a `<` that may have to be, and the first bytes of line breaks.
static STOPS: [bool; 256] = {
    let mut stops = [false; 256];
    let mut at = 0;
    while at < ESCAPED.len() {
        stops[ESCAPED[at] as usize] = true;
        at += 1;
    }
    let others = b"<\n\x0b\x0c\r\xc2\xe2";
    at = 0;
    while at < others.len() {
        stops[others[at] as usize] = true;
        at += 1;
    }
    stops
};

fn line_break_length(bytes: &[u8]) -> usize {
    match bytes {
        [b'\n' | 0xb | 0xc | b'\r', ..] => 1,
        [0xc2, 0x85, ..] => 2,
        [0xe2, 0x80, 0xa8 | 0xa9, ..] => 3,
        _ => 0,
    }
}

/// Whether `c` is escaped wherever it stands.
pub(crate) fn is_markdown(c: char) -> bool {
    u8::try_from(c).is_ok_and(|it| ESCAPED.contains(&it))
}

/// Where the character stands that makes this beginning of a line a heading, small text or a list item. What comes behind
/// the end of the text is not known and may well be a blank.
fn line_mark(line: &str, meets_link: bool) -> Option<usize> {
    let is_blank = |rest: &str| match rest.chars().next() {
        Some(c) => c.is_whitespace() || c == '\u{feff}',
        None => !meets_link,
    };
    let hashes = line.bytes().take_while(|it| *it == b'#').count();
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let marks_first = (1..=3).contains(&hashes) && is_blank(&line[hashes..])
        || line.strip_prefix("-#").is_some_and(is_blank)
        || line.strip_prefix(['-', '+']).is_some_and(is_blank);
    let numbers = digits > 0 && line[digits..].strip_prefix('.').is_some_and(is_blank);
    // A backslash before a digit would be shown, so the full stop of a numbered list takes it.
    marks_first.then_some(0).or(numbers.then_some(digits))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        assert_eq!(escape_markdown(text), expected, "{text:?}");
    }

    #[test]
    fn every_mark_gets_one_backslash() {
        check("2*3_4", r"2\*3\_4");
        check(r"C:\dir", r"C:\\dir");
        check(">>> diff", r"\>\>\> diff");
        check("[x](y)", r"\[x\](y)");
        check("`~|`", r"\`\~\|\`");
        check("  geen  ", "  geen  ");
        check("", "");
    }

    #[test]
    fn marks_at_the_start_of_a_line_are_escaped_there_only() {
        check("# kop", r"\# kop");
        check("### kop\n  ## sub", "\\### kop\n  \\## sub");
        check("-# klein", r"\-# klein");
        check("- a\n+ b\n1. c\n12. d", "\\- a\n\\+ b\n1\\. c\n12\\. d");
        check("a # b - c + d 1. e", "a # b - c + d 1. e");
        check("#general -5 +32 1.5 ####", "#general -5 +32 1.5 ####");
    }

    #[test]
    fn a_mark_at_the_end_may_be_followed_by_a_blank() {
        check("#", r"\#");
        check("a\n-", "a\n\\-");
        check("1.", r"1\.");
        check("####", "####");
        check("7", "7");
    }

    #[test]
    fn brackets_around_addresses_do_not_vanish() {
        check("<jan@club.example>", r"\<jan@club.example\>");
        check("<a:/b>", r"\<a:/b\>");
    }

    #[test]
    fn the_brackets_of_pills_are_left_to_the_mention_rules() {
        check(
            "<t:1:R> </a:1> <id:guide> <:x:1>",
            r"<t:1:R\> </a:1\> <id:guide\> <:x:1\>",
        );
    }
}
