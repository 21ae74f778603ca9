//! Which account is whose.

use super::table::{Table, going, subject};

pub(super) const TABLES: &[Table] = &[Table {
    people: &[subject("discord_user_id", "whose account it is")],
    words: &[going(&["innersync_user_id"])],
    facts: &["linked_at", "link_source", "verified_by"],
    ..Table::new(
        "alphapy_discord_links",
        "Which account of the platform is whose, for dashboards",
        "until it is unlinked",
    )
}];
