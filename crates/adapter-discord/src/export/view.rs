//! What admins see of an export.

use std::path::Path;

use tickets_core::export::ExportRefusal;
use twilight_model::http::attachment::Attachment;

use crate::faq;
use crate::reply::{Body, Reply};
use crate::rest::RestError;
use crate::text::Rich;

pub(super) fn unreadable() -> Reply {
    Reply::text("I could not read that. Please run `/export` again.")
}

/// The FAQ with so many answers, as a file or its parts.
pub(super) fn answers(count: usize, files: Vec<Attachment>) -> Body {
    let count = u64::try_from(count).unwrap_or(u64::MAX);
    let words = match count {
        0 => Rich::own(
            "📭 The FAQ has no answers yet, so the table has none. `/faq add` writes the first.",
        ),
        1 => Rich::own("📤 1 answer exported."),
        _ => Rich::own("📤 ").number(count).and(" answers exported."),
    };
    attached(words, files)
}

pub(super) fn too_large() -> Reply {
    Reply::text("📦 That is more than Discord lets me attach, even compressed and in ten parts.")
}

/// Discord has not taken the file.
pub(super) fn not_taken(error: &RestError) -> Reply {
    if error.is_too_large() {
        return too_large();
    }
    Reply::text(
        "📦 The file is made, and Discord did not take it from me. You can try again at once.",
    )
}

pub(super) fn refused(refusal: ExportRefusal) -> Reply {
    match refusal {
        ExportRefusal::Faq(refusal) => faq::refused(refusal),
        ExportRefusal::CoolingDown(wait) => too_soon(wait),
    }
}

pub(super) fn too_soon(wait: chrono::TimeDelta) -> Reply {
    Reply::text(
        Rich::too_soon("⏳ You have just exported something. You can do it again in ")
            .seconds(wait)
            .and("."),
    )
}

/// The words, how to read the file, and the file; its parts come one after another, a message each.
pub(super) fn attached(words: Rich, files: Vec<Attachment>) -> Body {
    let words = words.and(
        "\nIn a spreadsheet, *import* it and choose *text* for columns of ids: they are longer than its numbers.",
    );
    let words = match files.as_slice() {
        [whole] if is_compressed(&whole.filename) => {
            words.and("\nIt is compressed: `gunzip` or any archiver opens it.")
        }
        [_] => words,
        parts => words
            .and("\nIt is compressed and comes in ")
            .number(u64::try_from(parts.len()).unwrap_or(u64::MAX))
            .and(" parts, a message each: put them one after the other, then open the whole."),
    };
    let mut words = Some(Body::text(words));
    let messages = files
        .into_iter()
        .map(|it| words.take().unwrap_or_default().file(it));
    Body::one_after_another(messages.collect())
}

fn is_compressed(name: &str) -> bool {
    Path::new(name).extension().is_some_and(|it| it == "gz")
}
