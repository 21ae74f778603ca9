//! The pause store: which reminders rest, and how they go on.
//!
//! Reminders are locked before their occurrences, and in the order of their numbers, as everywhere else.

use std::collections::{HashMap, HashSet};

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use kernel::{ChannelId, GuildId, PortFailure};
use reminders_core::{
    After, ChannelTrouble, Claimed, Kind, Occurrence, PauseReason, PauseStore, Permission,
    Reminder, ReminderId, comes_to, next_occurrence,
};
use sqlx::{PgConnection, PgPool};

use super::row::{pause_text, read_kind, reminder_rows};
use super::store::PgReminderStore;
use super::{claim, finish, unreadable};
use crate::error::failed;

/// For how long a reminder that rests owes its sends.
pub(super) const OWED: TimeDelta = TimeDelta::days(31);

#[async_trait]
impl PauseStore for PgReminderStore {
    async fn fail_and_pause(
        &self,
        claimed: &Claimed,
        trouble: &ChannelTrouble,
        now: DateTime<Utc>,
    ) -> Result<Vec<ReminderId>, PortFailure> {
        let paused = fail_and_pause(&self.pool, claimed, trouble, now).await;
        paused.map_err(failed("have a channel's reminders rest"))
    }

    async fn channels_in_use(&self, guild: GuildId) -> Result<Vec<ChannelId>, PortFailure> {
        let found = sqlx::query_scalar!(
            "SELECT DISTINCT channel_id FROM alphapy.reminders WHERE guild_id = $1 AND NOT completed ORDER BY 1",
            guild.as_i64(),
        )
        .fetch_all(&self.pool)
        .await
        .map_err(failed("find the channels of reminders"))?;
        let channels = found.into_iter().filter_map(|it| it.try_into().ok());
        Ok(channels.collect())
    }

    async fn pause_channel(
        &self,
        guild: GuildId,
        channel: ChannelId,
        trouble: &ChannelTrouble,
        now: DateTime<Utc>,
    ) -> Result<Vec<ReminderId>, PortFailure> {
        const ATTEMPTED: &str = "have a channel's reminders rest";
        let mut transaction = self.pool.begin().await.map_err(failed(ATTEMPTED))?;
        lock_channel(&mut transaction, guild, channel)
            .await
            .map_err(failed(ATTEMPTED))?;
        let place = (guild, channel);
        let paused = pause_channel(&mut transaction, place, trouble, BotIs::There, now)
            .await
            .map_err(failed(ATTEMPTED))?;
        transaction.commit().await.map_err(failed(ATTEMPTED))?;
        Ok(paused)
    }

    async fn pause_guild(&self, guild: GuildId, now: DateTime<Utc>) -> Result<u64, PortFailure> {
        let paused = pause_guild(&self.pool, guild, now).await;
        paused.map_err(failed("have a guild's reminders rest"))
    }

    async fn resume_channel(
        &self,
        guild: GuildId,
        channel: ChannelId,
        zone: Tz,
        window: TimeDelta,
        now: DateTime<Utc>,
    ) -> Result<Vec<Reminder>, PortFailure> {
        let resumed = resume_channel(&self.pool, (guild, channel), zone, window, now).await;
        resumed.map_err(failed("have a channel's reminders go on"))
    }
}

async fn fail_and_pause(
    pool: &PgPool,
    claimed: &Claimed,
    trouble: &ChannelTrouble,
    now: DateTime<Utc>,
) -> Result<Vec<ReminderId>, sqlx::Error> {
    let what = &claimed.reminder.what;
    let mut transaction = pool.begin().await?;
    lock_channel(&mut transaction, what.guild, what.channel).await?;
    let ended = sqlx::query!(
        "UPDATE alphapy.reminder_occurrences
         SET state = 'failed', problem = $4, error = $5, finished_at = $6, lease_until = NULL
         WHERE guild_id = $1 AND reminder_id = $2 AND id = $3 AND state = 'claimed' AND attempts = $7",
        what.guild.as_i64(),
        claimed.reminder.id.as_i64(),
        claimed.id.0,
        pause_text(trouble.reason()),
        reason_text(trouble),
        now,
        i32::try_from(claimed.attempt).unwrap_or(i32::MAX),
    )
    .execute(&mut *transaction)
    .await?;
    if ended.rows_affected() == 0 {
        return Ok(Vec::new());
    }
    let place = (what.guild, what.channel);
    let paused = pause_channel(&mut transaction, place, trouble, BotIs::PerhapsGone, now).await?;
    transaction.commit().await?;
    Ok(paused)
}

