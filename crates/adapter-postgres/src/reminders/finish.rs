//! Recording how a send ended.
//!
//! Whoever needs both a reminder's row and one of its occurrences locks the reminder first, as a deletion does.

use chrono::{DateTime, Utc};
use kernel::{GuildId, MessageId};
use reminders_core::{Claimed, Finished, Kind, OccurrenceResult, Punctuality, Reminder};
use sqlx::{PgConnection, PgPool};

use super::row::kind_text;

/// How many characters of a reason are kept.
const REASON_MAX: usize = 200;

/// What stands beside a send that was left out because somebody is done with its event.
pub(super) const DONE: &str = "its event is done";

/// See `OccurrenceStore::finish`.
pub(super) async fn finish(
    pool: &PgPool,
    claimed: &Claimed,
    result: &OccurrenceResult,
    now: DateTime<Utc>,
) -> Result<Finished, sqlx::Error> {
    let mut transaction = pool.begin().await?;
    let Some(notice) = lock(&mut transaction, &claimed.reminder).await? else {
        return Ok(Finished::Gone);
    };
    if let Some(obstacle) = obstacle(&mut transaction, claimed, result, notice).await? {
        // Left to itself it would end a moment after this returns, and until then claims pass the reminder over.
        transaction.rollback().await?;
        return Ok(obstacle);
    }
    end(&mut transaction, claimed, result, now).await?;
    if let OccurrenceResult::Sent { message, .. } = result {
        remember_sent(&mut transaction, claimed, *message).await?;
    }
    complete_if_over(&mut transaction, &claimed.reminder, now).await?;
    transaction.commit().await?;
    Ok(Finished::Recorded)
}

/// The notice that stands, if any.
type Notice = Option<i64>;

/// Has everybody else who changes this reminder wait; none when it is gone.
async fn lock(
    connection: &mut PgConnection,
    reminder: &Reminder,
) -> Result<Option<Notice>, sqlx::Error> {
    sqlx::query_scalar!(
        "SELECT sent_message_id FROM alphapy.reminders WHERE guild_id = $1 AND id = $2 FOR NO KEY UPDATE",
        reminder.what.guild.as_i64(),
        reminder.id.as_i64(),
    )
    .fetch_optional(connection)
    .await
}

/// Why the end is not to be recorded, if it is not: whoever lost the claim may only say that a message stands.
async fn obstacle(
    connection: &mut PgConnection,
    claimed: &Claimed,
    result: &OccurrenceResult,
    notice: Notice,
) -> Result<Option<Finished>, sqlx::Error> {
    let found = sqlx::query!(
        r#"SELECT state, attempts, (state = 'skipped' AND coalesce(error = ANY($4), false)) AS "withdrawn!", EXISTS (
               SELECT FROM alphapy.reminder_occurrences t
               WHERE t.guild_id = o.guild_id AND t.reminder_id = o.reminder_id AND t.event_at = o.event_at
                 AND t.kind = 't0' AND t.state = 'sent'
           ) AS "start_stands!"
           FROM alphapy.reminder_occurrences o WHERE guild_id = $1 AND reminder_id = $2 AND id = $3"#,
        claimed.reminder.what.guild.as_i64(),
        claimed.reminder.id.as_i64(),
        claimed.id.0,
        &[DONE] as &[&str],
    )
    .fetch_optional(connection)
    .await?;
    let stands = matches!(result, OccurrenceResult::Sent { .. });
    let Some(found) = found else {
        // Its reminder was moved meanwhile, to other moments or to another channel.
        return Ok(Some(if stands {
            Finished::Withdrawn
        } else {
            Finished::Overtaken
        }));
    };
    let held = found.state == "claimed" && u32::try_from(found.attempts) == Ok(claimed.attempt);
    if found.state == "sent" || !(held || stands) {
        return Ok(Some(Finished::Overtaken));
    }
    if stands && found.withdrawn {
        return Ok(Some(Finished::Withdrawn));
    }
    let known = claimed.reminder.pre_message.map(MessageId::as_i64);
    Ok(match claimed.occurrence.kind {
        Kind::Pre if stands && found.start_stands => Some(Finished::StartStands),
        Kind::T0 if stands && notice != known => notice
            .and_then(|it| MessageId::try_from(it).ok())
            .map(Finished::NoticeStands),
        Kind::Pre | Kind::T0 | Kind::Snoozed => None,
    })
}

async fn end(
    connection: &mut PgConnection,
    claimed: &Claimed,
    result: &OccurrenceResult,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    let (state, message, late, reason) = match result {
        OccurrenceResult::Sent {
            message,
            punctuality,
        } => (
            "sent",
            Some(*message),
            *punctuality == Punctuality::Late,
            None,
        ),
        OccurrenceResult::Failed { reason } => ("failed", None, false, Some(shortened(reason))),
        OccurrenceResult::Missed => ("missed", None, false, None),
        OccurrenceResult::Skipped => ("skipped", None, false, None),
    };
    sqlx::query!(
        "UPDATE alphapy.reminder_occurrences
         SET state = $4, message_id = $5, late = $6, error = coalesce($7, error), finished_at = $8, lease_until = NULL
         WHERE guild_id = $1 AND reminder_id = $2 AND id = $3",
        claimed.reminder.what.guild.as_i64(),
        claimed.reminder.id.as_i64(),
        claimed.id.0,
        state,
        message.map(MessageId::as_i64),
        late,
        reason,
        now,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Notes the minute of the send, and the advance notice that now stands or stands no more.
async fn remember_sent(
    connection: &mut PgConnection,
    claimed: &Claimed,
    message: MessageId,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "UPDATE alphapy.reminders
         SET sent_message_id = CASE $3 WHEN 'pre' THEN $4::bigint WHEN 'snoozed' THEN sent_message_id END,
             last_sent_at = GREATEST(last_sent_at, date_trunc('minute', $5::timestamptz))
         WHERE guild_id = $1 AND id = $2",
        claimed.reminder.what.guild.as_i64(),
        claimed.reminder.id.as_i64(),
        kind_text(claimed.occurrence.kind),
        message.as_i64(),
        claimed.occurrence.fires_at,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Completes a reminder with nothing left to send.
pub(super) async fn complete_if_over(
    connection: &mut PgConnection,
    reminder: &Reminder,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "UPDATE alphapy.reminders r SET completed = true, completed_at = $3
         WHERE guild_id = $1 AND id = $2 AND NOT completed AND next_fire_at IS NULL AND paused_at IS NULL
           AND NOT EXISTS (
               SELECT FROM alphapy.reminder_occurrences o
               WHERE o.guild_id = r.guild_id AND o.reminder_id = r.id AND o.state = 'claimed'
           )",
        reminder.what.guild.as_i64(),
        reminder.id.as_i64(),
        now,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Leaves out what is under way or was asked to be told again in a guild that the bot has left.
pub(super) async fn end_in_guild(
    connection: &mut PgConnection,
    guild: GuildId,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "UPDATE alphapy.reminder_occurrences
         SET state = 'skipped', error = 'the bot left the guild', finished_at = $2, lease_until = NULL
         WHERE guild_id = $1 AND state = 'claimed'",
        guild.as_i64(),
        now,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// A reason as it is kept: short, and without the one character that Postgres' text cannot hold.
pub(super) fn shortened(reason: &str) -> String {
    reason
        .chars()
        .filter(|it| *it != '\0')
        .take(REASON_MAX)
        .collect()
}
