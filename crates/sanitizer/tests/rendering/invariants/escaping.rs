//! `escape_markdown`: a reader sees what was typed.

use sanitizer::escape_markdown;

use super::unescape;
use crate::discord::{Client, Format, render};

/// What stands before and after a text, what a reader sees of that, and the formats it gives.
pub(super) type Template = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static [Format],
);

/// What our own messages put around a text, what a reader sees of that, and in which formats.
pub(super) const TEMPLATES: [Template; 13] = [
    ("", "", "", "", &[]),
    ("woord", "", "woord", "", &[]),
    ("een ", " twee", "een ", " twee", &[]),
    ("", " achter", "", " achter", &[]),
    ("", "achter", "", "achter", &[]),
    ("eerst\n", "\ndaarna", "eerst\n", "\ndaarna", &[]),
    ("**Naam:** ", "", "Naam: ", "", &[Format::Bold]),
    ("**", "**", "", "", &[Format::Bold]),
    ("**", "** · later", "", " · later", &[Format::Bold]),
    ("__", "__", "", "", &[Format::Underline]),
    ("- ", "", "", "", &[Format::ListItem]),
    ("1. ", "", "", "", &[Format::ListItem]),
    ("-# ", "", "", "", &[Format::SmallText]),
];

pub(super) fn check(text: &str) {
    assert_eq!(
        unescape(&escape_markdown(text)),
        text,
        "escaping lost something"
    );
    // Bare links are the business of `url_filter`, which comes first: no mark inside them can be escaped.
    let text = text.replace("//", "/ /");
    is_inert(&escape_markdown(&text), &text, &["@everyone", "@here"]);
}

/// Asserts that `safe` shows exactly `text` wherever it is put, without a link, a format of its own or a mention that is
/// not among `mentions`.
pub(super) fn is_inert(safe: &str, text: &str, mentions: &[&str]) {
    is_inert_in(&TEMPLATES, safe, text, mentions);
}

/// Like [`is_inert`], in these templates.
pub(super) fn is_inert_in(templates: &[Template], safe: &str, text: &str, mentions: &[&str]) {
    for (before, after, seen_before, seen_after, formats) in templates.iter().copied() {
        let source = format!("{before}{safe}{after}");
        let is_line = text.trim() == text && !text.is_empty() && !text.contains('\n');
        if !formats.is_empty() && !is_line && before != "**Naam:** " {
            continue;
        }
        for client in Client::ALL {
            let rendering = render(&source, client);
            let expected = format!("{seen_before}{text}{seen_after}");
            assert_eq!(
                rendering.visible(),
                expected,
                "{source:?} from {text:?} shows something else"
            );
            assert_eq!(
                rendering.formats(),
                formats,
                "{source:?} from {text:?} has formats"
            );
            assert!(
                rendering.links().is_empty(),
                "{source:?} from {text:?} has {:?}",
                rendering.links()
            );
            let is_known = |it: &&str| mentions.contains(it);
            assert!(
                rendering.pills().iter().all(is_known),
                "{source:?} has {:?}",
                rendering.pills()
            );
        }
    }
}
