//! What the watcher remembers of messages, and what it made of them.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use kernel::{ChannelId, GuildId, MessageId, PortFailure, UserId};
use reminders_core::{
    Closed, Fingerprint, Origin, Recalled, Reminder, Seen, Settled, Settlement, Sight, Undone,
    Version, WatchStore,
};
use sqlx::{PgConnection, PgExecutor};

use super::row::{ReminderRow, reminder_rows};
use super::schedule_columns::ScheduleColumns;
use super::zone::Zones;
use super::{PgReminderStore, add, revise, unreadable};
use crate::error::failed;
use crate::guilds::ensure_guild;

/// A row of `alphapy.watched_messages`.
struct SeenRow {
    message_id: i64,
    content: i64,
    written_at: Option<DateTime<Utc>>,
    title: i64,
    place: i64,
    body: i64,
    moments: Vec<Option<i64>>,
    closed_at: Option<DateTime<Utc>>,
    undone_by: Option<i64>,
}

impl SeenRow {
    fn seen(&self) -> Seen {
        let undone_by = self.undone_by.and_then(|it| UserId::try_from(it).ok());
        let moments = self.moments.iter();
        Seen {
            sight: Sight {
                version: Version {
                    content: Fingerprint::from_i64(self.content),
                    written: self.written_at,
                },
                title: Fingerprint::from_i64(self.title),
                place: Fingerprint::from_i64(self.place),
                text: Fingerprint::from_i64(self.body),
                moments: moments.map(|it| it.map(Fingerprint::from_i64)).collect(),
            },
            closed: self
                .closed_at
                .map(|_| undone_by.map_or(Closed::Gone, Closed::Undone)),
        }
    }
}

#[async_trait]
impl WatchStore for PgReminderStore {
    async fn recall(&self, guild: GuildId, origin: Origin) -> Result<Recalled, PortFailure> {
        let recalled = recall(&self.pool, guild, origin).await;
        recalled.map_err(failed("recall a message"))
    }

    async fn settle(
        &self,
        guild: GuildId,
        origin: Origin,
        settlement: &Settlement,
        now: DateTime<Utc>,
    ) -> Result<Settled, PortFailure> {
        let settled = settle(self, guild, origin, settlement, now).await;
        settled.map_err(failed("settle a message"))
    }

    async fn undo(
        &self,
        guild: GuildId,
        origin: Origin,
        by: UserId,
        now: DateTime<Utc>,
    ) -> Result<Undone, PortFailure> {
        let undone = undo(self, guild, origin, by, now).await;
        undone.map_err(failed("undo a message"))
    }

    async fn close(
        &self,
        guild: GuildId,
        channel: ChannelId,
        messages: &[MessageId],
        watched: bool,
        now: DateTime<Utc>,
    ) -> Result<Vec<Reminder>, PortFailure> {
        let closed = close(self, guild, channel, messages, watched, now).await;
        closed.map_err(failed("close deleted messages"))
    }

    async fn seen_lately(
        &self,
        guild: GuildId,
        channel: ChannelId,
        limit: u32,
    ) -> Result<Vec<(MessageId, Seen)>, PortFailure> {
        let rows = sqlx::query_as!(
            SeenRow,
            r#"SELECT message_id, content, written_at, title, place, body, moments AS "moments: Vec<Option<i64>>",
                      closed_at, undone_by
               FROM alphapy.watched_messages WHERE guild_id = $1 AND channel_id = $2
               ORDER BY message_id DESC LIMIT $3"#,
            guild.as_i64(),
            channel.as_i64(),
            i64::from(limit),
        )
        .fetch_all(&self.pool)
        .await
        .map_err(failed("list the messages that were seen"))?;
        let seen = rows.iter();
        Ok(seen
            .filter_map(|row| Some((MessageId::try_from(row.message_id).ok()?, row.seen())))
            .collect())
    }

    async fn forget_before(
        &self,
        guild: GuildId,
        moment: DateTime<Utc>,
    ) -> Result<(), PortFailure> {
        sqlx::query!(
            "DELETE FROM alphapy.watched_messages w
             WHERE guild_id = $1 AND seen_at < $2 AND NOT EXISTS (
                 SELECT FROM alphapy.reminders r
                 WHERE r.guild_id = w.guild_id AND r.origin_message_id = w.message_id
             )",
            guild.as_i64(),
            moment,
        )
        .execute(&self.pool)
        .await
        .map_err(failed("forget old messages"))?;
        Ok(())
    }
}

async fn recall(
    pool: &sqlx::PgPool,
    guild: GuildId,
    origin: Origin,
) -> Result<Recalled, sqlx::Error> {
    let rows = reminder_rows!(
        "WHERE guild_id = $1 AND origin_message_id = $2 AND origin_channel_id = $3 ORDER BY origin_part, id",
        guild.as_i64(),
        origin.message.as_i64(),
        origin.channel.as_i64(),
    )
    .fetch_all(pool)
    .await?;
    let all = rows.iter().filter_map(unreadable::readable);
    let (reminders, mut by_hand): (Vec<Reminder>, Vec<Reminder>) =
        all.partition(|it| it.what.source == reminders_core::Source::Watcher);
    by_hand.retain(|it| !it.completed);
    Ok(Recalled {
        seen: seen(pool, guild, origin).await?,
        reminders,
        by_hand,
    })
}

