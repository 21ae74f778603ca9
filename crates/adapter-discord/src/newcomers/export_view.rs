//! What admins see of an export of answers.

use twilight_model::http::attachment::Attachment;

use crate::export::attached;
use crate::reply::{Body, Reply};
use crate::text::Rich;

pub(super) fn not_admin() -> Reply {
    Reply::text(Rich::denied(
        "🚫 Administrator access is required for this.",
    ))
}

pub(super) fn unreadable() -> Reply {
    Reply::text("I could not read that. Please run `/export_onboarding` again.")
}

pub(super) fn no_data() -> Reply {
    Reply::text("📭 No data: nobody has completed the onboarding in this server yet.")
}

/// The answers of so many members, as a file or its parts.
pub(super) fn answers(count: usize, files: Vec<Attachment>) -> Body {
    let words = match u64::try_from(count).unwrap_or(u64::MAX) {
        1 => Rich::own("📤 The answers of 1 member exported."),
        count => Rich::own("📤 The answers of ")
            .number(count)
            .and(" members exported."),
    };
    let words = words.and(" The file has e-mail addresses in full: treat it as what it is.");
    attached(words, files)
}
