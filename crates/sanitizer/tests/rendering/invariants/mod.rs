//! What must hold for any text, as one plain function for each fuzz target; the tests call them too.
//!
//! Each panics, with the text, when something does not hold.

mod embeds;
mod escaping;
mod lines;
mod redaction;
mod removal;
mod unescape;

use self::unescape::unescape;

/// A name, as in `cargo fuzz run NAME`, and what is checked.
pub(crate) struct Target {
    /// The name of the fuzz target and of its seeds.
    pub(crate) name: &'static str,
    /// Panics unless everything holds for this text.
    pub(crate) check: fn(&str),
}

/// Every target.
pub(crate) const TARGETS: [Target; 6] = [
    Target {
        name: "escaping",
        check: escaping::check,
    },
    Target {
        name: "embeds",
        check: embeds::check,
    },
    Target {
        name: "removal",
        check: removal::check,
    },
    Target {
        name: "prompts",
        check: lines::check_prompts,
    },
    Target {
        name: "logs",
        check: lines::check_logs,
    },
    Target {
        name: "redaction",
        check: redaction::check,
    },
];

/// Checks `data` as text, with replacement characters where it is none.
///
/// # Panics
///
/// When something does not hold, or there is no such target.
pub(crate) fn check(name: &str, data: &[u8]) {
    let target = TARGETS
        .iter()
        .find(|it| it.name == name)
        .expect("a known target");
    (target.check)(&String::from_utf8_lossy(data));
}

/// Limits worth trying for a result that would have `length` characters: the small ones, all around its length, and one
/// that depends on the text.
fn limits(text: &str, length: usize) -> Vec<usize> {
    let somewhere = text.bytes().fold(7_usize, |sum, it| {
        sum.wrapping_mul(31).wrapping_add(usize::from(it))
    });
    let mut limits = vec![
        0,
        1,
        2,
        3,
        4,
        5,
        length / 2,
        somewhere % (length + 1),
        length,
    ];
    limits.extend((1..4).filter_map(|it| length.checked_sub(it)));
    limits
}