/// Has everybody else who changes reminders of this channel wait.
async fn lock_channel(
    connection: &mut PgConnection,
    guild: GuildId,
    channel: ChannelId,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "SELECT id FROM alphapy.reminders WHERE guild_id = $1 AND channel_id = $2 AND NOT completed
         ORDER BY id FOR NO KEY UPDATE",
        guild.as_i64(),
        channel.as_i64(),
    )
    .fetch_all(connection)
    .await?;
    Ok(())
}

/// Whether the bot is in the guild for certain, or was perhaps removed from it while something was on its way.
#[derive(Clone, Copy, PartialEq, Eq)]
enum BotIs {
    There,
    PerhapsGone,
}

/// What was due already and nobody had claimed is owed from its moment on, the rest from now: also where the bot returned
/// to a guild only to find the channel closed, for nobody wants to hear of what passed while it was away.
async fn pause_channel(
    connection: &mut PgConnection,
    (guild, channel): (GuildId, ChannelId),
    trouble: &ChannelTrouble,
    bot: BotIs,
    now: DateTime<Utc>,
) -> Result<Vec<ReminderId>, sqlx::Error> {
    let missing: Vec<String> = trouble
        .missing()
        .iter()
        .map(|it| permission_text(*it).to_owned())
        .collect();
    let paused = sqlx::query_scalar!(
        "UPDATE alphapy.reminders
         SET paused_reason = $3, paused_missing = $4,
             paused_at = CASE WHEN paused_reason = 'guild_left' THEN $5
                              ELSE coalesce(paused_at, LEAST($5, next_fire_at)) END,
             paused_told_at = NULL, paused_telling_until = NULL, paused_maker_told = false,
             next_fire_at = NULL, next_kind = NULL, next_event_at = NULL
         WHERE guild_id = $1 AND channel_id = $2 AND NOT completed AND paused_reason IS DISTINCT FROM $3
           AND ($6 OR paused_reason IS DISTINCT FROM 'guild_left')
         RETURNING id",
        guild.as_i64(),
        channel.as_i64(),
        pause_text(trouble.reason()),
        &missing,
        now,
        bot == BotIs::There,
    )
    .fetch_all(&mut *connection)
    .await?;
    if !paused.is_empty() {
        wake(connection).await?;
    }
    let ids = paused
        .into_iter()
        .filter_map(|id| ReminderId::new(u64::try_from(id).ok()?));
    let mut ids: Vec<_> = ids.collect();
    ids.sort_unstable();
    Ok(ids)
}

async fn pause_guild(
    pool: &PgPool,
    guild: GuildId,
    now: DateTime<Utc>,
) -> Result<u64, sqlx::Error> {
    let mut transaction = pool.begin().await?;
    sqlx::query!(
        "SELECT id FROM alphapy.reminders WHERE guild_id = $1 AND NOT completed ORDER BY id FOR NO KEY UPDATE",
        guild.as_i64(),
    )
    .fetch_all(&mut *transaction)
    .await?;
    let paused = sqlx::query!(
        "UPDATE alphapy.reminders
         SET paused_reason = $2, paused_missing = '{}', paused_at = coalesce(paused_at, LEAST($3, next_fire_at)),
             paused_told_at = $3, paused_telling_until = NULL,
             next_fire_at = NULL, next_kind = NULL, next_event_at = NULL
         WHERE guild_id = $1 AND NOT completed AND paused_reason IS DISTINCT FROM $2",
        guild.as_i64(),
        pause_text(PauseReason::GuildLeft),
        now,
    )
    .execute(&mut *transaction)
    .await?;
    finish::end_in_guild(&mut transaction, guild, now).await?;
    sqlx::query!(
        "UPDATE alphapy.reminder_occurrences SET told_at = $2, telling_until = NULL
         WHERE guild_id = $1 AND state IN ('failed', 'missed') AND told_at IS NULL",
        guild.as_i64(),
        now,
    )
    .execute(&mut *transaction)
    .await?;
    transaction.commit().await?;
    Ok(paused.rows_affected())
}

