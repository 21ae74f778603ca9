//! A message that staff writes in the bot's name.

use std::str::FromStr;

/// The longest message, in characters: Discord's limit.
pub const MESSAGE_MAX: usize = 2000;
/// The longest title of an embed, in characters: Discord's limit.
pub const TITLE_MAX: usize = 256;
/// The longest description, in characters: what a form takes.
pub const DESCRIPTION_MAX: usize = 4000;
/// The longest footer, in characters: Discord's limit.
pub const FOOTER_MAX: usize = 2048;
/// All of an embed together, in characters: Discord's limit.
pub const EMBED_MAX: usize = 6000;
/// The longest way to write a colour, in characters.
pub const COLOUR_MAX: usize = 7;

/// A message; it pings nobody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Notice {
    /// Words: at least one character that can be seen, at most [`MESSAGE_MAX`].
    Words(String),
    /// An embed.
    Embed(EmbedDraft),
}

/// An embed; it has a title or a description, perhaps both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EmbedDraft {
    /// Its title.
    pub title: Option<String>,
    /// What stands below.
    pub description: Option<String>,
    /// The colour at its edge.
    pub colour: Option<Colour>,
    /// What stands at its foot.
    pub footer: Option<String>,
}

/// A colour: red, green and blue, a byte each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Colour(pub u32);

/// A text that is no colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not six hexadecimal digits")]
pub struct NoColour;

impl FromStr for Colour {
    type Err = NoColour;

    fn from_str(text: &str) -> Result<Self, NoColour> {
        let digits = text.strip_prefix('#').unwrap_or(text);
        let fits = digits.len() == 6 && digits.bytes().all(|it| it.is_ascii_hexdigit());
        let number = u32::from_str_radix(digits, 16).ok();
        number.filter(|_| fits).map(Self).ok_or(NoColour)
    }
}

/// The text with line breaks where somebody typed `\n`, since an option of a command has one line.
pub(crate) fn with_line_breaks(text: &str) -> String {
    text.replace("\\n", "\n")
}

/// Whether a reader would see nothing. What consists of hidden characters only is refused by Discord as empty.
pub(crate) fn is_blank(text: &str) -> bool {
    let length = text.chars().count();
    sanitizer::autocomplete_label(text, length.max(1)).is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_can_see_is_blank() {
        for text in ["", " \n", "\u{200b}", "\u{200b} \u{2060}\n", "\0"] {
            assert!(is_blank(text), "{text:?}");
        }
        for text in ["a", "\u{200b}a", "👋", "@everyone", "<@7>", "`", "# "] {
            assert!(!is_blank(text), "{text:?}");
        }
    }

    #[test]
    fn a_colour_is_six_digits_with_or_without_a_sign() {
        for text in ["#ff8800", "FF8800", "fF8800"] {
            assert_eq!(text.parse(), Ok(Colour(0xFF_8800)), "{text}");
        }
        for text in [
            "", "#", "ff880", "ff88000", "##ff880", "gg8800", "+f8800", "#ff88é",
        ] {
            assert_eq!(text.parse::<Colour>(), Err(NoColour), "{text}");
        }
    }
}
