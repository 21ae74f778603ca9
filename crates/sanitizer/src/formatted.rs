//! Paragraphs for Discord embeds by somebody who is trusted with their looks: markdown works, nobody is called.

use crate::body::border;
use crate::characters::without_invisible;
use crate::cut::{self, Backslash};
use crate::removal::{Layout, Profile, remove};
use crate::safe_text::EmbedBody;

/// Says that the text goes on.
const GOES_ON: &str = " …";
/// What pings everybody in a channel, behind its `@`.
const EVERYBODY: [&str; 2] = ["everyone", "here"];
/// Takes no room and keeps such a word from being one.
const APART: char = '\u{200b}';

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

/// Paragraphs as admins wrote them for their own members, such as rules: markdown, links with a label, and mentions of
/// channels and roles stay. Hidden characters go, and `@everyone` and `@here` are broken up, so that they are words. In an
/// embed Discord pings nobody; elsewhere `allowed_mentions` has to see to that. What is too long ends in ` …`.
///
/// ```
/// let text = sanitizer::admin_embed_markdown("**Hi** @everyone, see <#77> and [the map](https://map.example)", 4096);
/// assert_eq!(text.as_str(), "**Hi** @\u{200b}everyone, see <#77> and [the map](https://map.example)");
/// ```
pub fn admin_embed_markdown(text: &str, max: usize) -> EmbedBody {
    let visible = without_invisible(text);
    let mut words = String::with_capacity(visible.len());
    let mut rest = visible.as_ref();
    while let Some(at) = rest.find('@') {
        let (before, behind) = rest.split_at(at + 1);
        words.push_str(before);
        let calls = EVERYBODY.iter().any(|it| {
            let start = behind.get(..it.len());
            start.is_some_and(|start| start.eq_ignore_ascii_case(it))
        });
        if calls {
            words.push(APART);
        }
        rest = behind;
    }
    words.push_str(rest);
    if cut::is_within(&words, max) {
        return EmbedBody::trusted(words);
    }
    let room = max.saturating_sub(GOES_ON.chars().count());
    let end = border(cut::prefix(&words, room, Backslash::Escapes));
    words.truncate(end);
    if max > 0 && room > 0 {
        words.push_str(GOES_ON);
    }
    EmbedBody::trusted(words)
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

    #[test]
    fn what_admins_write_stays_as_it_is_and_calls_nobody() {
        let of = |text: &str| admin_embed_markdown(text, 4096).into_string();
        let rule = "# Hi\n\n\n- _read_ <#77>, ask <@&5>\n[map](https://m.example/a_b)";
        assert_eq!(of(rule), rule);
        assert_eq!(
            of("@Everyone @HERE @@here a@here"),
            "@\u{200b}Everyone @\u{200b}HERE @@\u{200b}here a@\u{200b}here"
        );
        assert_eq!(
            of("@every\u{200b}one"),
            "@\u{200b}everyone",
            "hidden characters go first"
        );
        assert_eq!(
            admin_embed_markdown("one two three", 10).as_str(),
            "one two …"
        );
        assert_eq!(admin_embed_markdown("one", 1).as_str(), "");
    }

    proptest! {
        #[test]
        fn no_rule_is_longer_than_it_may_be(text in "(@here|@everyone|<#1>|[*_ab\n ]|\\PC){0,40}", max in 0_usize..60) {
            let text = admin_embed_markdown(&text, max).into_string();
            prop_assert!(text.chars().count() <= max);
            prop_assert!(!text.contains("@here") && !text.contains("@everyone"));
        }

        #[test]
        fn no_text_is_longer_than_it_may_be(text in "(https://a\\.b/|<@1>|[*_ab\n ]|\\PC){0,40}", max in 0_usize..60) {
            prop_assert!(cut_at(&text, max).chars().count() <= max);
        }
    }
}
