//! Changing a reminder, while others may be changing or sending it: its row is locked, compared and written.

use chrono::{DateTime, Utc};
use kernel::GuildId;
use reminders_core::{EditOutcome, NewReminder, Reminder, ReminderEdit, ReminderId, Scope, Sends};
use sqlx::{PgConnection, PgPool};

use super::add::without_nul;
use super::pauses::{unpause, wake};
use super::row::{announce_text, kind_text, reminder_rows};
use super::schedule_columns::ScheduleColumns;
use super::snoozes::move_snoozes;
use super::store::ScopeArguments;
use super::zone::Zones;
use super::{add, images, unreadable};

/// See `ReminderStore::edit`.
pub(super) async fn edit(
    pool: &PgPool,
    guild: GuildId,
    id: ReminderId,
    scope: Scope,
    edit: &ReminderEdit,
    now: DateTime<Utc>,
) -> Result<EditOutcome, sqlx::Error> {
    let mut transaction = pool.begin().await?;
    let Some(before) = locked(&mut transaction, guild, id, scope).await? else {
        return Ok(EditOutcome::NotFound);
    };
    if before.what != edit.before || before.completed != edit.completed {
        return Ok(EditOutcome::ChangedMeanwhile);
    }
    if exceeds(&mut transaction, &before, edit).await? {
        return Ok(EditOutcome::QuotaReached);
    }
    let mut after = Reminder {
        what: edit.after.clone(),
        ..before.clone()
    };
    store(&mut transaction, guild, id, &edit.after).await?;
    if after.what.image_url != before.what.image_url {
        images::forget(&mut transaction, guild, id).await?;
    }
    if after.what.channel != before.what.channel {
        forget_notice(&mut transaction, guild, id).await?;
        after.pre_message = None;
    }
    change_sends(&mut transaction, &mut after, edit.sends, now).await?;
    if after.what.channel != before.what.channel {
        send_again(&mut transaction, guild, id, now).await?;
    }
    transaction.commit().await?;
    Ok(EditOutcome::Stored {
        before: Box::new(before),
        after: Box::new(after),
    })
}

/// Whether the reminder would be one more than its maker may have, which it was not while it was finished.
async fn exceeds(
    connection: &mut PgConnection,
    before: &Reminder,
    edit: &ReminderEdit,
) -> Result<bool, sqlx::Error> {
    let (Sends::Anew(_), true) = (edit.sends, before.completed) else {
        return Ok(false);
    };
    match (edit.quota, before.what.created_by) {
        (Some(quota), Some(maker)) => {
            let active = add::active(connection, before.what.guild, maker).await?;
            Ok(active >= i64::from(quota))
        }
        _ => Ok(false),
    }
}

/// What becomes of the sends, here and in the rows.
async fn change_sends(
    connection: &mut PgConnection,
    after: &mut Reminder,
    sends: Sends,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    if sends == Sends::Kept {
        return Ok(());
    }
    let (guild, id) = (after.what.guild, after.id);
    (after.next, after.pre_message, after.paused) = (None, None, None);
    unpause(connection, guild, &[id.as_i64()]).await?;
    match sends {
        Sends::Kept => {}
        Sends::Anew(next) => {
            (after.next, after.completed) = (Some(next), false);
            begin_anew(connection, after).await?;
            leave_out(connection, guild, id).await?;
            move_snoozes(connection, &after.what, id, next).await?;
        }
        Sends::Over => {
            after.completed = true;
            end(connection, guild, id, now).await?;
        }
    }
    Ok(())
}

/// The reminder, which nobody else changes until the transaction ends.
async fn locked(
    connection: &mut PgConnection,
    guild: GuildId,
    id: ReminderId,
    scope: Scope,
) -> Result<Option<Reminder>, sqlx::Error> {
    let scope = ScopeArguments::from(scope);
    let row = reminder_rows!(
        "WHERE guild_id = $1 AND id = $2 AND ($3::bigint IS NULL OR created_by = $3 OR channel_id = $4)
         FOR NO KEY UPDATE",
        guild.as_i64(),
        id.as_i64(),
        scope.maker,
        scope.channel,
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.as_ref().and_then(unreadable::readable))
}

