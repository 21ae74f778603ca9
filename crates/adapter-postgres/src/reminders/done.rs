//! Ending an event: nothing more is posted about it, and what is on its way is taken down by whoever sends it.

use chrono::{DateTime, Utc};
use kernel::{GuildId, MessageId};
use reminders_core::{Occurrence, OccurrenceId, Recorded, Reminder, after_event, rest_of_event};
use sqlx::{PgConnection, PgPool};

use super::claim::store_next;
use super::finish::DONE;
use super::pauses::OWED;
use super::row::kind_text;
use super::snoozes::{call_off, recorded};
use super::zone::Zones;

/// See `SnoozeStore::done`.
pub(super) async fn done(
    pool: &PgPool,
    guild: GuildId,
    id: OccurrenceId,
    now: DateTime<Utc>,
) -> Result<Option<Reminder>, sqlx::Error> {
    let mut transaction = pool.begin().await?;
    let Some(pressed) = recorded(&mut transaction, guild, id).await? else {
        return Ok(None);
    };
    let event_at = pressed.occurrence.event_at;
    call_off(&mut transaction, guild, pressed.reminder.id, event_at, None).await?;
    withdraw(&mut transaction, &pressed, id, now).await?;
    let of_event = announces(&mut transaction, &pressed).await?;
    let zones = Zones::load(&mut transaction, &[guild.as_i64()]).await?;
    let zone = zones.of(guild.as_i64());
    let mut reminder = pressed.reminder;
    let ahead = reminder.next.is_some_and(|it| it.event_at == event_at);
    if ahead {
        reminder.next = after_event(&reminder, event_at, zone);
        store_next(&mut transaction, std::iter::once(&reminder)).await?;
    }
    let rest = rest_of_event(&reminder, event_at, zone, now - OWED);
    skip(&mut transaction, &reminder, &rest, now).await?;
    if ahead || of_event {
        reminder.pre_message = None;
    }
    reminder.completed |= reminder.next.is_none() && reminder.paused.is_none();
    sqlx::query!(
        "UPDATE alphapy.reminders
         SET completed = $3, completed_at = CASE WHEN $3 THEN coalesce(completed_at, $4) END, sent_message_id = $5
         WHERE guild_id = $1 AND id = $2",
        guild.as_i64(),
        reminder.id.as_i64(),
        reminder.completed,
        now,
        reminder.pre_message.map(MessageId::as_i64),
    )
    .execute(&mut *transaction)
    .await?;
    transaction.commit().await?;
    Ok(Some(reminder))
}

/// Ends what is under way, and what a resting channel would be tried with again. The message whose button was pressed
/// stands: whoever posted it may still say so.
async fn withdraw(
    connection: &mut PgConnection,
    pressed: &Recorded,
    id: OccurrenceId,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "UPDATE alphapy.reminder_occurrences
         SET state = 'skipped', problem = NULL, error = $5, finished_at = $6, lease_until = NULL
         WHERE guild_id = $1 AND reminder_id = $2 AND event_at = $3 AND id <> $4
           AND (state = 'claimed' OR state = 'failed' AND problem IS NOT NULL)",
        pressed.reminder.what.guild.as_i64(),
        pressed.reminder.id.as_i64(),
        pressed.occurrence.event_at,
        id.0,
        DONE,
        now,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Whether the notice that stands announces this event.
async fn announces(connection: &mut PgConnection, pressed: &Recorded) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"SELECT EXISTS (
               SELECT FROM alphapy.reminder_occurrences
               WHERE guild_id = $1 AND reminder_id = $2 AND event_at = $3 AND message_id = $4
           ) AS "announces!""#,
        pressed.reminder.what.guild.as_i64(),
        pressed.reminder.id.as_i64(),
        pressed.occurrence.event_at,
        pressed.reminder.pre_message.map(MessageId::as_i64),
    )
    .fetch_one(connection)
    .await
}

/// Records sends as left out, so that none of them is ever claimed or owed.
async fn skip(
    connection: &mut PgConnection,
    reminder: &Reminder,
    sends: &[Occurrence],
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    for send in sends {
        sqlx::query!(
            "INSERT INTO alphapy.reminder_occurrences
                 (guild_id, reminder_id, fires_at, kind, event_at, state, error, claimed_at, finished_at)
             VALUES ($1, $2, $3, $4, $5, 'skipped', $6, $7, $7)
             ON CONFLICT (guild_id, reminder_id, fires_at, kind, asked_by) DO NOTHING",
            reminder.what.guild.as_i64(),
            reminder.id.as_i64(),
            send.fires_at,
            kind_text(send.kind),
            send.event_at,
            DONE,
            now,
        )
        .execute(&mut *connection)
        .await?;
    }
    Ok(())
}
