//! Changing a reminder that the watcher made, after its announcement was edited.

use chrono_tz::Tz;
use kernel::GuildId;
use reminders_core::{Occurrence, ReminderId, Revision};
use sqlx::PgConnection;

use super::add::without_nul;
use super::edit;
use super::row::{announce_text, kind_text};
use super::schedule_columns::ScheduleColumns;
use super::snoozes::move_snoozes;

/// Makes an unfinished reminder what the revision says; one that is gone or finished is passed over.
pub(super) async fn revise(
    connection: &mut PgConnection,
    guild: GuildId,
    revision: &Revision,
    zone: Tz,
) -> Result<(), sqlx::Error> {
    let what = &revision.what;
    let columns = ScheduleColumns::new(what, zone);
    let done = sqlx::query!(
        r#"UPDATE alphapy.reminders
           SET name = $3, message = $4, location = $5, image_url = $6, "time" = $7, call_time = $8, days = $9,
               event_time = $10, rrule = $11, starts_on = $12, ends_on = $13, announce = $14
           WHERE guild_id = $1 AND id = $2 AND NOT completed"#,
        guild.as_i64(),
        revision.before.id.as_i64(),
        without_nul(what.name.as_str()),
        without_nul(what.message.as_str()),
        what.location.as_ref().map(|it| without_nul(it.as_str())),
        what.image_url.as_deref().map(without_nul),
        columns.time,
        columns.call_time,
        &columns.days,
        columns.event_time,
        columns.rrule,
        columns.starts_on,
        columns.ends_on,
        announce_text(what.announce),
    )
    .execute(&mut *connection)
    .await?;
    match revision.anew {
        Some(next) if done.rows_affected() == 1 => {
            begin_anew(&mut *connection, guild, revision.before.id, next).await?;
            move_snoozes(connection, what, revision.before.id, next).await
        }
        _ => Ok(()),
    }
}

/// The sends of an event that has moved. While the reminder rests nothing is due.
async fn begin_anew(
    connection: &mut PgConnection,
    guild: GuildId,
    id: ReminderId,
    next: Occurrence,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "UPDATE alphapy.reminders
         SET next_fire_at = CASE WHEN paused_at IS NULL THEN $3::timestamptz END,
             next_kind = CASE WHEN paused_at IS NULL THEN $4 END,
             next_event_at = CASE WHEN paused_at IS NULL THEN $5::timestamptz END,
             sent_message_id = NULL, last_sent_at = NULL
         WHERE guild_id = $1 AND id = $2",
        guild.as_i64(),
        id.as_i64(),
        next.fires_at,
        kind_text(next.kind),
        next.event_at,
    )
    .execute(&mut *connection)
    .await?;
    edit::leave_out(connection, guild, id).await
}
