//! Text without mentions.

use crate::characters::without_invisible;
use crate::flags::{Flag, Sanitized};
use crate::removal::{Layout, Profile, remove};

/// Takes out every mention of users, roles, channels, commands, server pages, `@everyone` and `@here`, however they are
/// disguised or nested, and puts what is left on one line.
///
/// ```
/// assert_eq!(sanitizer::strip_mentions("Hoi <@!42>, kom naar <#77>"), "Hoi , kom naar");
/// assert_eq!(sanitizer::strip_mentions("@ever@everyoneyone"), "");
/// ```
pub fn strip_mentions(text: &str) -> String {
    strip(text, Layout::OneLine).value
}

/// Like [`strip_mentions`], and says what it did.
pub fn strip_mentions_with_flags(text: &str) -> Sanitized {
    strip(text, Layout::OneLine)
}

/// Like [`strip_mentions`], but line breaks stay, at most two in a row.
///
/// ```
/// assert_eq!(sanitizer::strip_mentions_keeping_lines("@here\nAgenda:\n\n\n\n 1. dinner"), "Agenda:\n\n1. dinner");
/// ```
pub fn strip_mentions_keeping_lines(text: &str) -> String {
    strip(text, Layout::Lines).value
}

/// Like [`strip_mentions_keeping_lines`], and says what it did.
pub fn strip_mentions_keeping_lines_with_flags(text: &str) -> Sanitized {
    strip(text, Layout::Lines)
}

fn strip(text: &str, layout: Layout) -> Sanitized {
    let clean = without_invisible(text);
    let remains = remove(&clean, Profile::NoMentions, layout);
    let mut flags = remains.flags;
    flags.add_if(Flag::Invisible, clean.len() < text.len());
    Sanitized {
        value: remains.text,
        flags,
    }
}
