//! Reminders, and the announcements that they are made of.

use super::table::{PartOf, Table, actor, author, staying, subject};

const OF_THE_SERVER: &str = "an announcement of the server, which it goes on posting";

pub(super) const TABLES: &[Table] = &[
    Table {
        part_of: Some(PartOf {
            table: "reminders",
            by: "reminder_id",
            is_exported: false,
        }),
        people: &[subject("asked_by", "who asked to be reminded once more")],
        places: &["guild_id", "message_id"],
        facts: &[
            "id",
            "reminder_id",
            "fires_at",
            "kind",
            "event_at",
            "state",
            "late",
            "attempts",
            "lease_until",
            "error",
            "claimed_at",
            "finished_at",
            "told_at",
            "problem",
            "telling_until",
            "maker_told",
        ],
        ..Table::new(
            "reminder_occurrences",
            "Each time that a reminder was posted or is about to be",
            "30 days after it ended",
        )
    },
    Table {
        part_of: Some(PartOf {
            table: "reminders",
            by: "reminder_id",
            is_exported: false,
        }),
        words: &[staying(&["file_name"], OF_THE_SERVER)],
        withheld: &["content"],
        places: &["guild_id"],
        facts: &["reminder_id", "content_type", "created_at"],
        ..Table::new(
            "reminder_images",
            "The picture of a reminder, as it was attached",
            "as long as its reminder",
        )
    },
    Table {
        people: &[author("created_by", "who made it")],
        words: &[staying(
            &["name", "message", "location", "image_url"],
            OF_THE_SERVER,
        )],
        places: &[
            "guild_id",
            "channel_id",
            "origin_channel_id",
            "origin_message_id",
            "sent_message_id",
        ],
        facts: &[
            "id",
            "time",
            "call_time",
            "days",
            "event_time",
            "offset_minutes",
            "announce",
            "last_sent_at",
            "next_fire_at",
            "next_kind",
            "next_event_at",
            "completed",
            "completed_at",
            "source",
            "created_at",
            "updated_at",
            "rrule",
            "starts_on",
            "ends_on",
            "mention_everyone",
            "origin_part",
            "paused_reason",
            "paused_at",
            "paused_missing",
            "paused_told_at",
            "paused_telling_until",
            "paused_maker_told",
        ],
        ..Table::new(
            "reminders",
            "What a server wants to be reminded of, and when",
            "until somebody deletes it; of one event, 30 days after it",
        )
    },
    Table {
        people: &[actor("undone_by", "who undid what was made of it")],
        places: &["guild_id", "channel_id", "message_id"],
        facts: &[
            "content",
            "title",
            "place",
            "body",
            "moments",
            "seen_at",
            "closed_at",
            "written_at",
        ],
        ..Table::new(
            "watched_messages",
            "Which announcements have been read; fingerprints, no text",
            "as long as there is a reminder of it, else 90 days",
        )
    },
];
