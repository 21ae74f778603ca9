//! Storing a reminder: its guild, the quota and the row in one transaction.

use chrono::{DateTime, SubsecRound as _, Utc};
use kernel::{ChannelId, GuildId, MessageId, UserId};
use reminders_core::{AddOutcome, NewReminder, Occurrence, Origin, Reminder, ReminderId};
use sqlx::{PgConnection, PgExecutor, PgPool};

use super::row::{announce_text, kind_text, source_text};
use super::schedule_columns::ScheduleColumns;
use super::zone::Zones;
use crate::guilds::ensure_guild;

/// How often an origin that is taken and yet not found is tried again: its holder was deleted in between.
const TRIES: usize = 3;

/// See `ReminderStore::add`.
pub(super) async fn add(
    pool: &PgPool,
    what: &NewReminder,
    next: Occurrence,
    quota: Option<u32>,
    now: DateTime<Utc>,
) -> Result<AddOutcome, sqlx::Error> {
    for _ in 0..TRIES {
        if let Some(outcome) = try_add(pool, what, next, quota, now).await? {
            return Ok(outcome);
        }
    }
    Err(sqlx::Error::RowNotFound)
}

/// The reminder that the watcher made of this event of a message.
pub(super) async fn watched(
    executor: impl PgExecutor<'_>,
    guild: GuildId,
    origin: Origin,
    part: u8,
) -> Result<Option<ReminderId>, sqlx::Error> {
    let found = sqlx::query_scalar!(
        "SELECT id FROM alphapy.reminders
         WHERE guild_id = $1 AND origin_channel_id = $2 AND origin_message_id = $3 AND origin_part = $4
           AND origin_message_id IS NOT NULL AND source = 'watcher'",
        guild.as_i64(),
        origin.channel.as_i64(),
        origin.message.as_i64(),
        i16::from(part),
    )
    .fetch_optional(executor)
    .await?;
    Ok(found.and_then(read_id))
}

/// One try; none when the origin was taken by a reminder that has since been deleted.
async fn try_add(
    pool: &PgPool,
    what: &NewReminder,
    next: Occurrence,
    quota: Option<u32>,
    now: DateTime<Utc>,
) -> Result<Option<AddOutcome>, sqlx::Error> {
    let mut transaction = pool.begin().await?;
    ensure_guild(&mut transaction, what.guild).await?;
    if let (Some(quota), Some(maker)) = (quota, what.created_by)
        && active(&mut transaction, what.guild, maker).await? >= i64::from(quota)
    {
        return Ok(Some(AddOutcome::QuotaReached));
    }
    let zones = Zones::load(&mut transaction, &[what.guild.as_i64()]).await?;
    let columns = ScheduleColumns::new(what, zones.of(what.guild.as_i64()));
    let stored = insert(&mut transaction, what, &columns, next, now).await?;
    let outcome = match (stored, what.origin) {
        (Some(reminder), _) => Some(AddOutcome::Stored(Box::new(reminder))),
        (None, Some(origin)) => {
            let holder = watched(&mut *transaction, what.guild, origin, what.origin_part).await?;
            holder.map(AddOutcome::AlreadyTracked)
        }
        (None, None) => None,
    };
    transaction.commit().await?;
    Ok(outcome)
}

/// How many active reminders the maker has asked for in the guild: what the watcher made of their announcements, they
/// did not. Until the transaction ends, nobody else counts them.
pub(super) async fn active(
    connection: &mut PgConnection,
    guild: GuildId,
    maker: UserId,
) -> Result<i64, sqlx::Error> {
    sqlx::query!(
        "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))",
        format!("alphapy.reminders.quota {guild} {maker}")
    )
    .fetch_one(&mut *connection)
    .await?;
    sqlx::query_scalar!(
        r#"SELECT count(*) AS "count!" FROM alphapy.reminders
           WHERE guild_id = $1 AND created_by = $2 AND NOT completed AND source <> 'watcher'"#,
        guild.as_i64(),
        maker.as_i64(),
    )
    .fetch_one(connection)
    .await
}

/// Inserts the row; none when the watcher has made one out of the same message.
pub(super) async fn insert(
    connection: &mut PgConnection,
    what: &NewReminder,
    columns: &ScheduleColumns,
    next: Occurrence,
    now: DateTime<Utc>,
) -> Result<Option<Reminder>, sqlx::Error> {
    // Postgres keeps microseconds, and what is returned should be what will be read.
    let created_at = now.trunc_subsecs(6);
    let id = sqlx::query_scalar!(
        r#"INSERT INTO alphapy.reminders
               (guild_id, name, channel_id, "time", call_time, days, event_time, offset_minutes, announce, message,
                location, image_url, origin_channel_id, origin_message_id, created_by, source,
                next_fire_at, next_kind, next_event_at, created_at,
                rrule, starts_on, ends_on, mention_everyone, origin_part)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20,
                   $21, $22, $23, $24, $25)
           ON CONFLICT (guild_id, origin_channel_id, origin_message_id, origin_part)
               WHERE origin_message_id IS NOT NULL AND source = 'watcher' DO NOTHING
           RETURNING id"#,
        what.guild.as_i64(),
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
        what.origin.map(|it| ChannelId::as_i64(it.channel)),
        what.origin.map(|it| MessageId::as_i64(it.message)),
        what.created_by.map(UserId::as_i64),
        source_text(what.source),
        next.fires_at,
        kind_text(next.kind),
        next.event_at,
        created_at,
        columns.rrule,
        columns.starts_on,
        columns.ends_on,
        what.mention_everyone,
        i16::from(what.origin_part),
    )
    .fetch_optional(connection)
    .await?;
    Ok(id.and_then(read_id).map(|id| Reminder {
        id,
        what: what.clone(),
        next: Some(next),
        pre_message: None,
        completed: false,
        paused: None,
        created_at,
    }))
}

fn read_id(id: i64) -> Option<ReminderId> {
    u64::try_from(id).ok().and_then(ReminderId::new)
}

/// Postgres' text holds every character but this one, which nobody can see anyway.
pub(super) fn without_nul(text: &str) -> String {
    text.replace('\0', "")
}
