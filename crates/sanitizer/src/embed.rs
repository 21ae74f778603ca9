//! Text for Discord embeds: the strict profile for single lines, the body profile for paragraphs.

use crate::characters::without_invisible;
use crate::cut::{self, Backslash};
use crate::flags::{Flag, Sanitized};
use crate::markdown::{Escaper, escape_markdown, is_markdown};
use crate::removal::{Layout, Profile, Shown, lay_out, reduce};
use crate::safe_text::{EmbedBody, EmbedText};

/// Discord's limit for the title of an embed.
pub const EMBED_TITLE_MAX: usize = 256;
/// Discord's limit for the name of an embed's field.
pub const FIELD_NAME_MAX: usize = 256;
/// Discord's limit for the value of an embed's field.
pub const FIELD_VALUE_MAX: usize = 1024;
/// Discord's limit for the description of an embed.
pub const DESCRIPTION_MAX: usize = 4096;

/// One line for titles, names, locations and fields of logs: links and mentions are taken out, markdown is escaped, and
/// what is too long ends in `...`.
///
/// ```
/// let name = sanitizer::safe_embed_text("**Borrel** @everyone https://a.example", 240);
/// assert_eq!(name.as_str(), r"\*\*Borrel\*\*");
/// ```
pub fn safe_embed_text(text: &str, max: usize) -> EmbedText {
    safe_embed_text_with_flags(text, max).value
}

/// Like [`safe_embed_text`], and says what it did.
pub fn safe_embed_text_with_flags(text: &str, max: usize) -> Sanitized<EmbedText> {
    let clean = without_invisible(text);
    let reduced = reduce(&clean, Profile::Strict);
    let shown = lay_out(&reduced, &clean, Layout::OneLine);
    let line: String = shown.iter().map(Shown::as_str).collect();
    let escaped = escape_markdown(&line);
    let mut flags = reduced.flags;
    flags.add_if(Flag::Invisible, clean.len() < text.len());
    flags.add_if(Flag::Markdown, escaped.len() > line.len());
    flags.add_if(Flag::Truncated, cut::length(&escaped) > max);
    Sanitized {
        value: EmbedText::trusted(cut::with_dots(escaped, max)),
        flags,
    }
}

/// Paragraphs for a description: line breaks and web links stay, a masked link shows where it leads, mentions and
/// dangerous links are taken out, all other markdown is escaped. What is too long ends in `…` after a line or a word.
///
/// ```
/// let body = sanitizer::safe_embed_body("*Zoom*: https://zoom.example/j/1_2\n[kaart](https://map.example)", 4096);
/// assert_eq!(body.as_str(), "\\*Zoom\\*: https://zoom.example/j/1_2\nkaart (https://map.example)");
/// ```
pub fn safe_embed_body(text: &str, max: usize) -> EmbedBody {
    safe_embed_body_with_flags(text, max).value
}

/// Like [`safe_embed_body`], and says what it did.
pub fn safe_embed_body_with_flags(text: &str, max: usize) -> Sanitized<EmbedBody> {
    let clean = without_invisible(text);
    let reduced = reduce(&clean, Profile::Body);
    let shown = lay_out(&reduced, &clean, Layout::Lines);
    let mut flags = reduced.flags;
    flags.add_if(Flag::Invisible, clean.len() < text.len());
    let mut marks = Escaper::default();
    let mut units = Vec::new();
    for (at, piece) in shown.iter().enumerate() {
        match piece {
            Shown::Text(text) => {
                let mut escaped = String::new();
                marks.escape(text, &mut escaped);
                flags.add_if(Flag::Markdown, escaped.len() > text.len());
                units.extend(cut::units(&escaped, Backslash::Escapes).map(str::to_owned));
            }
            Shown::Link(link) => {
                marks.pass();
                units.push(bordered(link, shown.get(at + 1)));
            }
        }
    }
    let length: usize = units.iter().map(|it| cut::length(it)).sum();
    flags.add_if(Flag::Truncated, length > max);
    Sanitized {
        value: EmbedBody::trusted(fit(&units, max)),
        flags,
    }
}

/// The link as it stands, in `<…>` where Discord would take the backslash that follows it for a part of it.
fn bordered(link: &str, next: Option<&Shown>) -> String {
    let meets_backslash = next.is_some_and(|it| it.as_str().starts_with(is_markdown));
    if meets_backslash && !link.starts_with('<') {
        format!("<{link}>")
    } else {
        link.to_owned()
    }
}

/// Joins as many units as fit; when some do not, the text ends at the last border of a line or a word, and says so.
fn fit(units: &[String], max: usize) -> String {
    if units.iter().map(|it| cut::length(it)).sum::<usize>() <= max {
        return units.concat();
    }
    let Some(room) = max.checked_sub(1) else {
        return String::new();
    };
    let mut used = 0;
    let kept = units.iter().take_while(|it| {
        used += cut::length(it);
        used <= room
    });
    let mut text: String = kept.map(String::as_str).collect();
    text.truncate(border(&text));
    text.push('…');
    text
}

/// Where to end: a line if that costs at most a fifth of the text, else a word if that costs at most half, else here.
fn border(text: &str) -> usize {
    let line = text.rfind('\n').filter(|at| *at >= text.len() / 5 * 4);
    let word = || {
        text.rfind(char::is_whitespace)
            .filter(|at| *at >= text.len() / 2)
    };
    let end = line.or_else(word).unwrap_or(text.len());
    text[..end].trim_end().len()
}
