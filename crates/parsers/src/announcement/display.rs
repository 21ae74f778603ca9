//! Text to show: the original without Discord's markdown.

use std::ops::Range;

use super::Evidence;
use crate::scan::{TokenKind, Tokens};
use crate::wording::cut;

/// How many characters a name may have.
const LIMIT: usize = 200;

/// A text and where it was read.
pub(super) struct Shown {
    pub(super) text: String,
    pub(super) evidence: Option<Evidence>,
}

/// What markdown is made of. A text without these is shown as it is.
const MARKS: [char; 6] = ['*', '_', '|', '~', '`', ']'];

/// A piece of the original on one line, without markdown; a masked link becomes `label (address)`.
pub(super) fn display(text: &str) -> String {
    if text.contains(MARKS) {
        in_one_line(&without_markdown(text))
    } else {
        in_one_line(text)
    }
}

/// A name on one line, without what is no text to a reader: mentions, custom emoji, moments, addresses.
pub(super) fn display_name(text: &str, tokens: &Tokens, range: &Range<usize>) -> Option<String> {
    let span = tokens.span(range);
    let mut kept = String::with_capacity(span.len());
    let mut from = span.start;
    for token in range.clone().filter_map(|at| tokens.get(at)) {
        if is_no_text(token.kind) {
            kept.push_str(text.get(from..token.span().start)?);
            from = token.span().end;
        }
    }
    kept.push_str(text.get(from..span.end)?);
    let name = display(&kept);
    if kept.len() == span.len() {
        return Some(cut(&name, LIMIT));
    }
    let name = ["<>", "()", "[]"]
        .into_iter()
        .fold(name, |name, empty| name.replace(empty, ""));
    Some(cut(&in_one_line(&name), LIMIT))
}

fn is_no_text(kind: TokenKind) -> bool {
    matches!(
        kind,
        TokenKind::Opaque | TokenKind::Timestamp(_) | TokenKind::Channel | TokenKind::Link
    )
}

fn in_one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        let word = word.trim_matches(['*', '_']);
        if !word.is_empty() {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
    }
    line
}

fn without_markdown(text: &str) -> String {
    let kept = without_struck_out(text);
    let mut shown = String::with_capacity(kept.len());
    let mut rest = kept.as_str();
    while let Some(close) = rest.find("](") {
        let (head, tail) = rest.split_at(close);
        let Some(end) = tail.find(')') else { break };
        let label_at = head.rfind('[');
        shown.push_str(label_at.map_or(head, |at| &head[..at]));
        shown.push_str(label_at.map_or("", |at| &head[at + 1..]));
        let address = tail[2..end].trim_matches(['<', '>']);
        if !address.is_empty() {
            shown.push_str(" (");
            shown.push_str(address);
            shown.push(')');
        }
        rest = &tail[end + 1..];
    }
    shown.push_str(rest);
    shown
        .replace("**", "")
        .replace("__", "")
        .replace("||", "")
        .replace('`', "")
}

fn without_struck_out(text: &str) -> String {
    let mut pieces = text.split("~~");
    let mut kept = pieces.next().unwrap_or_default().to_owned();
    // Every second piece is struck out, except an unclosed last one.
    while let Some(struck) = pieces.next() {
        if let Some(plain) = pieces.next() {
            kept.push_str(plain);
        } else {
            kept.push_str("~~");
            kept.push_str(struck);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markdown_is_taken_off() {
        assert_eq!(
            display("**bib** ~~Gent~~ [Tielt](https://a.example)\n nu"),
            "bib Tielt (https://a.example) nu"
        );
        assert_eq!(display("~~open"), "~~open");
        assert_eq!(display("[a](b"), "[a](b");
    }
}
