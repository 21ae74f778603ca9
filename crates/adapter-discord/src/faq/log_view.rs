//! What the guild's log channel is told of answers, in words.

use sanitizer::safe_embed_text;
use tickets_core::faq::{FaqChange, FaqEvent, SearchRow};

use super::view::named;
use crate::text::{Card, Colour, Rich};

/// The embed of an event.
pub(super) fn card(event: &FaqEvent) -> Card {
    let colour = Colour::from(event.severity());
    match event {
        FaqEvent::Changed { change, entry, by } => Card::new(colour, title(*change))
            .inline("Answer", named(entry))
            .inline("By", Rich::default().user(*by)),
        FaqEvent::Searched { query, hits } => {
            let query = safe_embed_text(query, SearchRow::LONGEST);
            Card::new(colour, "🔎 FAQ searched")
                .description(&query)
                .inline("Answers", count(*hits))
        }
        FaqEvent::Exported { entries, by } => Card::new(colour, "📤 FAQ exported")
            .inline("Answers", count(*entries))
            .inline("By", Rich::default().user(*by)),
    }
}

fn title(change: FaqChange) -> &'static str {
    match change {
        FaqChange::Added => "📖 Answer added",
        FaqChange::Edited => "📖 Answer changed",
        FaqChange::Removed => "🗑 Answer removed",
        FaqChange::Pinned => "📌 Answer pinned",
        FaqChange::Unpinned => "📌 Answer no longer pinned",
    }
}

fn count(count: usize) -> Rich {
    Rich::default().number(u64::try_from(count).unwrap_or(u64::MAX))
}
