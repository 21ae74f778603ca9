//! An entry as dashboards see it.

use serde::Serialize;
use tickets_core::faq::{FaqEntry, ListedFaq};
use utoipa::ToSchema;

use crate::settings::moment;

/// An answer of a server's FAQ. Discord ids are texts.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "id": 7,
    "guild_id": "111111111111111111",
    "title": "Where is my invoice?",
    "summary": "Under *Account*, *Invoices*.",
    "keywords": ["factuur", "receipt"],
    "pinned": true,
    "created_by": "333333333333333333",
    "updated_by": "333333333333333333",
    "created_at": "2026-08-01T09:00:00Z",
    "updated_at": "2026-08-01T09:00:00Z"
}))]
pub(super) struct FaqEntryView {
    /// Its number.
    id: u64,
    /// Its server.
    guild_id: String,
    /// What it is about.
    title: String,
    /// The answer, with Discord's markdown.
    summary: String,
    /// How else it is found.
    keywords: Vec<String>,
    /// Whether it stands before others.
    pinned: bool,
    /// Who made it; null if they are not known any more.
    created_by: Option<String>,
    /// Who changed it last, its maker if nobody did; null if they are not known any more.
    updated_by: Option<String>,
    /// When it was made.
    created_at: String,
    /// When it was last changed, to the microsecond: what a change sends back as `seen`.
    updated_at: String,
}

/// A page of answers: pinned ones first, then the newest.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct FaqPageView {
    /// At most ten answers.
    entries: Vec<FaqEntryView>,
    /// Which page it is, from 1; the last one where there are not that many.
    page: u32,
    /// How many pages there are, at least 1.
    pages: u32,
    /// How many answers there are in all.
    total: u32,
}

/// An answer that was made, changed or pinned.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FaqEntrySaved {
    /// Always true.
    success: bool,
    /// The answer as it is.
    entry: FaqEntryView,
}

impl From<&FaqEntry> for FaqEntryView {
    fn from(entry: &FaqEntry) -> Self {
        Self {
            id: entry.id.get(),
            guild_id: entry.guild.to_string(),
            title: entry.title.as_str().to_owned(),
            summary: entry.answer.as_str().to_owned(),
            keywords: entry.keywords.as_slice().to_vec(),
            pinned: entry.pinned,
            created_by: entry.created_by.map(|it| it.to_string()),
            updated_by: entry.updated_by.map(|it| it.to_string()),
            created_at: moment(entry.created_at),
            updated_at: moment(entry.updated_at),
        }
    }
}

impl From<&FaqEntry> for FaqEntrySaved {
    fn from(entry: &FaqEntry) -> Self {
        Self {
            success: true,
            entry: entry.into(),
        }
    }
}

impl From<ListedFaq> for FaqPageView {
    fn from(listed: ListedFaq) -> Self {
        Self {
            entries: listed.entries.iter().map(Into::into).collect(),
            page: listed.page,
            pages: listed.pages,
            total: listed.total,
        }
    }
}
