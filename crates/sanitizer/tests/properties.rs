//! What holds for every text: limits, no mentions, nothing to remove a second time, nothing lost by escaping.

#[path = "rendering/invariants/unescape.rs"]
mod unescape;

use proptest::prelude::*;
use sanitizer::{
    Urls, autocomplete_label, escape_markdown, safe_embed_body, safe_embed_text, safe_log_message,
    safe_prompt, strip_mentions, strip_mentions_keeping_lines, url_filter,
};
use unescape::unescape;

/// Pieces that mean something to one of the functions, or break something else in two.
const PIECES: &[&str] = &[
    "@",
    "@every",
    "everyone",
    "one",
    "@here",
    "he",
    "re",
    "<",
    "<@",
    "<@!",
    "<@&",
    "<#",
    "</",
    "<id:",
    "guide",
    "12",
    ":",
    ">",
    "[",
    "]",
    "(",
    ")",
    "](",
    "http",
    "https",
    "s://",
    "://",
    "//",
    "/",
    "www",
    ".",
    "www.",
    "a.example",
    "data",
    "javascript",
    "%3a",
    "&#58;",
    "mailto:",
    "\\",
    "*",
    "_",
    "`",
    "~",
    "|",
    "#",
    "-",
    "+",
    "1.",
    " ",
    "\n",
    "\r\n",
    "\t",
    "\u{200b}",
    "\u{200d}",
    "\u{fe0f}",
    "\u{20e3}",
    "\u{301}",
    "\u{202e}",
    "\u{0}",
    "\u{1b}",
    "\u{1b}[3",
    "1m",
    "\u{9b}",
    "👩",
    "🏴",
    "é",
    "ﬁ",
    "…",
    "⒈",
    "℀",
    "＠",
    "＜",
    "İ",
    "ß",
    "𝓲",
    "key=",
    "Bearer",
    "[redacted",
    "...",
    "\"t\"",
    "ignore",
    "all",
    "previous",
    "instructions",
    "system",
    "you are now",
    "###",
    "[inst]",
    "<|x|>",
];

fn hostile() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        8 => prop::sample::select(PIECES).prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

/// Whether a mention that pings is in the text, found by a search that knows nothing of the crate's own.
fn pings(text: &str) -> bool {
    let lower = text.to_lowercase();
    let has_id = |open: &str| {
        lower.match_indices(open).any(|(at, _)| {
            let id = &lower[at + open.len()..];
            let digits = id.bytes().take_while(u8::is_ascii_digit).count();
            digits > 0 && id[digits..].starts_with('>')
        })
    };
    lower.contains("@everyone")
        || lower.contains("@here")
        || ["<@", "<@!", "<@&", "<#"].into_iter().any(has_id)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_result_is_longer_than_its_limit(text in hostile(), max in 0..60_usize) {
        prop_assert!(safe_embed_text(&text, max).as_str().chars().count() <= max);
        prop_assert!(safe_embed_body(&text, max).as_str().chars().count() <= max);
        prop_assert!(safe_log_message(&text, max).as_str().chars().count() <= max);
        prop_assert!(autocomplete_label(&text, max).chars().count() <= max);
        prop_assert!(sanitizer::safe_prompt_within(&text, None, max).as_str().chars().count() <= max);
    }

    #[test]
    fn no_mention_is_left(text in hostile()) {
        prop_assert!(!pings(&strip_mentions(&text)));
        prop_assert!(!pings(&strip_mentions_keeping_lines(&text)));
        prop_assert!(!pings(safe_embed_text(&text, 4096).as_str()));
        prop_assert!(!pings(safe_embed_body(&text, 4096).as_str()));
    }

    #[test]
    fn a_second_pass_finds_nothing(text in hostile()) {
        let stripped = strip_mentions(&text);
        prop_assert_eq!(&strip_mentions(&stripped), &stripped);
        let lines = strip_mentions_keeping_lines(&text);
        prop_assert_eq!(&strip_mentions_keeping_lines(&lines), &lines);
        for urls in [Urls::RemoveAll, Urls::KeepHttp] {
            let filtered = url_filter(&text, urls);
            prop_assert_eq!(&url_filter(&filtered, urls), &filtered);
        }
    }

    #[test]
    fn a_log_message_is_stable(text in hostile(), max in 0..60_usize) {
        let message = safe_log_message(&text, max);
        prop_assert_eq!(safe_log_message(message.as_str(), max), message);
    }

    #[test]
    fn escaping_loses_nothing(text in hostile()) {
        prop_assert_eq!(unescape(&escape_markdown(&text)), text);
    }

    #[test]
    fn every_function_takes_any_text(text in any::<String>(), max in 0..10_usize) {
        let _ = (strip_mentions(&text), strip_mentions_keeping_lines(&text), escape_markdown(&text));
        let _ = (url_filter(&text, Urls::RemoveAll), url_filter(&text, Urls::KeepHttp));
        let _ = (safe_embed_text(&text, max), safe_embed_body(&text, max), safe_log_message(&text, max));
        let _ = (safe_prompt(&text, None), autocomplete_label(&text, max));
    }

    #[test]
    fn single_lines_are_single_lines(text in hostile()) {
        for line in [
            strip_mentions(&text),
            url_filter(&text, Urls::KeepHttp),
            safe_embed_text(&text, 100).into_string(),
            safe_log_message(&text, 100).into_string(),
            safe_prompt(&text, None).into_string(),
            autocomplete_label(&text, 100),
        ] {
            prop_assert!(!line.contains(|c: char| c.is_control()), "{line:?}");
            prop_assert_eq!(line.trim(), line.as_str());
        }
    }

    #[test]
    fn prompts_are_free_of_what_was_taken_out(text in hostile()) {
        let once = safe_prompt(&text, None);
        let rest = once.as_str().strip_prefix("[User input sanitized]").unwrap_or(once.as_str());
        prop_assert!(safe_prompt(rest, None).flags().is_empty(), "{:?}", rest);
    }
}
