//! What people read of `/export_my_data`.

use chrono::TimeDelta;

use crate::reply::{Body, Reply};
use crate::text::Rich;

pub(super) fn given(rows: u64, files: usize) -> Body {
    let words =
        Rich::own("📦 This is everything that I keep of you, in all servers: ").number(rows);
    let words = words.and(if rows == 1 { " entry" } else { " entries" });
    let words = if files > 1 {
        words
            .and(", in ")
            .number(u64::try_from(files).unwrap_or(u64::MAX))
            .and(" archives that come one after the other")
    } else {
        words
    };
    Body::text(words.and(
        ".\nIn each archive is a text to read and the same as JSON for machines. Other people's ids are replaced by \
         *other*. Save it now: this message is gone when you close Discord.",
    ))
}

pub(super) fn further() -> Body {
    Body::text("📦 The next part.")
}

pub(super) fn nothing() -> Reply {
    Reply::text("🍃 Nothing is stored about you.")
}

pub(super) fn too_soon(wait: TimeDelta) -> Reply {
    let words =
        Rich::too_soon("⏳ You were given your data twice within an hour. You can ask again in ");
    Reply::text(words.wait(wait).and("."))
}

pub(super) fn too_large() -> Reply {
    Reply::text(
        "📦 It is more than I can send in ten files. Please ask whoever runs me for it; they can take it out for you.",
    )
}
