//! The two questions of the dispatcher, which have to stay index scans however many reminders are stored: what is due,
//! and whose lease ran out. Rows that another claimer holds are passed over, not waited for.

/// Reminders of one kind of send that are due: `due_reminders!(now, kind, limit)`.
macro_rules! due_reminders {
    ($now:expr, $kind:expr, $limit:expr $(,)?) => {
        $crate::reminders::row::reminder_rows!(
            "WHERE next_kind = $2 AND next_fire_at <= $1 AND NOT completed
             ORDER BY next_fire_at, id LIMIT $3 FOR NO KEY UPDATE SKIP LOCKED",
            $now,
            $kind,
            $limit,
        )
    };
}

/// Takes on again what nobody finished in time: `expired_leases!(now, new_lease_until, limit)`.
macro_rules! expired_leases {
    ($now:expr, $until:expr, $limit:expr $(,)?) => {
        sqlx::query_as!(
            $crate::reminders::due::OccurrenceRow,
            "UPDATE alphapy.reminder_occurrences o
             SET attempts = o.attempts + 1, lease_until = $2
             FROM (
                 SELECT guild_id, id FROM alphapy.reminder_occurrences
                 WHERE state = 'claimed' AND lease_until <= $1
                 ORDER BY lease_until, id LIMIT $3 FOR NO KEY UPDATE SKIP LOCKED
             ) expired
             WHERE o.guild_id = expired.guild_id AND o.id = expired.id
             RETURNING o.id, o.guild_id, o.reminder_id, o.fires_at, o.kind, o.event_at, o.attempts, o.claimed_at, o.asked_by",
            $now,
            $until,
            $limit,
        )
    };
}

use chrono::{DateTime, Utc};
pub(super) use {due_reminders, expired_leases};

/// An occurrence that has been claimed before.
#[derive(Debug)]
pub(super) struct OccurrenceRow {
    pub(super) id: i64,
    pub(super) guild_id: i64,
    pub(super) reminder_id: i64,
    pub(super) fires_at: DateTime<Utc>,
    pub(super) kind: String,
    pub(super) event_at: DateTime<Utc>,
    pub(super) attempts: i32,
    pub(super) claimed_at: DateTime<Utc>,
    pub(super) asked_by: Option<i64>,
}
