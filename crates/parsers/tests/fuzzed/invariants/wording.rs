//! Texts that are made from announcements: short, tidy, and stable where nothing is left to do.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use parsers::{format_paragraphs, message_text, short_title};

pub(super) fn check(text: &str, _now: DateTime<Utc>, _zone: Tz) {
    let mut parts = text.splitn(3, '|');
    let (first, second, third) = (parts.next(), parts.next().unwrap_or_default(), parts.next());
    for name in [short_title(first, second), short_title(None, text)] {
        let words = name.chars().filter(|it| it.is_alphanumeric()).count();
        assert!(words <= 50, "{text:?} is called {name:?}");
        assert!(
            name.trim() == name && !name.contains(['\n', '\r']),
            "{text:?} is called {name:?}"
        );
        if words > 0 {
            assert_eq!(short_title(Some(&name), ""), name, "{text:?} has two names");
        }
    }
    let paragraphs = format_paragraphs(text);
    let letters = |it: &str| {
        it.chars()
            .filter(|c| c.is_alphanumeric())
            .collect::<String>()
    };
    assert_eq!(
        letters(&paragraphs),
        letters(text),
        "paragraphs change the words"
    );
    let message = message_text(first, second, third);
    assert!(
        letters(&message).len() <= letters(text).len(),
        "{text:?} grows to {message:?}"
    );
    assert_eq!(message.trim(), message, "{text:?}");
}
