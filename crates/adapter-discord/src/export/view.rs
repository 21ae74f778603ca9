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

/// Discord has taken some parts and then one not. The first goes with the message that these words take the place of.
pub(super) fn incomplete(came: usize, parts: usize) -> Reply {
    let number = |it| u64::try_from(it).unwrap_or(u64::MAX);
    let only = Rich::own("📦 **This export is not whole.** Discord took only ");
    let only = match came {
        1 => only.and("part 1 of ").number(number(parts)),
        _ => only
            .and("parts 1 to ")
            .number(number(came))
            .and(" of ")
            .number(number(parts)),
    };
    Reply::text(only.and(
        " from me. They cannot be opened without the rest, and I took the first back: please dismiss them and run \
         `/export` again. You can do so at once.",
    ))
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
pub(crate) fn attached(words: Rich, files: Vec<Attachment>) -> Body {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn said(reply: Reply) -> String {
        let Reply::Message(body) = reply else {
            panic!("no message: {reply:?}");
        };
        body.into_data().content.unwrap_or_default()
    }

    #[test]
    fn an_export_that_breaks_off_says_what_came_of_it_and_what_to_do() {
        let one = said(incomplete(1, 2));
        assert!(one.contains("only part 1 of 2 from me"), "{one}");
        let several = said(incomplete(3, 7));
        assert!(
            several.contains("only parts 1 to 3 of 7 from me"),
            "{several}"
        );
        assert!(several.contains("run `/export` again"), "{several}");
    }
}
