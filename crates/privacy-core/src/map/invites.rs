//! Who brought whom.

use super::table::{OnErasure, Table, Words, actor, subject};

pub(super) const TABLES: &[Table] = &[
    Table {
        late: Some("joined_at"),
        people: &[
            subject("member_id", "who is to be announced"),
            actor("inviter_id", "who brought them"),
        ],
        places: &["guild_id"],
        facts: &["id", "invite_count", "joined_at", "held_until", "tries"],
        ..Table::new(
            "invite_announcements",
            "Announcements of newcomers that do not stand yet",
            "until it stands, an hour at most",
        )
    },
    Table {
        late: Some("joined_at"),
        people: &[
            subject("member_id", "who joined"),
            actor("inviter_id", "who brought them first"),
        ],
        words: &[Words {
            columns: &["invite_code"],
            on_erasure: OnErasure::TakenOut(
                "goes with the row of who joined; taken out where they are the inviter, since a code tells whose it is",
            ),
        }],
        places: &["guild_id"],
        facts: &["way", "grade", "joined_at", "left_at"],
        ..Table::new(
            "invite_joins",
            "By whose invite a member joined, so that nobody is counted twice",
            "as long as the server has the bot",
        )
    },
    Table {
        people: &[
            subject("user_id", "who brought others"),
            actor("adjusted_by", "who set the number by hand"),
        ],
        places: &["guild_id"],
        facts: &["invite_count", "adjusted_at", "updated_at"],
        ..Table::new(
            "invite_tracker",
            "How many members somebody has brought",
            "as long as the server has the bot",
        )
    },
    Table {
        places: &["guild_id"],
        facts: &["since"],
        ..Table::new(
            "invite_blind_guilds",
            "Servers that were told that their invites cannot be seen",
            "until they can be",
        )
    },
];
