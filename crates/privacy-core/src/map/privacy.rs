//! What is stored for privacy's own sake.

use super::table::{Part, Person, Table, subject};

pub(super) const TABLES: &[Table] = &[
    Table {
        people: &[subject("user_id", "who accepted it")],
        places: &["guild_id"],
        facts: &["accepted", "version", "timestamp"],
        ..Table::new(
            "gdpr_acceptance",
            "Who accepted which version of a server's agreement on what is stored",
            "as long as the server has the bot",
        )
    },
    Table {
        people: &[Person {
            column: "discord_user_id",
            says: "who asked; only until their erasure is over, some minutes after it",
            part: Part::Request,
            kind: None,
        }],
        facts: &[
            "id",
            "kind",
            "origin",
            "subject_hash",
            "state",
            "attempts",
            "row_counts",
            "last_error",
            "requested_at",
            "completed_at",
        ],
        ..Table::new(
            "privacy_requests",
            "That somebody was given their data or erased, and how many rows it was; a keyed digest says who",
            "3 years",
        )
    },
];