async fn seen(
    executor: impl PgExecutor<'_>,
    guild: GuildId,
    origin: Origin,
) -> Result<Option<Seen>, sqlx::Error> {
    let row = sqlx::query_as!(
        SeenRow,
        r#"SELECT message_id, content, written_at, title, place, body, moments AS "moments: Vec<Option<i64>>",
                  closed_at, undone_by
           FROM alphapy.watched_messages WHERE guild_id = $1 AND channel_id = $2 AND message_id = $3"#,
        guild.as_i64(),
        origin.channel.as_i64(),
        origin.message.as_i64(),
    )
    .fetch_optional(executor)
    .await?;
    Ok(row.map(|it| it.seen()))
}

async fn settle(
    store: &PgReminderStore,
    guild: GuildId,
    origin: Origin,
    settlement: &Settlement,
    now: DateTime<Utc>,
) -> Result<Settled, sqlx::Error> {
    let mut transaction = store.pool.begin().await?;
    ensure_guild(&mut transaction, guild).await?;
    if !remember(&mut transaction, guild, origin, settlement, now).await? {
        return Ok(Settled::Overtaken);
    }
    if !lock_touched(&mut transaction, guild, settlement).await? {
        return Ok(Settled::Overtaken);
    }
    let zone = Zones::load(&mut transaction, &[guild.as_i64()])
        .await?
        .of(guild.as_i64());
    remove(&mut transaction, guild, &settlement.remove).await?;
    for revision in &settlement.change {
        revise::revise(&mut transaction, guild, revision, zone).await?;
    }
    let mut added = Vec::new();
    for (what, next) in &settlement.add {
        let columns = ScheduleColumns::new(what, zone);
        added.extend(add::insert(&mut transaction, what, &columns, *next, now).await?);
    }
    transaction.commit().await?;
    Ok(Settled::Done(added))
}

