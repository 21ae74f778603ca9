//! The FAQ of a server.

use super::table::{Table, actor, author, staying};

pub(super) const TABLES: &[Table] = &[
    Table {
        people: &[
            author("created_by", "who wrote it"),
            actor("updated_by", "who changed it last"),
        ],
        words: &[staying(
            &["title", "title_folded", "summary", "keywords"],
            "an answer for everybody, written for the server",
        )],
        places: &["guild_id"],
        facts: &[
            "id",
            "similarity_key",
            "pinned",
            "source_ticket_id",
            "created_at",
            "updated_at",
        ],
        ..Table::new(
            "faq_entries",
            "Answers that everybody in a server can find",
            "until staff delete it",
        )
    },
    Table {
        places: &["guild_id"],
        facts: &["revision"],
        ..Table::new(
            "faq_revisions",
            "Whether what is in memory of a FAQ is still true",
            "as long as the server has the bot",
        )
    },
    Table {
        words: &[staying(&["query"], "nobody can say who asked")],
        places: &["guild_id"],
        facts: &[
            "id",
            "matched_ids",
            "match_count",
            "top_score",
            "created_at",
        ],
        ..Table::new(
            "faq_search_logs",
            "What a FAQ was asked, so that staff see what it lacks; without who asked",
            "90 days",
        )
    },
];
