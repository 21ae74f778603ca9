//! What becomes of rows that cannot be read, so that one of them stops nobody else's reminders.
//!
//! Only a row that a later release or a foreign hand wrote can be unreadable. It is set aside: nothing is due any more
//! (`next_fire_at` is null), and the send that was due stands recorded as failed, from which an operator who has mended
//! the row can put it back.

use chrono::{DateTime, Utc};
use reminders_core::Reminder;
use sqlx::PgConnection;

use super::row::{ReminderRow, UnreadableRow};

/// What is written beside a send whose reminder cannot be read.
const REASON: &str = "the stored reminder cannot be read";

/// The reminder in the row; an unreadable one is logged and left out.
pub(super) fn readable(row: &ReminderRow) -> Option<Reminder> {
    match row.reminder() {
        Ok(reminder) => Some(reminder),
        Err(unreadable) => {
            log(&unreadable);
            None
        }
    }
}

/// Sets a due reminder aside, and records its send as failed.
pub(super) async fn set_aside(
    connection: &mut PgConnection,
    row: &ReminderRow,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "INSERT INTO alphapy.reminder_occurrences
             (guild_id, reminder_id, fires_at, kind, event_at, state, error, claimed_at, finished_at)
         SELECT guild_id, id, next_fire_at, next_kind, next_event_at, 'failed', $3, $4, $4
         FROM alphapy.reminders WHERE guild_id = $1 AND id = $2 AND next_fire_at IS NOT NULL
         ON CONFLICT (guild_id, reminder_id, fires_at, kind, asked_by) DO NOTHING",
        row.guild_id,
        row.id,
        REASON,
        now,
    )
    .execute(&mut *connection)
    .await?;
    sqlx::query!(
        "UPDATE alphapy.reminders SET next_fire_at = NULL, next_kind = NULL, next_event_at = NULL
         WHERE guild_id = $1 AND id = $2",
        row.guild_id,
        row.id,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Records a send as failed that was taken on before its reminder became unreadable.
pub(super) async fn give_up(
    connection: &mut PgConnection,
    guild_id: i64,
    occurrence_id: i64,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "UPDATE alphapy.reminder_occurrences
         SET state = 'failed', lease_until = NULL, error = $3, finished_at = $4
         WHERE guild_id = $1 AND id = $2 AND state = 'claimed'",
        guild_id,
        occurrence_id,
        REASON,
        now,
    )
    .execute(connection)
    .await?;
    Ok(())
}

fn log(unreadable: &UnreadableRow) {
    tracing::error!(
        guild.id = unreadable.guild_id,
        reminder.id = unreadable.id,
        error = unreadable as &dyn std::error::Error,
        "a stored reminder cannot be read"
    );
}
