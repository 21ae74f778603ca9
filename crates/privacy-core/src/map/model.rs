//! Questions to the language model.

use super::table::{Table, actor, going, subject};

pub(super) const TABLES: &[Table] = &[
    Table {
        people: &[subject("user_id", "who asked")],
        words: &[going(&["parts"])],
        withheld: &["token"],
        places: &["guild_id"],
        facts: &[
            "id",
            "feature",
            "model",
            "max_tokens",
            "charged_on",
            "reference",
            "answerable_until",
            "due_at",
            "tries",
            "held_until",
            "was_answered",
        ],
        ..Table::new(
            "waiting_questions",
            "Questions that could not be answered yet",
            "a quarter of an hour; a day at most",
        )
    },
    Table {
        people: &[subject("user_id", "who asked")],
        places: &["guild_id"],
        facts: &["usage_date", "call_count", "tokens"],
        ..Table::new(
            "gpt_usage",
            "How many answers each member had on a day, for the quota",
            "90 days",
        )
    },
    Table {
        late: Some("at"),
        people: &[actor("user_id", "who asked")],
        places: &["guild_id"],
        facts: &[
            "id",
            "feature",
            "model",
            "tokens",
            "latency_ms",
            "retries",
            "outcome",
            "error_class",
            "at",
        ],
        ..Table::new(
            "gpt_calls",
            "How questions went, for the bot's health; no text",
            "90 days",
        )
    },
];
