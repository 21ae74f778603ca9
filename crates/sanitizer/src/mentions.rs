//! Text without mentions.

use crate::characters::without_invisible;
use crate::removal::{Layout, Profile, Shown, lay_out, reduce};

/// Takes out every mention of users, roles, channels, commands, server pages, `@everyone` and `@here`, however they are
/// disguised or nested, and puts what is left on one line.
///
/// ```
/// assert_eq!(sanitizer::strip_mentions("Hoi <@!42>, kom naar <#77>"), "Hoi , kom naar");
/// assert_eq!(sanitizer::strip_mentions("@ever@everyoneyone"), "");
/// ```
pub fn strip_mentions(text: &str) -> String {
    strip(text, Layout::OneLine)
}

/// Like [`strip_mentions`], but line breaks stay, at most two in a row.
///
/// ```
/// assert_eq!(sanitizer::strip_mentions_keeping_lines("@here\nAgenda:\n\n\n\n 1. dinner"), "Agenda:\n\n1. dinner");
/// ```
pub fn strip_mentions_keeping_lines(text: &str) -> String {
    strip(text, Layout::Lines)
}

fn strip(text: &str, layout: Layout) -> String {
    let text = without_invisible(text);
    let shown = lay_out(&reduce(&text, Profile::NoMentions), &text, layout);
    shown.iter().map(Shown::as_str).collect()
}