async fn store(
    connection: &mut PgConnection,
    guild: GuildId,
    id: ReminderId,
    what: &NewReminder,
) -> Result<(), sqlx::Error> {
    let zones = Zones::load(&mut *connection, &[guild.as_i64()]).await?;
    let columns = ScheduleColumns::new(what, zones.of(guild.as_i64()));
    sqlx::query!(
        r#"UPDATE alphapy.reminders
           SET name = $3, channel_id = $4, "time" = $5, call_time = $6, days = $7, event_time = $8,
               offset_minutes = $9, announce = $10, message = $11, location = $12, image_url = $13,
               rrule = $14, starts_on = $15, ends_on = $16, mention_everyone = $17
           WHERE guild_id = $1 AND id = $2"#,
        guild.as_i64(),
        id.as_i64(),
        without_nul(what.name.as_str()),
        what.channel.as_i64(),
        columns.time,
        columns.call_time,
        &columns.days,
        columns.event_time,
        i32::from(what.lead.as_minutes()),
        announce_text(what.announce),
        without_nul(what.message.as_str()),
        what.location.as_ref().map(|it| without_nul(it.as_str())),
        what.image_url.as_deref().map(without_nul),
        columns.rrule,
        columns.starts_on,
        columns.ends_on,
        what.mention_everyone,
    )
    .execute(connection)
    .await?;
    Ok(())
}

async fn forget_notice(
    connection: &mut PgConnection,
    guild: GuildId,
    id: ReminderId,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "UPDATE alphapy.reminders SET sent_message_id = NULL WHERE guild_id = $1 AND id = $2",
        guild.as_i64(),
        id.as_i64(),
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The next send, with nothing remembered of earlier ones (spec W20).
async fn begin_anew(connection: &mut PgConnection, reminder: &Reminder) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "UPDATE alphapy.reminders
         SET next_fire_at = $3, next_kind = $4, next_event_at = $5, sent_message_id = NULL, last_sent_at = NULL,
             completed = false, completed_at = NULL
         WHERE guild_id = $1 AND id = $2",
        reminder.what.guild.as_i64(),
        reminder.id.as_i64(),
        reminder.next.map(|it| it.fires_at),
        reminder.next.map(|it| kind_text(it.kind)),
        reminder.next.map(|it| it.event_at),
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Finishes a reminder: nothing of it is sent any more, and who posts something all the same takes it down.
async fn end(
    connection: &mut PgConnection,
    guild: GuildId,
    id: ReminderId,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "UPDATE alphapy.reminders
         SET next_fire_at = NULL, next_kind = NULL, next_event_at = NULL, sent_message_id = NULL,
             completed = true, completed_at = $3
         WHERE guild_id = $1 AND id = $2",
        guild.as_i64(),
        id.as_i64(),
        now,
    )
    .execute(&mut *connection)
    .await?;
    sqlx::query!(
        "DELETE FROM alphapy.reminder_occurrences WHERE guild_id = $1 AND reminder_id = $2 AND state = 'claimed'",
        guild.as_i64(),
        id.as_i64(),
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Sends under way for moments that are no longer the reminder's are forgotten: who posts one all the same takes it down,
/// and one that is due once more at the same moment is claimed under another number, hence with another nonce.
pub(super) async fn leave_out(
    connection: &mut PgConnection,
    guild: GuildId,
    id: ReminderId,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "DELETE FROM alphapy.reminder_occurrences
         WHERE guild_id = $1 AND reminder_id = $2 AND state = 'claimed' AND kind <> 'snoozed'",
        guild.as_i64(),
        id.as_i64(),
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Sends under way to the old channel are due again for the new one, under another number: who posts one to the old
/// channel all the same takes it down there.
async fn send_again(
    connection: &mut PgConnection,
    guild: GuildId,
    id: ReminderId,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    let again = sqlx::query!(
        "UPDATE alphapy.reminder_occurrences
         SET id = DEFAULT, attempts = 0, claimed_at = $3, lease_until = LEAST(lease_until, $3)
         WHERE guild_id = $1 AND reminder_id = $2 AND state = 'claimed' AND attempts > 0",
        guild.as_i64(),
        id.as_i64(),
        now,
    )
    .execute(&mut *connection)
    .await?;
    if again.rows_affected() > 0 {
        wake(connection).await?;
    }
    Ok(())
}
