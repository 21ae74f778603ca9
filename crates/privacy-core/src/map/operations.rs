//! What whoever runs the bot needs to keep it running.

use super::table::{Table, going, staying, subject};

pub(super) const TABLES: &[Table] = &[
    Table {
        late: Some("created_at"),
        people: &[subject("user_id", "who used it")],
        words: &[going(&["error_message"])],
        places: &["guild_id"],
        facts: &[
            "id",
            "command_name",
            "command_type",
            "success",
            "created_at",
        ],
        ..Table::new(
            "audit_logs",
            "Which commands are used, and which fail; not what was typed",
            "90 days",
        )
    },
    Table {
        facts: &[
            "id",
            "service",
            "version",
            "uptime_seconds",
            "db_status",
            "guild_count",
            "active_commands_24h",
            "gpt_status",
            "database_pool_size",
            "checked_at",
        ],
        ..Table::new("health_check_history", "How the bot was doing", "90 days")
    },
    Table {
        facts: &[
            "job",
            "last_started_at",
            "last_finished_at",
            "last_error",
            "consecutive_failures",
            "lease_owner",
            "lease_until",
        ],
        ..Table::new(
            "job_runs",
            "Which process does which job, and how it went",
            "for ever; a row a job",
        )
    },
    Table {
        facts: &[
            "target",
            "definition_hash",
            "command_count",
            "synced_at",
            "blocked_until",
        ],
        ..Table::new(
            "command_sync_state",
            "Which commands Discord was told of",
            "as long as the server has the bot",
        )
    },
    Table {
        words: &[staying(
            &["response"],
            "nobody can say whose it is, and it is gone soon",
        )],
        facts: &[
            "scope_hash",
            "body_hash",
            "state",
            "reservation",
            "status",
            "created_at",
            "expires_at",
        ],
        ..Table::new(
            "api_idempotency",
            "Answers that are given again to whoever asks the same over HTTP again; digests say who asked what",
            "10 minutes",
        )
    },
];
