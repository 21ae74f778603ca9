//! Servers, and what they have set.

use super::table::{Table, actor, author, staying};

const A_SETTING: &str = "a setting of the server";

pub(super) const TABLES: &[Table] = &[
    Table {
        people: &[author("updated_by", "who set it last")],
        words: &[staying(&["value"], A_SETTING)],
        places: &["guild_id"],
        facts: &["scope", "key", "value_type", "updated_at"],
        ..Table::new(
            "bot_settings",
            "What a server has set",
            "as long as the server has the bot",
        )
    },
    Table {
        people: &[author("changed_by", "who changed it")],
        words: &[staying(&["old_value", "new_value"], A_SETTING)],
        places: &["guild_id"],
        facts: &[
            "id",
            "scope",
            "key",
            "value_type",
            "changed_at",
            "change_type",
            "source",
            "request_id",
            "rollback_of",
        ],
        ..Table::new(
            "settings_history",
            "What was set before, so that it can be undone",
            "the newest 200 of each setting; older ones two years",
        )
    },
    Table {
        people: &[actor(
            "owner_id",
            "who owns the server, as Discord says; told again when the bot starts while they do",
        )],
        words: &[staying(&["name"], "the server's name")],
        places: &["guild_id"],
        facts: &[
            "locale",
            "joined_at",
            "left_at",
            "purge_after",
            "created_at",
            "updated_at",
        ],
        ..Table::new(
            "guilds",
            "The servers that have the bot; everything else of a server goes with its row",
            "30 days after the bot has left",
        )
    },
];