async fn resume_channel(
    pool: &PgPool,
    (guild, channel): (GuildId, ChannelId),
    zone: Tz,
    window: TimeDelta,
    now: DateTime<Utc>,
) -> Result<Vec<Reminder>, sqlx::Error> {
    let mut transaction = pool.begin().await?;
    let rows = reminder_rows!(
        "WHERE guild_id = $1 AND channel_id = $2 AND NOT completed AND paused_at IS NOT NULL
         ORDER BY id FOR NO KEY UPDATE",
        guild.as_i64(),
        channel.as_i64(),
    )
    .fetch_all(&mut *transaction)
    .await?;
    let resting: Vec<_> = rows.iter().filter_map(unreadable::readable).collect();
    if resting.is_empty() {
        return Ok(resting);
    }
    let dealt_with = dealt_with(&mut transaction, guild, &resting, now - OWED).await?;
    let resumed: Vec<_> = resting
        .into_iter()
        .map(|it| going_on(it, &dealt_with, zone, (now - window, now)))
        .collect();
    let ids: Vec<i64> = resumed.iter().map(|it| it.id.as_i64()).collect();
    unpause(&mut transaction, guild, &ids).await?;
    claim::store_next(&mut transaction, resumed.iter()).await?;
    give_back(&mut transaction, &resumed, zone, now - window, now).await?;
    complete_what_is_over(&mut transaction, guild, &ids, now).await?;
    wake(&mut transaction).await?;
    transaction.commit().await?;
    Ok(resumed)
}

/// A send of a reminder, by its number, moment and kind.
type Send = (i64, DateTime<Utc>, Kind);

/// The sends of these reminders that are on record already.
async fn dealt_with(
    connection: &mut PgConnection,
    guild: GuildId,
    resting: &[Reminder],
    since: DateTime<Utc>,
) -> Result<HashSet<Send>, sqlx::Error> {
    let ids: Vec<i64> = resting.iter().map(|it| it.id.as_i64()).collect();
    let pauses = resting.iter().filter_map(|it| it.paused);
    let first = pauses.map(|it| it.since).min().unwrap_or(since).max(since);
    let rows = sqlx::query!(
        "SELECT reminder_id, fires_at, kind FROM alphapy.reminder_occurrences
         WHERE guild_id = $1 AND reminder_id = ANY($2) AND fires_at >= $3",
        guild.as_i64(),
        &ids,
        first,
    )
    .fetch_all(connection)
    .await?;
    let sends = rows
        .into_iter()
        .filter_map(|it| Some((it.reminder_id, it.fires_at, read_kind(&it.kind)?)));
    Ok(sends.collect())
}

/// The reminder as it goes on: what it owes first comes next. What is too late by now is told where people could have
/// mended the channel; after the bot was away altogether it is passed over, or its return would begin with a flood.
fn going_on(
    mut reminder: Reminder,
    dealt_with: &HashSet<Send>,
    zone: Tz,
    (in_time, now): (DateTime<Utc>, DateTime<Utc>),
) -> Reminder {
    let Some(pause) = reminder.paused.take() else {
        return reminder;
    };
    let what = &reminder.what;
    let next = |after| next_occurrence(&what.schedule, what.lead, what.announce, zone, after);
    let mut owed = next(After::Instant(pause.since.max(now - OWED)));
    let recorded =
        |it: &Occurrence| dealt_with.contains(&(reminder.id.as_i64(), it.fires_at, it.kind));
    let away = pause.reason == PauseReason::GuildLeft;
    let over = |it: &Occurrence| away && it.fires_at < in_time && it.event_at <= now;
    while let Some(done) = owed.filter(|it| recorded(it) || over(it)) {
        owed = next(After::Occurrence(done));
    }
    reminder.next = owed;
    reminder
}