/// Notes what is seen now, unless something else was seen meanwhile. Until the transaction ends nobody else does.
async fn remember(
    connection: &mut PgConnection,
    guild: GuildId,
    origin: Origin,
    settlement: &Settlement,
    now: DateTime<Utc>,
) -> Result<bool, sqlx::Error> {
    let sight = &settlement.sight;
    let moments: Vec<Option<i64>> = sight
        .moments
        .iter()
        .map(|it| it.map(Fingerprint::as_i64))
        .collect();
    let done = sqlx::query!(
        "INSERT INTO alphapy.watched_messages AS w
             (guild_id, channel_id, message_id, content, title, place, body, moments, seen_at,
              written_at)
         SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $11
         WHERE $10::bigint IS NULL OR EXISTS (
             SELECT FROM alphapy.watched_messages WHERE guild_id = $1 AND channel_id = $2 AND message_id = $3
         )
         ON CONFLICT (guild_id, channel_id, message_id) DO UPDATE
         SET content = EXCLUDED.content, title = EXCLUDED.title, place = EXCLUDED.place, body = EXCLUDED.body,
             moments = EXCLUDED.moments, seen_at = EXCLUDED.seen_at, written_at = EXCLUDED.written_at
         WHERE w.closed_at IS NULL AND w.content = $10",
        guild.as_i64(),
        origin.channel.as_i64(),
        origin.message.as_i64(),
        sight.version.content.as_i64(),
        sight.title.as_i64(),
        sight.place.as_i64(),
        sight.text.as_i64(),
        &moments as &[Option<i64>],
        now,
        settlement.expected.map(Fingerprint::as_i64),
        sight.version.written,
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Has everybody else who changes these reminders wait, and tells whether they are still what the look found.
async fn lock_touched(
    connection: &mut PgConnection,
    guild: GuildId,
    settlement: &Settlement,
) -> Result<bool, sqlx::Error> {
    let ids: Vec<i64> = settlement.touched().map(|it| it.id.as_i64()).collect();
    let rows = reminder_rows!(
        "WHERE guild_id = $1 AND id = ANY($2) ORDER BY id FOR UPDATE",
        guild.as_i64(),
        &ids,
    )
    .fetch_all(connection)
    .await?;
    let mut held = rows.iter().filter_map(unreadable::readable);
    Ok(held.all(|it| settlement.agrees_with(&it)))
}

async fn remove(
    connection: &mut PgConnection,
    guild: GuildId,
    reminders: &[Reminder],
) -> Result<(), sqlx::Error> {
    let ids: Vec<i64> = reminders.iter().map(|it| it.id.as_i64()).collect();
    sqlx::query!(
        "DELETE FROM alphapy.reminders WHERE guild_id = $1 AND id = ANY($2) AND NOT completed",
        guild.as_i64(),
        &ids,
    )
    .execute(connection)
    .await?;
    Ok(())
}

async fn undo(
    store: &PgReminderStore,
    guild: GuildId,
    origin: Origin,
    by: UserId,
    now: DateTime<Utc>,
) -> Result<Undone, sqlx::Error> {
    let mut transaction = store.pool.begin().await?;
    let before = seen(&mut *transaction, guild, origin).await?;
    match before.as_ref().and_then(|it| it.closed) {
        Some(Closed::Undone(by)) => return Ok(Undone::Already(by)),
        Some(Closed::Gone) => return Ok(Undone::Nothing),
        None => {}
    }
    let message = [origin.message.as_i64()];
    mark_closed(
        &mut transaction,
        guild,
        origin.channel,
        &message,
        Some(by),
        now,
    )
    .await?;
    if let Some(Closed::Undone(other)) = seen(&mut *transaction, guild, origin)
        .await?
        .and_then(|it| it.closed)
        && other != by
    {
        return Ok(Undone::Already(other));
    }
    let rows = made_of(&mut transaction, guild, origin).await?;
    if before.is_none() && rows.is_empty() {
        return Ok(Undone::Nothing);
    }
    let open: Vec<ReminderRow> = rows.into_iter().filter(|it| !it.completed).collect();
    delete(&mut transaction, guild, &open).await?;
    transaction.commit().await?;
    Ok(Undone::Removed(
        open.iter().filter_map(unreadable::readable).collect(),
    ))
}

/// The watcher's reminders of a message, which nobody else changes or sends until the transaction ends.
async fn made_of(
    connection: &mut PgConnection,
    guild: GuildId,
    origin: Origin,
) -> Result<Vec<ReminderRow>, sqlx::Error> {
    let mut rows = reminder_rows!(
        "WHERE guild_id = $1 AND origin_message_id = $2 AND origin_channel_id = $3 AND source = 'watcher'
         ORDER BY id FOR UPDATE",
        guild.as_i64(),
        origin.message.as_i64(),
        origin.channel.as_i64(),
    )
    .fetch_all(connection)
    .await?;
    rows.sort_by_key(|it| it.origin_part);
    Ok(rows)
}

async fn close(
    store: &PgReminderStore,
    guild: GuildId,
    channel: ChannelId,
    messages: &[MessageId],
    watched: bool,
    now: DateTime<Utc>,
) -> Result<Vec<Reminder>, sqlx::Error> {
    let ids: Vec<i64> = messages.iter().map(|it| it.as_i64()).collect();
    let mut transaction = store.pool.begin().await?;
    if watched {
        mark_closed(&mut transaction, guild, channel, &ids, None, now).await?;
    } else {
        sqlx::query!(
            "UPDATE alphapy.watched_messages SET closed_at = $4
             WHERE guild_id = $1 AND channel_id = $2 AND message_id = ANY($3) AND closed_at IS NULL",
            guild.as_i64(),
            channel.as_i64(),
            &ids,
            now,
        )
        .execute(&mut *transaction)
        .await?;
    }
    let rows = reminder_rows!(
        "WHERE guild_id = $1 AND origin_message_id = ANY($2) AND origin_channel_id = $3 AND source = 'watcher'
           AND NOT completed AND (event_time IS NULL OR event_time > $4)
         ORDER BY id FOR UPDATE",
        guild.as_i64(),
        &ids,
        channel.as_i64(),
        now,
    )
    .fetch_all(&mut *transaction)
    .await?;
    delete(&mut transaction, guild, &rows).await?;
    transaction.commit().await?;
    Ok(rows.iter().filter_map(unreadable::readable).collect())
}

/// Leaves messages alone from now on, also those that were never looked at.
async fn mark_closed(
    connection: &mut PgConnection,
    guild: GuildId,
    channel: ChannelId,
    messages: &[i64],
    by: Option<UserId>,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    ensure_guild(&mut *connection, guild).await?;
    sqlx::query!(
        "INSERT INTO alphapy.watched_messages AS w
             (guild_id, channel_id, message_id, content, title, place, body, seen_at, closed_at, undone_by)
         SELECT $1, $2, message, 0, 0, 0, 0, $4, $4, $5 FROM UNNEST($3::bigint[]) AS message
         ON CONFLICT (guild_id, channel_id, message_id) DO UPDATE SET closed_at = $4, undone_by = $5
         WHERE w.closed_at IS NULL",
        guild.as_i64(),
        channel.as_i64(),
        messages,
        now,
        by.map(UserId::as_i64),
    )
    .execute(connection)
    .await?;
    Ok(())
}

async fn delete(
    connection: &mut PgConnection,
    guild: GuildId,
    rows: &[ReminderRow],
) -> Result<(), sqlx::Error> {
    let ids: Vec<i64> = rows.iter().map(|it| it.id).collect();
    sqlx::query!(
        "DELETE FROM alphapy.reminders WHERE guild_id = $1 AND id = ANY($2)",
        guild.as_i64(),
        &ids,
    )
    .execute(connection)
    .await?;
    Ok(())
}
