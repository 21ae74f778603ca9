//! Newcomers on their way, and what they answered.

use super::table::{Table, actor, going, subject};

pub(super) const TABLES: &[Table] = &[
    Table {
        people: &[subject("user_id", "whose onboarding it is")],
        words: &[going(&["questions"])],
        places: &["guild_id"],
        facts: &[
            "nonce",
            "completed_at",
            "tries",
            "told",
            "is_rerun",
            "due_at",
        ],
        ..Table::new(
            "onboarding_role_work",
            "Roles that have yet to be given after an onboarding",
            "minutes; half a day at most",
        )
    },
    Table {
        people: &[subject("user_id", "who answered")],
        words: &[going(&["responses"])],
        places: &["guild_id"],
        facts: &["timestamp", "schema_version", "nonce"],
        ..Table::new(
            "onboarding",
            "What members answered when they came, an e-mail address if they gave one among it",
            "as long as the server has the bot, also after they left, so that whoever comes back need not answer again",
        )
    },
    Table {
        people: &[subject("user_id", "whose session it is")],
        words: &[going(&["answers", "rules", "questions"])],
        places: &["guild_id"],
        facts: &[
            "nonce",
            "phase",
            "step",
            "editing",
            "revision",
            "rules_accepted",
            "created_at",
            "updated_at",
            "expires_at",
        ],
        ..Table::new(
            "onboarding_sessions",
            "Answers of members who are not done yet",
            "24 hours after they were last touched, and until the next day's clearing away",
        )
    },
    Table {
        people: &[actor("posted_by", "the admin who had it posted")],
        places: &["guild_id", "channel_id", "message_id"],
        facts: &["kind", "posted_at"],
        ..Table::new(
            "onboarding_panels",
            "Where the panel with the start button stands",
            "as long as the server has the bot",
        )
    },
    Table {
        people: &[subject("user_id", "who joined")],
        places: &["guild_id"],
        facts: &["since", "due_at", "tries"],
        ..Table::new(
            "onboarding_screening",
            "Members who have yet to pass the server's membership screening, or to get the role for it",
            "until they have it; 30 days, and until the next day's clearing away",
        )
    },
    Table {
        places: &["guild_id"],
        facts: &["day", "event", "step", "count", "seconds"],
        ..Table::new(
            "onboarding_funnel",
            "How many newcomers got how far on a day",
            "as long as the server has the bot",
        )
    },
];
