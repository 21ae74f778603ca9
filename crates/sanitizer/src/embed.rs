//! Single lines for Discord embeds, and how long the parts of an embed may be.

use crate::characters::without_invisible;
use crate::cut;
use crate::flags::{Flag, Sanitized};
use crate::markdown::escape_markdown;
use crate::removal::{Layout, Profile, remove};
use crate::safe_text::EmbedText;

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
    let remains = remove(&clean, Profile::Strict, Layout::OneLine);
    let escaped = escape_markdown(&remains.text);
    let mut flags = remains.flags;
    flags.add_if(Flag::Invisible, clean.len() < text.len());
    flags.add_if(Flag::Markdown, escaped.len() > remains.text.len());
    flags.add_if(Flag::Truncated, !cut::is_within(&escaped, max));
    Sanitized {
        value: EmbedText::trusted(cut::with_dots(escaped, max)),
        flags,
    }
}
