//! What readers see, for random texts and every limit.

use proptest::prelude::*;
use sanitizer::{safe_embed_body, safe_embed_text, strip_mentions_keeping_lines};

use crate::discord::{Client, render};
use crate::invariants::{TARGETS, check};
use crate::pieces::{Part, hostile, plain_line, with_links};

fn holds(name: &str, text: &str) {
    check(name, text.as_bytes());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn an_escaped_text_shows_what_was_typed(text in hostile()) {
        holds("escaping", &text);
    }

    #[test]
    fn embeds_are_inert_whole_and_cut(text in hostile()) {
        holds("embeds", &text);
    }

    #[test]
    fn nothing_is_left_to_remove(text in hostile()) {
        holds("removal", &text);
    }

    #[test]
    fn prompts_and_logs_are_lines(text in hostile()) {
        holds("prompts", &text);
        holds("logs", &text);
        holds("redaction", &text);
    }

    #[test]
    fn any_characters_hold(text in any::<String>()) {
        for target in TARGETS {
            holds(target.name, &text);
        }
    }

    #[test]
    fn a_line_without_mentions_and_links_is_shown_whole(text in plain_line()) {
        let line: Vec<_> = text.split_whitespace().collect();
        let line = line.join(" ");
        for safe in [safe_embed_text(&text, 4096).into_string(), safe_embed_body(&text, 4096).into_string()] {
            prop_assert_eq!(render(&safe, Client::LowerCaseSchemes).visible(), &*line);
        }
    }

    #[test]
    fn a_cut_line_shows_a_beginning_at_every_limit(text in plain_line()) {
        let line: Vec<_> = text.split_whitespace().collect();
        let line = line.join(" ");
        for max in 3..2 * line.chars().count() {
            let safe = safe_embed_text(&text, max).into_string();
            let shown = render(&format!("**{safe}** x"), Client::LowerCaseSchemes).visible();
            let shown = shown.strip_suffix(" x").unwrap_or_else(|| panic!("{safe:?} swallows what follows"));
            let is_beginning = shown.strip_suffix("...").is_some_and(|it| line.starts_with(it));
            prop_assert!(shown == line || is_beginning, "{shown:?} of {line:?}");
        }
    }

    #[test]
    fn a_body_shows_its_words_and_its_links(parts in with_links()) {
        let (mut typed, mut shown, mut links) = (String::new(), String::new(), Vec::new());
        for part in &parts {
            let (source, seen) = match part {
                Part::Words(words) => (words.clone(), words.clone()),
                Part::Url(url) => ((*url).to_owned(), (*url).to_owned()),
                Part::Bracketed(url) => (format!("<{url}>"), (*url).to_owned()),
            };
            if !matches!(part, Part::Words(_)) {
                links.push(seen.clone());
            }
            typed += &(source + "\n");
            shown += &(seen + "\n");
        }
        let body = safe_embed_body(&typed, 4096).into_string();
        for client in Client::ALL {
            let rendering = render(&body, client);
            prop_assert_eq!(rendering.links(), links.iter().map(String::as_str).collect::<Vec<_>>(), "{:?}", body);
            prop_assert_eq!(rendering.visible(), strip_mentions_keeping_lines(&shown), "{:?}", body);
        }
    }
}
