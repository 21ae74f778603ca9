//! The name of a reminder, cut from an announcement's title or description.

use unicode_normalization::char::is_combining_mark;

/// How many characters a name may have.
const LIMIT: usize = 50;

/// The short name: a short title itself, else the description's first line, else the title; cut at a blank.
///
/// ```
/// assert_eq!(parsers::short_title(Some("Book  club"), "We meet again."), "Book club");
/// assert_eq!(parsers::short_title(None, "Quiz night\nBring friends"), "Quiz night");
/// ```
pub fn short_title(title: Option<&str>, description: &str) -> String {
    let title = title.filter(|it| has_words(it)).map(str::trim);
    if let Some(title) = title {
        let collapsed = collapse(title);
        if !title.contains(['\n', '\r']) && count(&collapsed) <= LIMIT {
            return collapsed;
        }
    }
    let first_line = description
        .lines()
        .find(|line| has_words(line))
        .map(collapse);
    let name = first_line.or_else(|| title.map(collapse));
    cut(&name.unwrap_or_default(), LIMIT)
}

fn has_words(text: &str) -> bool {
    text.chars().any(char::is_alphanumeric)
}

fn collapse(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ")
}

/// At most so many visible characters, cut at a blank where there is one.
pub(crate) fn cut(text: &str, limit: usize) -> String {
    if text.len() <= limit || count(text) <= limit {
        return text.to_owned();
    }
    let end = boundary(text, limit);
    let head = &text[..end];
    // The blank right behind the limit lets the last word stay whole.
    if text[end..].starts_with(' ') {
        return head.trim_end().to_owned();
    }
    match head.rfind(' ') {
        Some(blank) if blank > 0 => head[..blank].trim_end().to_owned(),
        _ => head.to_owned(),
    }
}

fn count(text: &str) -> usize {
    text.char_indices()
        .filter(|(at, _)| is_cluster_start(text, *at))
        .count()
}

/// The byte where the cluster after `limit` clusters begins.
fn boundary(text: &str, limit: usize) -> usize {
    let mut starts = text
        .char_indices()
        .map(|(at, _)| at)
        .filter(|at| is_cluster_start(text, *at));
    starts.nth(limit).unwrap_or(text.len())
}

/// Whether a cut before this byte leaves what a reader sees as one character whole: marks, joiners, skin tones and
/// the second half of a flag stay with what they belong to.
fn is_cluster_start(text: &str, at: usize) -> bool {
    let Some(here) = text[at..].chars().next() else {
        return true;
    };
    let Some(before) = text[..at].chars().next_back() else {
        return true;
    };
    let extends = is_combining_mark(here)
        || matches!(here, '\u{200d}' | '\u{fe00}'..='\u{fe0f}' | '\u{1f3fb}'..='\u{1f3ff}' | '\u{e0020}'..='\u{e007f}');
    if is_flag_half(here) && is_flag_half(before) {
        // Bounded: a run of more flag halves than any honest text has is cut wherever it falls.
        let run = text[..at]
            .chars()
            .rev()
            .take(128)
            .take_while(|c| is_flag_half(*c))
            .count();
        return run % 2 == 0;
    }
    !extends && before != '\u{200d}'
}

fn is_flag_half(c: char) -> bool {
    matches!(c, '\u{1f1e6}'..='\u{1f1ff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(title: Option<&str>, description: &str, expected: &str) {
        assert_eq!(
            short_title(title, description),
            expected,
            "{title:?} {description:?}"
        );
    }

    #[test]
    fn a_short_one_line_title_is_the_name() {
        check(Some("  Quiz   night "), "Anything", "Quiz night");
        let fifty = "a".repeat(50);
        check(Some(&fifty), "Anything", &fifty);
    }

    #[test]
    fn a_long_title_gives_way_to_the_first_line_of_the_description() {
        let long = "word ".repeat(20);
        check(Some(&long), "First line\nsecond", "First line");
        check(Some("one\ntwo"), "First line", "First line");
        check(
            None,
            "Een regel die veel langer is dan vijftig tekens en dus",
            "Een regel die veel langer is dan vijftig tekens en",
        );
        check(
            None,
            "aaaaaaaaa aaaaaaaaa aaaaaaaaa aaaaaaaaa aaaaaaaaaa bb",
            "aaaaaaaaa aaaaaaaaa aaaaaaaaa aaaaaaaaa aaaaaaaaaa",
        );
    }

    #[test]
    fn without_a_description_the_title_is_cut() {
        check(
            Some(&"word ".repeat(20)),
            "",
            "word word word word word word word word word word",
        );
        check(Some(&"x".repeat(70)), " ", &"x".repeat(50));
        check(None, "", "");
    }

    #[test]
    fn a_title_of_emoji_counts_as_empty() {
        check(Some("🎉🎉"), "Party time", "Party time");
    }

    #[test]
    fn a_cut_keeps_a_visible_character_whole() {
        let flags = "🇧🇪".repeat(60);
        check(
            Some(&format!("a{flags}")),
            "",
            &format!("a{}", "🇧🇪".repeat(49)),
        );
        check(Some(&"e\u{301}".repeat(60)), "", &"e\u{301}".repeat(50));
    }
}
