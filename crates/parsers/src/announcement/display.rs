//! Text to show: the original without Discord's markdown.

use super::Evidence;

/// A text and where it was read.
pub(super) struct Shown {
    pub(super) text: String,
    pub(super) evidence: Option<Evidence>,
}

/// A piece of the original on one line, without markdown; a masked link becomes `label (address)`.
pub(super) fn display(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut rest = without_struck_out(text);
    while let Some(close) = rest.find("](") {
        let (head, tail) = rest.split_at(close);
        let Some(end) = tail.find(')') else { break };
        let label_at = head.rfind('[');
        shown.push_str(label_at.map_or(head, |at| &head[..at]));
        shown.push_str(label_at.map_or("", |at| &head[at + 1..]));
        shown.push_str(" (");
        shown.push_str(tail[2..end].trim_matches(['<', '>']));
        shown.push(')');
        rest = tail[end + 1..].to_owned();
    }
    shown.push_str(&rest);
    let plain = shown
        .replace("**", "")
        .replace("__", "")
        .replace("||", "")
        .replace('`', "");
    let words: Vec<&str> = plain
        .split_whitespace()
        .map(|it| it.trim_matches('*'))
        .filter(|it| !it.is_empty())
        .collect();
    words.join(" ")
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
