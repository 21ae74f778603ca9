//! What people ask for below a reminder.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use kernel::{GuildId, PortFailure, UserId};
use reminders_core::{
    NewReminder, Occurrence, OccurrenceId, Recorded, Reminder, ReminderId, SnoozeStore,
};
use sqlx::{PgConnection, PgPool};

use super::done;
use super::row::{read_kind, reminder_rows};
use super::store::PgReminderStore;
use super::unreadable;
use crate::error::failed;

#[async_trait]
impl SnoozeStore for PgReminderStore {
    async fn recorded(
        &self,
        guild: GuildId,
        id: OccurrenceId,
    ) -> Result<Option<Recorded>, PortFailure> {
        const ATTEMPTED: &str = "find a send";
        let mut connection = self.pool.acquire().await.map_err(failed(ATTEMPTED))?;
        let found = recorded(&mut connection, guild, id).await;
        found.map_err(failed(ATTEMPTED))
    }

    async fn snooze(
        &self,
        guild: GuildId,
        id: OccurrenceId,
        by: UserId,
        until: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> Result<bool, PortFailure> {
        let snoozed = snooze(&self.pool, guild, id, by, until, now).await;
        snoozed.map_err(failed("snooze a reminder"))
    }

    async fn done(
        &self,
        guild: GuildId,
        id: OccurrenceId,
        now: DateTime<Utc>,
    ) -> Result<Option<Reminder>, PortFailure> {
        let ended = done::done(&self.pool, guild, id, now).await;
        ended.map_err(failed("mark a reminder as done"))
    }
}

/// The send, and its reminder, which everybody else who changes it waits for until the transaction ends.
pub(super) async fn recorded(
    connection: &mut PgConnection,
    guild: GuildId,
    id: OccurrenceId,
) -> Result<Option<Recorded>, sqlx::Error> {
    let row = sqlx::query!(
        "SELECT reminder_id, fires_at, kind, event_at, message_id FROM alphapy.reminder_occurrences
         WHERE guild_id = $1 AND id = $2",
        guild.as_i64(),
        id.0,
    )
    .fetch_optional(&mut *connection)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let reminder = reminder_rows!(
        "WHERE guild_id = $1 AND id = $2 FOR NO KEY UPDATE",
        guild.as_i64(),
        row.reminder_id,
    )
    .fetch_optional(connection)
    .await?;
    let reminder = reminder.as_ref().and_then(unreadable::readable);
    Ok(reminder
        .zip(read_kind(&row.kind))
        .map(|(reminder, kind)| Recorded {
            occurrence: Occurrence {
                fires_at: row.fires_at,
                kind,
                event_at: row.event_at,
            },
            message: row.message_id.and_then(|it| it.try_into().ok()),
            reminder,
        }))
}

async fn snooze(
    pool: &PgPool,
    guild: GuildId,
    id: OccurrenceId,
    by: UserId,
    until: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<bool, sqlx::Error> {
    let mut transaction = pool.begin().await?;
    let Some(sent) = recorded(&mut transaction, guild, id).await? else {
        return Ok(false);
    };
    let (reminder, event_at) = (sent.reminder.id, sent.occurrence.event_at);
    // With the reminder's row in hand nobody else snoozes it, so that there is at most one to replace.
    call_off(&mut transaction, guild, reminder, event_at, Some(by)).await?;
    sqlx::query!(
        "INSERT INTO alphapy.reminder_occurrences
             (guild_id, reminder_id, fires_at, kind, event_at, attempts, lease_until, claimed_at, asked_by)
         VALUES ($1, $2, $3, 'snoozed', $4, 0, $3, $5, $6)
         ON CONFLICT (guild_id, reminder_id, fires_at, kind, asked_by) DO NOTHING",
        guild.as_i64(),
        reminder.as_i64(),
        until,
        event_at,
        now,
        by.as_i64(),
    )
    .execute(&mut *transaction)
    .await?;
    wake(&mut transaction).await?;
    transaction.commit().await?;
    Ok(true)
}

/// Forgets what was snoozed of an event and nobody has claimed yet: by one person, or by all.
pub(super) async fn call_off(
    connection: &mut PgConnection,
    guild: GuildId,
    reminder: ReminderId,
    event_at: DateTime<Utc>,
    by: Option<UserId>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "DELETE FROM alphapy.reminder_occurrences
         WHERE guild_id = $1 AND reminder_id = $2 AND event_at = $3 AND kind = 'snoozed' AND state = 'claimed'
           AND attempts = 0 AND ($4::bigint IS NULL OR asked_by = $4)",
        guild.as_i64(),
        reminder.as_i64(),
        event_at,
        by.map(UserId::as_i64),
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The dispatchers may be asleep until after the new moment.
async fn wake(connection: &mut PgConnection) -> Result<(), sqlx::Error> {
    sqlx::query!("SELECT pg_notify('alphapy_reminders', '')")
        .fetch_one(connection)
        .await?;
    Ok(())
}

/// Has what somebody asked to be told again about a reminder that comes once name the moment to which its event was
/// moved. It still comes when they asked for it.
pub(super) async fn move_snoozes(
    connection: &mut PgConnection,
    what: &NewReminder,
    id: ReminderId,
    next: Occurrence,
) -> Result<(), sqlx::Error> {
    if what.schedule.is_recurring() {
        return Ok(());
    }
    sqlx::query!(
        "UPDATE alphapy.reminder_occurrences SET event_at = $3
         WHERE guild_id = $1 AND reminder_id = $2 AND kind = 'snoozed' AND state = 'claimed'",
        what.guild.as_i64(),
        id.as_i64(),
        next.event_at,
    )
    .execute(connection)
    .await?;
    Ok(())
}
