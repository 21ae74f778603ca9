//! `safe_embed_text` and `safe_embed_body`, whole and cut: inert, within the limit, and never cut inside an escape.

use sanitizer::{Urls, safe_embed_body, safe_embed_text};

use super::escaping::{TEMPLATES, Template, is_inert, is_inert_in};
use super::removal::{leads_nowhere, names_nobody};
use super::{limits, unescape};
use crate::discord::{Client, render};

pub(super) fn check(text: &str) {
    let whole = safe_embed_text(text, usize::MAX).into_string();
    is_line(&whole);
    for max in limits(text, whole.chars().count()) {
        let cut = safe_embed_text(text, max).into_string();
        is_cut_of(&cut, &whole, max, "...");
        is_inert_in(&TEMPLATES[8..9], &cut, &unescape(&cut), &[]);
    }
    let whole = safe_embed_body(text, usize::MAX).into_string();
    is_body_in(&TEMPLATES, &whole, text);
    for max in limits(text, whole.chars().count()) {
        let cut = safe_embed_body(text, max).into_string();
        is_cut_of(&cut, &whole, max, "…");
        is_body_in(&TEMPLATES[3..4], &cut, text);
    }
}

fn is_line(line: &str) {
    assert!(
        !line.contains(|c: char| c.is_control()) && line.trim() == line,
        "{line:?} is not a line"
    );
    let seen = unescape(line);
    names_nobody(&seen);
    leads_nowhere(&seen, Urls::RemoveAll);
    is_inert(line, &seen, &[]);
}

/// Either everything, or its beginning and a sign that something is missing.
fn is_cut_of(cut: &str, whole: &str, max: usize, sign: &str) {
    assert!(cut.chars().count() <= max, "{cut:?} is longer than {max}");
    if whole.chars().count() <= max {
        assert_eq!(cut, whole, "cut without need");
    } else if max >= sign.chars().count() {
        let begin = cut
            .strip_suffix(sign)
            .unwrap_or_else(|| panic!("{cut:?} does not say that it was cut"));
        assert!(
            whole.starts_with(begin.trim_end()),
            "{begin:?} is not how {whole:?} begins"
        );
    }
}

/// Web links are clickable and shown as they stand; all the rest is text.
fn is_body_in(templates: &[Template], body: &str, typed: &str) {
    for (before, after, ..) in templates.iter().filter(|it| it.4.is_empty()) {
        let source = format!("{before}{body}{after}");
        for client in Client::ALL {
            let rendering = render(&source, client);
            assert!(
                rendering.formats().is_empty(),
                "{source:?} has {:?}",
                rendering.formats()
            );
            assert!(
                rendering.pills().is_empty(),
                "{source:?} has {:?}",
                rendering.pills()
            );
            for target in rendering.links() {
                let scheme = target
                    .split(':')
                    .next()
                    .unwrap_or_default()
                    .to_ascii_lowercase();
                assert!(
                    ["http", "https"].contains(&&*scheme),
                    "{source:?} leads to {target:?}"
                );
                assert!(
                    !target.contains('\\') || typed.contains('\\'),
                    "{source:?} leads to {target:?}"
                );
            }
            let count = |it: &str| it.matches('\\').count();
            assert!(
                count(&rendering.visible()) <= count(typed),
                "{source:?} of {typed:?} shows backslashes"
            );
        }
    }
}
