//! Gives a text without structure some air: a blank line between its sentences, a line per bar-separated piece.

use crate::language::is_short_form;

/// Breaks a text that has fewer than two line breaks into paragraphs; a text with structure stays as it is.
///
/// ```
/// assert_eq!(parsers::format_paragraphs("We meet again. Bring tea."), "We meet again.\n\nBring tea.");
/// assert_eq!(parsers::format_paragraphs("tea | cake"), "tea\n• cake");
/// ```
pub fn format_paragraphs(text: &str) -> String {
    if text.matches('\n').count() >= 2 {
        return text.to_owned();
    }
    let mut formatted = String::with_capacity(text.len() + 16);
    let mut rest = text;
    let mut word_start = 0;
    while let Some(c) = rest.chars().next() {
        let at = text.len() - rest.len();
        let after = &rest[c.len_utf8()..];
        if let Some(next) = after.strip_prefix("| ").filter(|_| c == ' ') {
            formatted.push_str("\n• ");
            rest = next;
            word_start = text.len() - rest.len();
            continue;
        }
        formatted.push(c);
        rest = after;
        if c.is_whitespace() {
            word_start = at + c.len_utf8();
        } else if matches!(c, '.' | '?' | '!') && ends_a_sentence(&text[word_start..at], c, after) {
            formatted.push_str("\n\n");
            rest = after.trim_start_matches(is_blank);
            word_start = text.len() - rest.len();
        }
    }
    formatted
}

/// Whether a mark after `word` closes a sentence that another one follows.
fn ends_a_sentence(word: &str, mark: char, after: &str) -> bool {
    let next = after.trim_start_matches(is_blank);
    let follows = next.len() < after.len() && next.chars().next().is_some_and(char::is_uppercase);
    let closes = word
        .chars()
        .next_back()
        .is_some_and(|c| c.is_lowercase() || c.is_numeric());
    follows && closes && !(mark == '.' && is_abbreviation(word)) && !word.contains("://")
}

/// A word with a dot inside (`a.m`, `n.t.b`), a single letter or one of the usual short forms.
fn is_abbreviation(word: &str) -> bool {
    let word = word
        .trim_start_matches(|c: char| !c.is_alphanumeric())
        .to_lowercase();
    let single = word.chars().count() == 1 && word.chars().all(char::is_alphabetic);
    let dotted = word.contains('.') && word.split('.').all(|piece| piece.chars().count() <= 2);
    single || (dotted && word.chars().any(char::is_alphabetic)) || is_short_form(&word)
}

fn is_blank(c: char) -> bool {
    c == ' ' || c == '\t' || c == '\u{a0}'
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        assert_eq!(format_paragraphs(text), expected);
    }

    #[test]
    fn sentences_get_a_blank_line_between_them() {
        check(
            "We meet again. Bring tea! Ready? Yes",
            "We meet again.\n\nBring tea!\n\nReady?\n\nYes",
        );
        check(
            "Om 20. Élan komt. Één thé. Ça va",
            "Om 20.\n\nÉlan komt.\n\nÉén thé.\n\nÇa va",
        );
        check("café.  Daarna", "café.\n\nDaarna");
    }

    #[test]
    fn bars_become_bullets() {
        check("tea | cake | talk", "tea\n• cake\n• talk");
    }

    #[test]
    fn structure_addresses_abbreviations_and_times_stay() {
        check("one. Two\nthree. Four\nfive", "one. Two\nthree. Four\nfive");
        check("at 9 a.m. Then tea", "at 9 a.m. Then tea");
        check(
            "see https://a.example/x.y. Then",
            "see https://a.example/x.y. Then",
        );
        check("met dhr. Peeters", "met dhr. Peeters");
        check("version 1.2 is out", "version 1.2 is out");
        check("SHOUT. Then", "SHOUT. Then");
        check("", "");
    }
}
