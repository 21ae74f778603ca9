//! Text for Discord embeds: the strict profile for single lines, the body profile for paragraphs.

use crate::characters::without_invisible;
use crate::cut::{self, Backslash};
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
    let text = without_invisible(text);
    let shown = lay_out(&reduce(&text, Profile::Strict), &text, Layout::OneLine);
    let line: String = shown.iter().map(Shown::as_str).collect();
    EmbedText::trusted(cut::with_dots(escape_markdown(&line), max))
}

/// Paragraphs for a description: line breaks and web links stay, a masked link shows where it leads, mentions and
/// dangerous links are taken out, all other markdown is escaped. What is too long ends in `…` after a line or a word.
///
/// ```
/// let body = sanitizer::safe_embed_body("*Zoom*: https://zoom.example/j/1_2\n[kaart](https://map.example)", 4096);
/// assert_eq!(body.as_str(), "\\*Zoom\\*: https://zoom.example/j/1_2\nkaart (https://map.example)");
/// ```
pub fn safe_embed_body(text: &str, max: usize) -> EmbedBody {
    let text = without_invisible(text);
    let shown = lay_out(&reduce(&text, Profile::Body), &text, Layout::Lines);
    let mut marks = Escaper::default();
    let mut units = Vec::new();
    for (at, piece) in shown.iter().enumerate() {
        match piece {
            Shown::Text(text) => {
                let mut escaped = String::new();
                marks.escape(text, &mut escaped);
                units.extend(cut::units(&escaped, Backslash::Escapes).map(str::to_owned));
            }
            Shown::Link(link) => {
                marks.pass();
                units.push(bordered(link, shown.get(at + 1)));
            }
        }
    }
    EmbedBody::trusted(fit(&units, max))
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
