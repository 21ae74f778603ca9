//! Random texts that are made of what the crate and Discord care about.

use proptest::prelude::*;

/// Marks, and pieces of mentions, links and blocks.
const PIECES: &[&str] = &[
    "*",
    "**",
    "_",
    "__",
    "~",
    "~~",
    "|",
    "||",
    "`",
    "```",
    "\\",
    ">",
    ">>>",
    "#",
    "-",
    "-#",
    "+",
    "1.",
    "[",
    "]",
    "](",
    "(",
    ")",
    "<",
    "<@",
    "<@&",
    "<#",
    "</",
    "<t:",
    "<id:",
    "<:",
    "<a:",
    ":",
    ":/",
    "://",
    "/",
    "@",
    "@everyone",
    "@here",
    "every",
    "one",
    "here",
    "guide",
    "12",
    "R",
    "http",
    "https",
    "https://",
    "HTTPS://",
    "ｈttps://",
    "<https://",
    "a.example",
    "steam://",
    "www.",
    "mailto:",
    "jan@club.example",
    ".",
    ",",
    "!",
    "'",
    "\"",
    " ",
    " ",
    " ",
    "\n",
    "\n",
    "\t",
    "a",
    "b",
    "woord",
    "Jan",
    "é",
    "ツ",
    "¯",
    "🎉",
    "👩",
    "\u{200d}",
    "\u{fe0f}",
    "\u{20e3}",
    "\u{200b}",
    "\u{301}",
    "\u{600}",
    "＊",
    "＿",
    "＜",
    "＞",
    "＠",
    "％",
    "%3a",
    "&#58;",
    "tada",
    "+32",
    "%",
    "&",
    ";",
    "$",
];
/// What is neither a mark nor part of a mention or a link.
const PLAIN: &[&str] = &[
    "*", "**", "_", "__", "~~", "||", "|", "`", "```", "\\", ">", ">>>", "#", "##", "-", "-#", "+",
    "1.", "12.", "(", ")", "\"", "'", "!", "?", ",", ";", " ", " ", "a", "b", "woord", "Jan", "é",
    "ツ", "🎉", "\u{301}", "\u{600}", "=", "$",
];
const URLS: &[&str] = &[
    "https://a.example",
    "https://a.example/x_y_z",
    "http://b.example/?q=*1*&r=__2__",
    "https://a.example/~jan/**b**/|c|d",
    "https://a.example/b_(c)",
    "https://a.example/#kop",
];

/// Anything.
pub(crate) fn hostile() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        12 => prop::sample::select(PIECES).prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

/// One line of marks and words, without mentions and links.
pub(crate) fn plain_line() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(PLAIN), 1..16).prop_map(|pieces| pieces.concat())
}

/// A part of a text with links.
#[derive(Clone, Debug)]
pub(crate) enum Part {
    Words(String),
    Url(&'static str),
    /// In `<…>`.
    Bracketed(&'static str),
}

/// Lines of words and links; between a link and what follows stands a blank or a line break.
pub(crate) fn with_links() -> impl Strategy<Value = Vec<Part>> {
    let part = prop_oneof![
        3 => plain_line().prop_map(Part::Words),
        1 => prop::sample::select(URLS).prop_map(Part::Url),
        1 => prop::sample::select(URLS).prop_map(Part::Bracketed),
    ];
    prop::collection::vec(part, 1..6)
}
