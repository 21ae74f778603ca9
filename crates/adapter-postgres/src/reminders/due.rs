//! The two questions of the dispatcher, which have to stay index scans however many reminders are stored: what is due,
//! and whose lease ran out.
//!
//! Either looks at the first so many that wait, lets the guilds take turns among them, and locks in that order. Rows that
//! another claimer holds are passed over, not waited for.

/// How far a question looks.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reach {
    /// How many that wait are looked at, the earliest first.
    pub(super) window: i64,
    /// How many of each guild among them.
    pub(super) per_guild: i64,
    /// How many of these are tried to be locked, in turns.
    pub(super) candidates: i64,
    /// How many are locked.
    pub(super) limit: i64,
}

/// Reminders of one kind of send that are due: `due_reminders!(now, kind, pass_over, reach)`.
macro_rules! due_reminders {
    ($now:expr, $kind:expr, $pass_over:expr, $reach:expr $(,)?) => {
        $crate::reminders::row::reminder_rows!(
            from "(
                SELECT w.guild_id AS of_guild, w.id AS of_id, w.next_fire_at AS since,
                       row_number() OVER (PARTITION BY w.guild_id ORDER BY w.next_fire_at, w.id) AS turn
                FROM (
                    SELECT guild_id, id, next_fire_at FROM alphapy.reminders
                    WHERE next_kind = $2 AND next_fire_at <= $1 AND NOT completed AND guild_id <> ALL($3::bigint[])
                    ORDER BY next_fire_at, id LIMIT $4
                ) w
                ORDER BY turn, since, of_id LIMIT $6
             ) t CROSS JOIN LATERAL (
                SELECT * FROM alphapy.reminders
                WHERE guild_id = t.of_guild AND id = t.of_id
                  AND next_kind = $2 AND next_fire_at <= $1 AND NOT completed
                FOR NO KEY UPDATE SKIP LOCKED
             ) r
             WHERE t.turn <= $5 LIMIT $7",
            $now,
            $kind,
            $pass_over,
            $reach.window,
            $reach.per_guild,
            $reach.candidates,
            $reach.limit,
        )
    };
}

/// Takes on again what nobody finished in time: `expired_leases!(now, new_lease_until, urgent, pass_over, reach)`.
macro_rules! expired_leases {
    ($now:expr, $until:expr, $urgent:expr, $pass_over:expr, $reach:expr $(,)?) => {
        sqlx::query_as!(
            $crate::reminders::due::OccurrenceRow,
            "UPDATE alphapy.reminder_occurrences o
             SET attempts = o.attempts + 1, lease_until = $2
             FROM (
                 SELECT l.guild_id, l.id FROM (
                     SELECT w.guild_id AS of_guild, w.id AS of_id, w.lease_until AS since,
                            row_number() OVER (PARTITION BY w.guild_id ORDER BY w.lease_until, w.id) AS turn
                     FROM (
                         SELECT guild_id, id, lease_until FROM alphapy.reminder_occurrences
                         WHERE state = 'claimed' AND lease_until <= $1 AND (kind <> 'pre') = $3
                           AND guild_id <> ALL($4::bigint[])
                         ORDER BY lease_until, id LIMIT $5
                     ) w
                     ORDER BY turn, since, of_id LIMIT $7
                 ) t CROSS JOIN LATERAL (
                     SELECT guild_id, id FROM alphapy.reminder_occurrences
                     WHERE guild_id = t.of_guild AND id = t.of_id AND state = 'claimed' AND lease_until <= $1
                     FOR NO KEY UPDATE SKIP LOCKED
                 ) l
                 WHERE t.turn <= $6 LIMIT $8
             ) expired
             WHERE o.guild_id = expired.guild_id AND o.id = expired.id
             RETURNING o.id, o.guild_id, o.reminder_id, o.fires_at, o.kind, o.event_at, o.attempts, o.claimed_at, o.asked_by",
            $now,
            $until,
            $urgent,
            $pass_over,
            $reach.window,
            $reach.per_guild,
            $reach.candidates,
            $reach.limit,
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
