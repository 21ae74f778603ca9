//! One line for a log, which cannot forge other lines, steer a terminal or give a secret away.

use std::borrow::Cow;

use crate::blanks::one_line;
use crate::characters::without_invisible;
use crate::cut::{self, Backslash, DOTS};
use crate::flags::{Flag, Flags, Sanitized};
use crate::redaction::without_secrets;
use crate::safe_text::LogText;

/// The usual limit for a reason in a log.
pub const LOG_REASON_MAX: usize = 200;

/// More rounds than this change nothing for anybody.
const MOST_ROUNDS: usize = 8;
/// Begins a terminal sequence.
const ESCAPE: char = '\u{1b}';
/// The same, as one character.
const CONTROL_SEQUENCE: char = '\u{9b}';

/// One line for a log: terminal sequences, control and hidden characters are taken out, secrets that can be recognised
/// are replaced, and what is too long ends in `...`.
///
/// ```
/// assert_eq!(sanitizer::safe_log_message("rij 1\r\nrij \u{1b}[31m2", 200).as_str(), "rij 1 rij 2");
/// ```
pub fn safe_log_message(text: &str, max: usize) -> LogText {
    safe_log_message_with_flags(text, max).value
}

/// Like [`safe_log_message`], and says what it did.
pub fn safe_log_message_with_flags(text: &str, max: usize) -> Sanitized<LogText> {
    let mut flags = Flags::NONE;
    let plain = without_terminal_sequences(text);
    flags.add_if(Flag::TerminalCodes, plain.len() < text.len());
    let clean = without_invisible(&plain);
    flags.add_if(Flag::Invisible, clean.len() < plain.len());
    let line = one_line(&clean);
    let redacted = without_secrets(&line);
    flags.add_if(Flag::Secrets, matches!(redacted, Cow::Owned(_)));
    let fits = cut::is_within(&redacted, max);
    flags.add_if(Flag::Truncated, !fits);
    let message = redacted.into_owned();
    Sanitized {
        value: LogText::trusted(if fits {
            message
        } else {
            shortened(message, max)
        }),
        flags,
    }
}

/// Ends in dots; since a cut can make a secret of what was none, it is followed by another look.
fn shortened(message: String, max: usize) -> String {
    let mut message = with_dots(message, max);
    for _ in 0..MOST_ROUNDS {
        let Cow::Owned(again) = without_secrets(&message) else {
            break;
        };
        message = with_dots(again, max);
    }
    message
}

fn with_dots(line: String, max: usize) -> String {
    if cut::is_within(&line, max) {
        return line;
    }
    if max <= DOTS.len() {
        return DOTS[..max].to_owned();
    }
    let mut cut = cut::prefix(&line, max - DOTS.len(), Backslash::IsPlain).to_owned();
    cut.push_str(DOTS);
    cut
}

fn without_terminal_sequences(text: &str) -> Cow<'_, str> {
    if !text.contains(ESCAPE) && !text.contains(CONTROL_SEQUENCE) {
        return Cow::Borrowed(text);
    }
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find([ESCAPE, CONTROL_SEQUENCE]) {
        plain.push_str(&rest[..at]);
        rest = after_sequence(&rest[at..]);
    }
    plain.push_str(rest);
    Cow::Owned(plain)
}

/// What stands behind the terminal sequence that `text` begins with.
fn after_sequence(text: &str) -> &str {
    let mut chars = text.chars();
    if chars.next() == Some(CONTROL_SEQUENCE) {
        return after_control_sequence(chars.as_str());
    }
    match chars.next() {
        Some('[') => after_control_sequence(chars.as_str()),
        Some(']' | 'P' | 'X' | '^' | '_') => after_string(chars.as_str()),
        Some(' '..='/') => after_final(
            chars
                .as_str()
                .trim_start_matches(|c| matches!(c, ' '..='/')),
        ),
        Some('0'..='~') => chars.as_str(),
        _ => &text[ESCAPE.len_utf8()..],
    }
}

/// Parameters, intermediates and one final character; a sequence that is cut short ends where it stops making sense.
fn after_control_sequence(text: &str) -> &str {
    let rest = text.trim_start_matches(|c| matches!(c, ' '..='?'));
    rest.strip_prefix(|c| matches!(c, '@'..='~'))
        .unwrap_or(rest)
}

fn after_final(text: &str) -> &str {
    text.strip_prefix(|c| matches!(c, '0'..='~'))
        .unwrap_or(text)
}

/// A title, a link or the like: ends at a bell or a string terminator, at the latest with the line.
fn after_string(text: &str) -> &str {
    let end = text
        .find(['\u{7}', '\u{9c}', ESCAPE, '\n', '\r'])
        .unwrap_or(text.len());
    let rest = &text[end..];
    rest.strip_prefix("\u{1b}\\")
        .or_else(|| rest.strip_prefix(['\u{7}', '\u{9c}']))
        .unwrap_or(rest)
}