/// Forgets that these reminders rested, and whom that had to be told.
pub(super) async fn unpause(
    connection: &mut PgConnection,
    guild: GuildId,
    ids: &[i64],
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "UPDATE alphapy.reminders
         SET paused_reason = NULL, paused_at = NULL, paused_missing = '{}', paused_told_at = NULL,
             paused_telling_until = NULL, paused_maker_told = false
         WHERE guild_id = $1 AND id = ANY($2)",
        guild.as_i64(),
        ids,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Has the dispatcher try again what failed because of the channel, is still worth it and still one of the reminder's
/// sends: while it rested it may have been moved to other moments.
async fn give_back(
    connection: &mut PgConnection,
    resumed: &[Reminder],
    zone: Tz,
    since: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    let Some(guild) = resumed.first().map(|it| it.what.guild) else {
        return Ok(());
    };
    let ids: Vec<i64> = resumed.iter().map(|it| it.id.as_i64()).collect();
    let failed = sqlx::query!(
        "SELECT id, reminder_id, fires_at, kind, event_at FROM alphapy.reminder_occurrences
         WHERE guild_id = $1 AND reminder_id = ANY($2) AND state = 'failed' AND problem IS NOT NULL
           AND (fires_at >= $3 OR event_at > $4)",
        guild.as_i64(),
        &ids,
        since,
        now,
    )
    .fetch_all(&mut *connection)
    .await?;
    let reminders: HashMap<i64, &Reminder> =
        resumed.iter().map(|it| (it.id.as_i64(), it)).collect();
    let wanted = failed.into_iter().filter_map(|it| {
        let occurrence = Occurrence {
            fires_at: it.fires_at,
            kind: read_kind(&it.kind)?,
            event_at: it.event_at,
        };
        let reminder = reminders.get(&it.reminder_id)?;
        still_has(reminder, zone, occurrence).then_some(it.id)
    });
    let wanted: Vec<i64> = wanted.collect();
    sqlx::query!(
        "UPDATE alphapy.reminder_occurrences
         SET state = 'claimed', lease_until = $3, finished_at = NULL, problem = NULL, told_at = NULL,
             telling_until = NULL, maker_told = false
         WHERE guild_id = $1 AND id = ANY($2)",
        guild.as_i64(),
        &wanted,
        now,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Whether the reminder, as it is now, has this send.
fn still_has(reminder: &Reminder, zone: Tz, occurrence: Occurrence) -> bool {
    let what = &reminder.what;
    // What somebody asked to hear again is for that moment, wherever the event is now.
    occurrence.kind == Kind::Snoozed
        || comes_to(&what.schedule, what.lead, what.announce, zone, occurrence)
}

async fn complete_what_is_over(
    connection: &mut PgConnection,
    guild: GuildId,
    ids: &[i64],
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "UPDATE alphapy.reminders r SET completed = true, completed_at = $3
         WHERE guild_id = $1 AND id = ANY($2) AND NOT completed AND next_fire_at IS NULL
           AND NOT EXISTS (
               SELECT FROM alphapy.reminder_occurrences o
               WHERE o.guild_id = r.guild_id AND o.reminder_id = r.id AND o.state = 'claimed'
           )",
        guild.as_i64(),
        ids,
        now,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Wakes the dispatchers, and behind them whoever tells people: neither an occurrence that is given back nor a pause
/// brings a reminder's next send nearer, which is all that the trigger sees.
pub(super) async fn wake(connection: &mut PgConnection) -> Result<(), sqlx::Error> {
    sqlx::query!("SELECT pg_notify('alphapy_reminders', '')::text")
        .fetch_one(connection)
        .await?;
    Ok(())
}

/// Why a send failed, for the operator.
fn reason_text(trouble: &ChannelTrouble) -> String {
    match trouble {
        ChannelTrouble::Gone => "channel gone".to_owned(),
        ChannelTrouble::Forbidden(missing) => format!("missing permissions: {missing:?}"),
    }
}

const PERMISSIONS: [(Permission, &str); 6] = [
    (Permission::ViewChannel, "view_channel"),
    (Permission::SendMessages, "send_messages"),
    (Permission::EmbedLinks, "embed_links"),
    (Permission::ReadMessageHistory, "read_message_history"),
    (Permission::ManageMessages, "manage_messages"),
    (Permission::MentionEveryone, "mention_everyone"),
];

/// A permission as the column has it.
fn permission_text(permission: Permission) -> &'static str {
    PERMISSIONS
        .iter()
        .find(|it| it.0 == permission)
        .map_or("", |it| it.1)
}

/// The permissions that a column names; what no release up to this one writes is left out.
pub(super) fn read_permissions(stored: &[String]) -> Vec<Permission> {
    let known = |text: &String| PERMISSIONS.iter().find(|it| it.1 == text).map(|it| it.0);
    stored.iter().filter_map(known).collect()
}
