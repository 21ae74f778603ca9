//! Check-ins of members.

use super::table::{Table, going, subject};

pub(super) const TABLES: &[Table] = &[Table {
    late: Some("created_at"),
    people: &[subject("user_id", "whose check-in it is")],
    words: &[going(&["goal", "obstacle", "feeling", "reply"])],
    places: &["guild_id"],
    facts: &["id", "shared", "created_at"],
    ..Table::new(
        "growth_checkins",
        "Check-ins on one's own goals, and what the language model said to them",
        "until its author deletes it",
    )
}];
