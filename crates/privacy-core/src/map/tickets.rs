//! Tickets, and what belongs to them.

use super::table::{Kind, OnErasure, PartOf, Person, Table, Words, actor, going, subject};

/// Of a ticket.
const OF_A_TICKET: PartOf = PartOf {
    table: "support_tickets",
    by: "ticket_id",
    is_exported: true,
};

/// Of a ticket, and nothing that says anything of its requester.
const MERELY_OF_A_TICKET: PartOf = PartOf {
    is_exported: false,
    ..OF_A_TICKET
};

pub(super) const TABLES: &[Table] = &[
    Table {
        part_of: Some(OF_A_TICKET),
        words: &[going(&["summary", "similarity_key", "topic_terms"])],
        places: &["guild_id", "posted_message_id"],
        facts: &["id", "ticket_id", "closed_at", "model", "created_at"],
        ..Table::new(
            "ticket_summaries",
            "What a closed ticket was about, in a few sentences",
            "as long as its ticket",
        )
    },
    Table {
        part_of: Some(OF_A_TICKET),
        people: &[actor("actor_id", "who did it")],
        places: &["guild_id"],
        facts: &["id", "ticket_id", "event", "from_status", "to_status", "at"],
        ..Table::new(
            "ticket_events",
            "What happened to a ticket, and when",
            "as long as its ticket",
        )
    },
    Table {
        part_of: Some(MERELY_OF_A_TICKET),
        words: &[Words {
            columns: &["payload"],
            on_erasure: OnErasure::TakenOut(
                "work that is done and names them is deleted; work that waits is done first, and goes 7 days later",
            ),
        }],
        places: &["guild_id"],
        facts: &[
            "id",
            "ticket_id",
            "kind",
            "attempts",
            "run_after",
            "lease_until",
            "done_at",
            "last_error",
            "created_at",
        ],
        ..Table::new(
            "ticket_jobs",
            "What has still to be done on Discord for a ticket",
            "7 days after it is done",
        )
    },
    Table {
        part_of: Some(MERELY_OF_A_TICKET),
        people: &[actor(
            "triggered_by",
            "who looked at the figures or closed the ticket",
        )],
        places: &["guild_id"],
        facts: &[
            "id",
            "scope",
            "counts",
            "average_cycle_time",
            "snapshot",
            "topics",
            "minute",
            "ticket_id",
            "closed_at",
            "created_at",
        ],
        ..Table::new(
            "ticket_metrics",
            "Figures of a server's tickets",
            "400 days",
        )
    },
    Table {
        part_of: Some(OF_A_TICKET),
        people: &[subject(
            "requested_by",
            "the staff member who had it drafted",
        )],
        places: &["guild_id"],
        facts: &[
            "id",
            "ticket_id",
            "state",
            "sources",
            "chars",
            "edit_ratio",
            "created_at",
            "decided_at",
        ],
        ..Table::new(
            "ticket_suggestions",
            "What became of replies that were drafted; never their text",
            "as long as its ticket",
        )
    },
    Table {
        words: &[Words {
            columns: &["sample"],
            on_erasure: OnErasure::TakenOut(
                "the excerpt is replaced where a ticket of theirs is among those that it was drawn from",
            ),
        }],
        people: &[actor("decided_by", "who decided about it")],
        places: &["guild_id", "log_channel_id", "log_message_id"],
        facts: &[
            "id",
            "similarity_key",
            "topic_terms",
            "occurrences",
            "ticket_ids",
            "state",
            "faq_id",
            "posting_begun",
            "created_at",
            "decided_at",
        ],
        ..Table::new(
            "faq_proposals",
            "Answers that are proposed because members keep asking; the excerpt has no addresses or numbers in it",
            "as long as the server has the bot",
        )
    },
    Table {
        people: &[
            subject("user_id", "who opened it"),
            actor("claimed_by", "the staff member who has it in hand"),
            Person {
                kind: Some(Kind {
                    column: "escalated_kind",
                    person: "user",
                    nobody: "none",
                }),
                ..actor(
                    "escalated_to",
                    "to whom it was escalated, where that is no role",
                )
            },
            actor("closed_by", "who closed it"),
            actor("archived_by", "who archived it"),
            actor("archive_started_by", "who began to archive it"),
        ],
        words: &[going(&["username", "description", "close_reason"])],
        places: &[
            "guild_id",
            "channel_id",
            "control_message_id",
            "transcript_channel_id",
            "transcript_message_id",
        ],
        facts: &[
            "id",
            "ticket_no",
            "status",
            "claimed_at",
            "escalated_kind",
            "closed_at",
            "archived_at",
            "archive_started_at",
            "archive_renewed_at",
            "archive_tries",
            "archive_put_off",
            "turn_given_back",
            "idle_notified_at",
            "idle_unreached",
            "last_activity_at",
            "revision",
            "created_at",
            "updated_at",
            "transcript_messages",
            "room",
        ],
        ..Table::new(
            "support_tickets",
            "Questions of members to their server's staff",
            "as long as the server has the bot, or until staff delete it",
        )
    },
    Table {
        places: &["guild_id", "channel_id"],
        facts: &["due_at", "tries"],
        ..Table::new(
            "left_ticket_rooms",
            "Channels of tickets that were erased with the person who had opened them",
            "until the channel is deleted, minutes; some weeks at most",
        )
    },
    Table {
        places: &["guild_id"],
        facts: &["last_no"],
        ..Table::new(
            "ticket_numbers",
            "The number of a server's newest ticket",
            "as long as the server has the bot",
        )
    },
];
