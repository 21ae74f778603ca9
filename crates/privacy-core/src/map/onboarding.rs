//! What servers ask of newcomers.

use super::table::{Table, staying};

const BY_ADMINS: &str = "what admins ask of newcomers";
const AS_LONG: &str = "until admins delete it, or the bot leaves the server";

pub(super) const TABLES: &[Table] = &[
    Table {
        words: &[staying(&["question", "options", "followup"], BY_ADMINS)],
        places: &["guild_id"],
        facts: &[
            "id",
            "step_order",
            "question_type",
            "required",
            "enabled",
            "created_at",
            "updated_at",
        ],
        ..Table::new(
            "guild_onboarding_questions",
            "The questions that a server asks newcomers",
            AS_LONG,
        )
    },
    Table {
        words: &[staying(
            &["title", "description", "thumbnail_url", "image_url"],
            BY_ADMINS,
        )],
        places: &["guild_id"],
        facts: &["id", "rule_order", "enabled", "created_at", "updated_at"],
        ..Table::new(
            "guild_rules",
            "The rules that a server has newcomers accept",
            AS_LONG,
        )
    },
];
