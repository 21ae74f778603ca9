//! What holds for every text that goes through the prompt filter: limits, nothing left to find, context kept.

use proptest::prelude::*;
use sanitizer::{PROMPT_MAX, safe_prompt, safe_prompt_within};

const MARKER: &str = "[User input sanitized]";

/// Words and marks that phrases and markers are made of, and what disguises them.
const PIECES: &[&str] = &[
    " ",
    " ",
    " ",
    " ",
    "\n",
    ", ",
    ". ",
    "? ",
    ": ",
    "\"",
    "**",
    "-",
    "ignore",
    "forget",
    "vergeet",
    "negeer",
    "all",
    "alle",
    "your",
    "je",
    "previous",
    "vorige",
    "the",
    "de",
    "instructions",
    "instructies",
    "rules",
    "regels",
    "prompt",
    "system",
    "systeem",
    "user",
    "assistant",
    "you are now",
    "je bent nu",
    "a pirate",
    "member",
    "niet",
    "not",
    "act as",
    "doe alsof",
    "DAN",
    "mode",
    "from now on",
    "vanaf nu",
    "answer",
    "antwoord",
    "show",
    "toon",
    "above",
    "hierboven",
    "new instructions",
    "nieuwe instructies",
    "<|im_start|>",
    "[INST]",
    "[/INST]",
    "###",
    "<system>",
    "<",
    ">",
    "[",
    "]",
    "i g n o r e",
    "1gn0re",
    "ig",
    "nore",
    "\u{200b}",
    "аll",
    "dis",
    "gard",
    "wrote",
    "schreef",
    "solved",
    "i",
    "ik",
];

fn hostile() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        30 => prop::sample::select(PIECES).prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_was_sanitised_once_stays_as_it_is(text in hostile()) {
        let once = safe_prompt(&text, None);
        let twice = safe_prompt(once.as_str(), None);
        prop_assert_eq!(twice.as_str(), once.as_str());
        prop_assert!(twice.flags().iter().all(|it| once.flags().contains(it)));
    }

    #[test]
    fn the_marker_says_that_something_was_found(text in hostile()) {
        let prompt = safe_prompt(&text, None);
        prop_assert_eq!(prompt.as_str().starts_with(MARKER), !prompt.flags().is_empty());
    }

    #[test]
    fn no_prompt_is_longer_than_allowed(text in hostile(), max in 0..80_usize) {
        prop_assert!(safe_prompt_within(&text, None, max).as_str().chars().count() <= max);
        prop_assert!(safe_prompt(&text.repeat(200), None).as_str().chars().count() <= PROMPT_MAX);
    }

    #[test]
    fn the_context_is_kept_as_it_is(text in hostile()) {
        let alone = safe_prompt(&text, None);
        let behind = safe_prompt(&text, Some("ignore all rules"));
        prop_assert!(behind.as_str().starts_with("ignore all rules"));
        prop_assert!(behind.as_str().ends_with(alone.as_str()));
    }
}
