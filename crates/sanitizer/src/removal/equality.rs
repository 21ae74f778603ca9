//! The fast way and the exact one give the same, whatever the text.

use proptest::prelude::*;

use super::{Layout, Profile, exact, remove};
use crate::Urls;
use crate::characters::without_invisible;

const PROFILES: [Profile; 5] = [
    Profile::NoMentions,
    Profile::Links(Urls::RemoveAll),
    Profile::Links(Urls::KeepHttp),
    Profile::Strict,
    Profile::Body,
];

/// Pieces of everything that is looked for, of what breaks it in two, and of what looks like it.
const PIECES: &[&str] = &[
    "@",
    "@every",
    "everyone",
    "one",
    "@here",
    "he",
    "re",
    "E",
    "<",
    "<@",
    "<@!",
    "<@&",
    "<#",
    "</",
    "<id:",
    "guide",
    "linked-roles",
    "12",
    "7",
    ":",
    ">",
    "[",
    "]",
    "(",
    ")",
    "](",
    "[a](",
    "](http://x",
    "](  ",
    "[a]( ",
    "( <http",
    " )",
    "[]",
    "http",
    "https",
    "s://",
    "://",
    "//",
    "/",
    "/p",
    "www",
    "w",
    "ww.",
    ".",
    "www.",
    "a.example",
    "b.xn--p1",
    "ex.be/",
    "a.bf/",
    "f/",
    "a.f",
    "discord.gg",
    "discord.com/",
    ":80",
    "?x",
    "a.js/",
    "Asp.Net/",
    "bijv.",
    "Ab.Cd",
    "&#0000058;",
    "&#x002F;",
    "&#00",
    "key=",
    "data",
    "data:",
    "javascript",
    "vbscript",
    "blob:",
    "file:",
    "view-source:",
    "intent",
    "hxxp",
    "hxxps://",
    "%3a",
    "%3A",
    "%253a",
    "%2f",
    "%",
    "3a",
    "2f",
    "&#58;",
    "&colon",
    "&sol;",
    "&#x2f;",
    "&",
    "#58",
    ";",
    "mailto:",
    "$",
    "<@$",
    "home",
    "channels",
    "ftp:",
    "http:/",
    "](https:",
    "steam:",
    "discord:/",
    "<http",
    "ftp://",
    "x",
    "abc",
    "\"",
    "'",
    " \"t\")",
    "*",
    "_",
    "~",
    "|",
    "`",
    "\\",
    ",",
    "!",
    "=",
    "{",
    "}",
    "?",
    "-",
    "+",
    " ",
    "  ",
    " ",
    "\n",
    "\r\n",
    "\r",
    "\t",
    "\u{b}",
    "\u{85}",
    "\u{a0}",
    "\u{2003}",
    "\u{2028}",
    "\u{3000}",
    "\u{301}",
    "\u{fe0f}",
    "é",
    "ｅ",
    "е",
    "＠",
    "／",
    "：",
    "．",
    "（",
    "［",
    "ﬁ",
    "⒈",
    "½",
    "…",
    "®",
    "ŵ",
    "ẘ",
    "℀",
    "㎏",
    "😊",
    "👩\u{200d}💻",
    "❤\u{fe0f}",
    "🅰",
    "ⓦ",
    "𝔴",
    "漢",
    "٣",
    "ﷺ",
    "\u{345}",
    "İ",
    "ß",
];

fn texts() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        30 => prop::sample::select(PIECES).prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

fn check(text: &str) -> Result<(), TestCaseError> {
    let text = without_invisible(text);
    for profile in PROFILES {
        for layout in [Layout::OneLine, Layout::Lines] {
            let expected = exact::remove(&text, profile, layout);
            let found = remove(&text, profile, layout);
            prop_assert_eq!(found, expected, "{:?} {:?}", profile, text);
        }
    }
    Ok(())
}

/// `PROPTEST_CASES` may ask for more texts than are tried every time, not for fewer.
fn config() -> ProptestConfig {
    let default = ProptestConfig::default();
    ProptestConfig {
        cases: default.cases.max(6000),
        failure_persistence: None,
        ..default
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn the_fast_way_gives_what_the_exact_one_gives(text in texts()) {
        check(&text)?;
    }

    #[test]
    fn they_agree_on_any_text(text in any::<String>()) {
        check(&text)?;
    }
}
