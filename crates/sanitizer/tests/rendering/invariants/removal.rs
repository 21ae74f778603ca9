//! `strip_mentions` and `url_filter`: nothing is left to find, and a second pass finds nothing.

use sanitizer::{Urls, strip_mentions, strip_mentions_keeping_lines, url_filter};
use unicode_normalization::UnicodeNormalization;

use crate::discord::{links_in, mentions_in};

pub(super) fn check(text: &str) {
    for strip in [strip_mentions, strip_mentions_keeping_lines] {
        let stripped = strip(text);
        names_nobody(&stripped);
        assert_eq!(
            strip(&stripped),
            stripped,
            "a second pass changes what is left of {text:?}"
        );
    }
    for urls in [Urls::RemoveAll, Urls::KeepHttp] {
        let filtered = url_filter(text, urls);
        assert_eq!(
            url_filter(&filtered, urls),
            filtered,
            "a second pass changes what is left of {text:?}"
        );
        leads_nowhere(&filtered, urls);
    }
    let line = strip_mentions(text);
    assert!(
        !line.contains('\n') && line.trim() == line,
        "{line:?} is not a line"
    );
    let lines = strip_mentions_keeping_lines(text);
    assert!(
        !lines.contains("\n\n\n") && lines.lines().all(|it| it.trim() == it),
        "{lines:?} is not tidy"
    );
}

/// Asserts that no mention is left, neither as it stands nor once somebody has normalised it.
pub(super) fn names_nobody(text: &str) {
    let is_hidden = |c: &char| matches!(*c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{2069}' | '\u{feff}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0000}'..='\u{e007f}');
    let normalised: String = text.nfkc().filter(|it| !is_hidden(it)).collect();
    for form in [
        text.to_owned(),
        text.to_lowercase(),
        normalised.clone(),
        normalised.to_lowercase(),
    ] {
        assert!(
            mentions_in(&form).is_empty(),
            "{text:?} still has {:?}",
            mentions_in(&form)
        );
    }
}

/// Asserts that no link is left that should have gone. An address in brackets is no URL; embeds escape it.
pub(super) fn leads_nowhere(text: &str, urls: Urls) {
    let is_allowed = |target: &String| {
        let target = target.to_ascii_lowercase();
        let is_web = target.starts_with("http:") || target.starts_with("https:");
        urls == Urls::KeepHttp && is_web
            || target.starts_with("mailto:")
            || target.starts_with("tel:")
    };
    let left: Vec<_> = links_in(text)
        .into_iter()
        .filter(|it| !is_allowed(it))
        .collect();
    assert!(left.is_empty(), "{text:?} still leads to {left:?}");
}
