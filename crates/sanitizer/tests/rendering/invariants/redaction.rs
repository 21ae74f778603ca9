//! `redact`: what was taken out is told, is gone, and nothing else changes.

use sanitizer::{Sensitive, redact};

pub(super) fn check(text: &str) {
    let redacted = redact(text);
    assert_eq!(
        redacted.kinds.is_empty(),
        redacted.text == text,
        "{text:?} becomes {redacted:?}"
    );
    let in_order = Sensitive::ALL
        .into_iter()
        .filter(|it| redacted.kinds.contains(it));
    assert!(redacted.kinds.iter().copied().eq(in_order), "{redacted:?}");
    let again = redact(&redacted.text);
    assert_eq!(again.text, redacted.text, "a second pass changes {text:?}");
    assert!(again.kinds.is_empty(), "{redacted:?} still has {again:?}");
}
