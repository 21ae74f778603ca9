//! The FAQ as a table.

use chrono::{DateTime, SecondsFormat, Utc};

use super::Cell;
use crate::faq::FaqEntry;

/// The columns, in order.
pub const FAQ_COLUMNS: [&str; 8] = [
    "id",
    "title",
    "summary",
    "keywords",
    "pinned",
    "created_by",
    "created_at",
    "updated_at",
];

/// The row of an entry, with its line break.
pub fn faq_row(entry: &FaqEntry) -> String {
    let keywords = entry.keywords.as_slice().join(";");
    super::row(&[
        Cell::Made(entry.id.to_string()),
        Cell::Text(entry.title.as_str()),
        Cell::Text(entry.answer.as_str()),
        Cell::Text(&keywords),
        Cell::Made(entry.pinned.to_string()),
        entry
            .created_by
            .map_or(Cell::Empty, |it| Cell::Made(it.to_string())),
        Cell::Made(moment(entry.created_at)),
        Cell::Made(moment(entry.updated_at)),
    ])
}

/// A moment as every table has it: RFC 3339 in Greenwich, to the second.
pub(crate) fn moment(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::faq::testing::{a_draft, guild, instant, user};
    use crate::faq::{FaqDraft, FaqId};

    #[test]
    fn an_entry_is_a_row_in_the_order_of_the_columns() {
        let draft = FaqDraft::read("=Kosten", "Zie, \"prijzen\".", "prijs; tarief").unwrap();
        let mut entry = FaqEntry {
            id: FaqId::new(12).unwrap(),
            guild: guild(1),
            title: draft.title,
            answer: draft.answer,
            keywords: draft.keywords,
            similarity_key: Some("price".to_owned()),
            pinned: true,
            source_ticket: None,
            created_by: Some(user(81_384_788_765_712_384)),
            updated_by: None,
            created_at: instant("2026-02-04 09:00"),
            updated_at: instant("2026-02-05 09:00"),
        };
        assert_eq!(
            faq_row(&entry),
            "12,'=Kosten,\"Zie, \"\"prijzen\"\".\",prijs;tarief,true,81384788765712384,\
             2026-02-04T09:00:00Z,2026-02-05T09:00:00Z\r\n"
        );
        entry.created_by = None;
        entry.keywords = a_draft("x").keywords;
        let row = faq_row(&entry);
        assert!(row.contains(",one;two,true,,2026"), "{row}");
        assert_eq!(row.matches("\r\n").count(), 1);
    }
}
