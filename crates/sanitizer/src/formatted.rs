//! Paragraphs for Discord embeds by somebody who is trusted with their looks: markdown works, nobody is called.

use crate::body::border;
use crate::characters::without_invisible;
use crate::cut::{self, Backslash};
use crate::removal::{Layout, Profile, remove};
use crate::safe_text::EmbedBody;

/// Says that the text goes on.
const GOES_ON: &str = " …";

/// Paragraphs whose markdown stays live, for what admins write: line breaks and web links stay, a masked link shows where
/// it leads, mentions and dangerous links are taken out. What is too long ends in ` …` after a line or a word, and never
/// within a link.
///
/// ```
/// let text = sanitizer::safe_embed_markdown("**Zo**, <@42>: https://a.example/x\n[kaart](https://map.example)", 4096);
/// assert_eq!(text.as_str(), "**Zo**, : https://a.example/x\nkaart (https://map.example)");
/// ```
pub fn safe_embed_markdown(text: &str, max: usize) -> EmbedBody {
    let remains = remove(&without_invisible(text), Profile::Body, Layout::Lines);
    let mut text = remains.text;
    if cut::is_within(&text, max) {
        return EmbedBody::trusted(text);
    }
    let Some(room) = max.checked_sub(GOES_ON.chars().count()) else {
        return EmbedBody::trusted(String::new());
    };
    let mut end = border(cut::prefix(&text, room, Backslash::Escapes));
    let torn = remains
        .links
        .iter()
        .find(|it| it.contains(&end) && it.start < end);
    if let Some(link) = torn {
        end = text[..link.start].trim_end().len();
    }
    text.truncate(end);
    text.push_str(GOES_ON);
    EmbedBody::trusted(text)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn cut_at(text: &str, max: usize) -> String {
        safe_embed_markdown(text, max).into_string()
    }

    #[test]
    fn formats_and_links_stay_and_nobody_is_called() {
        assert_eq!(
            cut_at(
                "# Stap 1\n- *klik* op `knop` @everyone\n> javascript:x()",
                4096
            ),
            "# Stap 1\n- *klik* op `knop`\n>"
        );
    }

    #[test]
    fn a_cut_text_says_so_and_tears_no_link_apart() {
        assert_eq!(cut_at("een twee drie", 11), "een twee …");
        assert_eq!(cut_at("zie https://a.example/lang/pad", 20), "zie …");
        assert_eq!(cut_at("een", 1), "");
    }

    proptest! {
        #[test]
        fn no_text_is_longer_than_it_may_be(text in "(https://a\\.b/|<@1>|[*_ab\n ]|\\PC){0,40}", max in 0_usize..60) {
            prop_assert!(cut_at(&text, max).chars().count() <= max);
        }
    }
}
