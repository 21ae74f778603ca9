//! The occurrence store: how sends end, when the next one is due, and what a change of zone moves.
//!
//! Whoever needs both a reminder's row and one of its occurrences locks the reminder first, as a deletion does.

use async_trait::async_trait;
use chrono::{DateTime, NaiveTime, TimeDelta, Utc};
use chrono_tz::Tz;
use kernel::{GuildId, MessageId, PortFailure};
use reminders_core::{
    After, Claimed, OccurrenceResult, OccurrenceStore, Punctuality, Reminder, next_occurrence,
};
use sqlx::{PgConnection, PgPool};

use super::row::{kind_text, reminder_rows};
use super::schedule_columns::ScheduleColumns;
use super::store::PgReminderStore;
use super::{claim, unreadable};
use crate::error::failed;

/// How many characters of a reason are kept.
const REASON_MAX: usize = 200;

#[async_trait]
impl OccurrenceStore for PgReminderStore {
    async fn claim_due(
        &self,
        now: DateTime<Utc>,
        lease: TimeDelta,
        limit: u32,
    ) -> Result<Vec<Claimed>, PortFailure> {
        let claimed = claim::claim_due(&self.pool, now, lease, limit).await;
        claimed.map_err(failed("claim due reminders"))
    }

    async fn finish(
        &self,
        claimed: &Claimed,
        result: &OccurrenceResult,
        now: DateTime<Utc>,
    ) -> Result<(), PortFailure> {
        let finished = finish(&self.pool, claimed, result, now).await;
        finished.map_err(failed("record how a reminder ended"))
    }

    async fn postpone(
        &self,
        claimed: &Claimed,
        until: DateTime<Utc>,
        reason: &str,
    ) -> Result<(), PortFailure> {
        // Whoever claimed it again meanwhile has counted another attempt.
        sqlx::query!(
            "UPDATE alphapy.reminder_occurrences SET lease_until = $5, error = $6
             WHERE guild_id = $1 AND reminder_id = $2 AND id = $3 AND state = 'claimed' AND attempts = $4",
            claimed.reminder.what.guild.as_i64(),
            claimed.reminder.id.as_i64(),
            claimed.id.0,
            i32::try_from(claimed.attempt).unwrap_or(i32::MAX),
            until,
            shortened(reason),
        )
        .execute(&self.pool)
        .await
        .map_err(failed("postpone a reminder"))?;
        Ok(())
    }

    async fn next_due(&self) -> Result<Option<DateTime<Utc>>, PortFailure> {
        // Each of the three is the first entry of an index.
        sqlx::query_scalar!(
            "SELECT LEAST(
                 (SELECT min(next_fire_at) FROM alphapy.reminders WHERE next_kind = 't0' AND NOT completed),
                 (SELECT min(next_fire_at) FROM alphapy.reminders WHERE next_kind = 'pre' AND NOT completed),
                 (SELECT min(lease_until) FROM alphapy.reminder_occurrences WHERE state = 'claimed'))"
        )
        .fetch_one(&self.pool)
        .await
        .map_err(failed("find out when the next reminder is due"))
    }

    async fn rezone(
        &self,
        guild: GuildId,
        zone: Tz,
        now: DateTime<Utc>,
    ) -> Result<(), PortFailure> {
        let moved = rezone(&self.pool, guild, zone, now).await;
        moved.map_err(failed("move reminders into another zone"))
    }
}

async fn finish(
    pool: &PgPool,
    claimed: &Claimed,
    result: &OccurrenceResult,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    let mut transaction = pool.begin().await?;
    if !lock(&mut transaction, &claimed.reminder).await?
        || !end(&mut transaction, claimed, result, now).await?
    {
        return Ok(());
    }
    if let OccurrenceResult::Sent { message, .. } = result {
        remember_sent(&mut transaction, claimed, *message).await?;
    }
    complete_if_over(&mut transaction, &claimed.reminder, now).await?;
    transaction.commit().await
}

/// Has everybody else who changes this reminder wait; false when it is gone.
async fn lock(connection: &mut PgConnection, reminder: &Reminder) -> Result<bool, sqlx::Error> {
    let found = sqlx::query!(
        "SELECT id FROM alphapy.reminders WHERE guild_id = $1 AND id = $2 FOR NO KEY UPDATE",
        reminder.what.guild.as_i64(),
        reminder.id.as_i64(),
    )
    .fetch_optional(connection)
    .await?;
    Ok(found.is_some())
}

/// Records the end; false when it was recorded before.
async fn end(
    connection: &mut PgConnection,
    claimed: &Claimed,
    result: &OccurrenceResult,
    now: DateTime<Utc>,
) -> Result<bool, sqlx::Error> {
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
    let ended = sqlx::query!(
        "UPDATE alphapy.reminder_occurrences
         SET state = $4, message_id = $5, late = $6, error = coalesce($7, error), finished_at = $8, lease_until = NULL
         WHERE guild_id = $1 AND reminder_id = $2 AND id = $3 AND state = 'claimed'",
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
    Ok(ended.rows_affected() > 0)
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

async fn complete_if_over(
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

/// Weekly reminders get another instant, one-offs only other clocks in the columns that people read. What is due already
/// stays, since the dispatcher has yet to send it.
async fn rezone(
    pool: &PgPool,
    guild: GuildId,
    zone: Tz,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    let mut transaction = pool.begin().await?;
    let rows = reminder_rows!(
        "WHERE guild_id = $1 AND NOT completed AND next_fire_at > $2 ORDER BY id FOR NO KEY UPDATE",
        guild.as_i64(),
        now,
    )
    .fetch_all(&mut *transaction)
    .await?;
    let reminders = rows.iter().filter_map(unreadable::readable);
    let moved: Vec<_> = reminders.map(|it| in_zone(it, zone, now)).collect();
    claim::store_next(&mut transaction, moved.iter()).await?;
    store_clocks(&mut transaction, guild, &moved, zone).await?;
    transaction.commit().await
}

fn in_zone(mut reminder: Reminder, zone: Tz, now: DateTime<Utc>) -> Reminder {
    let what = &reminder.what;
    if what.schedule.is_recurring() {
        let after = After::Instant(now);
        reminder.next = next_occurrence(&what.schedule, what.lead, what.announce, zone, after);
    }
    reminder
}

async fn store_clocks(
    connection: &mut PgConnection,
    guild: GuildId,
    reminders: &[Reminder],
    zone: Tz,
) -> Result<(), sqlx::Error> {
    let ids: Vec<i64> = reminders.iter().map(|it| it.id.as_i64()).collect();
    let columns: Vec<_> = reminders
        .iter()
        .map(|it| ScheduleColumns::new(&it.what, zone))
        .collect();
    let times: Vec<NaiveTime> = columns.iter().map(|it| it.time).collect();
    let call_times: Vec<NaiveTime> = columns.iter().map(|it| it.call_time).collect();
    sqlx::query!(
        r#"UPDATE alphapy.reminders r SET "time" = n.notice, call_time = n.event
           FROM UNNEST($2::bigint[], $3::time[], $4::time[]) AS n (id, notice, event)
           WHERE r.guild_id = $1 AND r.id = n.id"#,
        guild.as_i64(),
        &ids,
        &times,
        &call_times,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// A reason as it is kept: short, and without the one character that Postgres' text cannot hold.
fn shortened(reason: &str) -> String {
    reason
        .chars()
        .filter(|it| *it != '\0')
        .take(REASON_MAX)
        .collect()
}
