//! The body of a reminder: what an announcement says, each sentence once.

use std::collections::BTreeSet;

use super::format_paragraphs;

/// How many of the title's words are looked for at the beginning of the description.
const OPENING_WORDS: usize = 10;

/// Joins title, description and footer, leaving out what is said already.
///
/// ```
/// assert_eq!(parsers::message_text(Some("Quiz"), "Bring friends", Some("Bring friends")), "Quiz\n\nBring friends");
/// ```
pub fn message_text(title: Option<&str>, description: &str, footer: Option<&str>) -> String {
    let title = title.map(str::trim).filter(|it| !it.is_empty());
    let description = description.trim();
    let mut text = match title {
        Some(title) if description.is_empty() => title.to_owned(),
        Some(title) if !repeats(title, description) => format!("{title}\n\n{description}"),
        _ => description.to_owned(),
    };
    if let Some(footer) = footer
        .map(str::trim)
        .filter(|it| !it.is_empty() && !text.contains(it))
    {
        if !text.is_empty() {
            text.push_str("\n\n");
        }
        text.push_str(footer);
    }
    format_paragraphs(&text)
}

/// Whether the description says what the title says.
fn repeats(title: &str, description: &str) -> bool {
    let title = title.to_lowercase();
    let description = description.to_lowercase();
    if description.starts_with(&title) {
        return true;
    }
    let words: BTreeSet<&str> = long_words(&title).collect();
    let said: BTreeSet<&str> = long_words(&description).collect();
    if !words.is_empty() && words.intersection(&said).count() * 2 > words.len() {
        return true;
    }
    let opening: Vec<&str> = title.split_whitespace().take(OPENING_WORDS).collect();
    let start: Vec<&str> = description
        .split_whitespace()
        .take(opening.len() * 2)
        .collect();
    !opening.is_empty() && start.windows(opening.len()).any(|window| window == opening)
}

fn long_words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.chars().count() >= 3)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(title: Option<&str>, description: &str, footer: Option<&str>, expected: &str) {
        assert_eq!(message_text(title, description, footer), expected);
    }

    #[test]
    fn the_title_stands_above_a_description_that_does_not_say_it() {
        check(
            Some("Quiz night"),
            "Bring friends",
            None,
            "Quiz night\n\nBring friends",
        );
        check(
            Some("Quiz night"),
            "Our quiz on a winter night",
            None,
            "Our quiz on a winter night",
        );
        check(Some("Quiz"), "quiz with friends", None, "quiz with friends");
        check(Some("AB 12"), "De AB 12 route", None, "De AB 12 route");
    }

    #[test]
    fn missing_parts_leave_nothing_behind() {
        check(Some("Quiz"), " ", None, "Quiz");
        check(None, "", None, "");
        check(None, "", Some("Only a footer"), "Only a footer");
        check(None, "Text", Some("Footer"), "Text\n\nFooter");
    }
}
