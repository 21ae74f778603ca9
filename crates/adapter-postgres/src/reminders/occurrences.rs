//! The occurrence store: how sends end, when the next one is due, and what a change of zone moves.
//!
//! Whoever needs both a reminder's row and one of its occurrences locks the reminder first, as a deletion does.

use std::collections::HashSet;

use async_trait::async_trait;
use chrono::{DateTime, NaiveTime, Utc};
use chrono_tz::Tz;
use kernel::{GuildId, PortFailure};
use reminders_core::{
    After, Backlog, ClaimWish, Claimed, Finished, Holding, OccurrenceId, OccurrenceResult,
    OccurrenceStore, Reminder, next_occurrence,
};
use sqlx::{PgConnection, PgPool};

use super::row::reminder_rows;
use super::schedule_columns::ScheduleColumns;
use super::store::PgReminderStore;
use super::zone::Zones;
use super::{claim, finish, unreadable};
use crate::error::failed;

#[async_trait]
impl OccurrenceStore for PgReminderStore {
    async fn claim(&self, wish: &ClaimWish<'_>) -> Result<Vec<Claimed>, PortFailure> {
        let claimed = claim::claim(&self.pool, wish).await;
        claimed.map_err(failed("claim due reminders"))
    }

    async fn renew(
        &self,
        held: &[Holding],
        until: DateTime<Utc>,
    ) -> Result<HashSet<OccurrenceId>, PortFailure> {
        if let [one] = held {
            let still = hold(&self.pool, one, until).await;
            return still.map_err(failed("keep what is being sent"));
        }
        let guilds: Vec<i64> = held.iter().map(|it| it.guild.as_i64()).collect();
        let ids: Vec<i64> = held.iter().map(|it| it.id.0).collect();
        let attempts: Vec<i32> = held.iter().map(|it| attempts(it.attempt)).collect();
        // What somebody changes at this moment is either ending or being taken on by another: not ours to keep.
        let renewed = sqlx::query_scalar!(
            "UPDATE alphapy.reminder_occurrences o SET lease_until = $4
             FROM (
                 SELECT c.guild_id, c.id FROM alphapy.reminder_occurrences c
                 JOIN UNNEST($1::bigint[], $2::bigint[], $3::integer[]) AS h (guild_id, id, attempts)
                   ON c.guild_id = h.guild_id AND c.id = h.id AND c.attempts = h.attempts
                 WHERE c.state = 'claimed' FOR NO KEY UPDATE OF c SKIP LOCKED
             ) held
             WHERE o.guild_id = held.guild_id AND o.id = held.id
             RETURNING o.id",
            &guilds,
            &ids,
            &attempts,
            until,
        )
        .fetch_all(&self.pool)
        .await
        .map_err(failed("keep what is being sent"))?;
        Ok(renewed.into_iter().map(OccurrenceId).collect())
    }

    async fn finish(
        &self,
        claimed: &Claimed,
        result: &OccurrenceResult,
        now: DateTime<Utc>,
    ) -> Result<Finished, PortFailure> {
        let finished = finish::finish(&self.pool, claimed, result, now).await;
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
            attempts(claimed.attempt),
            until,
            finish::shortened(reason),
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

    async fn out_of_zone(&self, now: DateTime<Utc>) -> Result<Vec<GuildId>, PortFailure> {
        let found = out_of_zone(&self.pool, now).await;
        found.map_err(failed("look for reminders in another zone"))
    }

    async fn backlog(&self, now: DateTime<Utc>) -> Result<Backlog, PortFailure> {
        let counted = sqlx::query!(
            r#"SELECT
                 (SELECT count(*) FROM (SELECT FROM alphapy.reminders
                     WHERE next_kind IN ('t0', 'pre') AND next_fire_at <= $1 AND NOT completed LIMIT $2) AS d) AS "due!",
                 (SELECT count(*) FROM (SELECT FROM alphapy.reminder_occurrences
                     WHERE state = 'claimed' LIMIT $2) AS c) AS "under_way!""#,
            now,
            i64::from(Backlog::MAX),
        )
        .fetch_one(&self.pool)
        .await
        .map_err(failed("count what is due"))?;
        Ok(Backlog {
            due: u32::try_from(counted.due).unwrap_or(u32::MAX),
            under_way: u32::try_from(counted.under_way).unwrap_or(u32::MAX),
        })
    }
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

/// Compares the clocks in the columns with those that the instants show. A clock that its day does not have differs too,
/// which costs a computation and changes nothing.
async fn out_of_zone(pool: &PgPool, now: DateTime<Utc>) -> Result<Vec<GuildId>, sqlx::Error> {
    let mut connection = pool.acquire().await?;
    let zones = Zones::load_all(&mut connection).await?;
    let default = zones.of(0).to_string();
    let (guilds, names) = zones.names();
    let found = sqlx::query_scalar!(
        "SELECT DISTINCT r.guild_id FROM alphapy.reminders r
         LEFT JOIN (
             SELECT s.guild_id, s.zone FROM UNNEST($2::bigint[], $3::text[]) AS s (guild_id, zone)
             JOIN pg_timezone_names n ON n.name = s.zone
         ) z ON z.guild_id = r.guild_id
         WHERE NOT r.completed AND r.next_fire_at > $1
           AND (r.next_event_at AT TIME ZONE coalesce(z.zone, $4))::time <> r.call_time
         ORDER BY r.guild_id",
        now,
        &guilds,
        &names,
        default,
    )
    .fetch_all(&mut *connection)
    .await?;
    Ok(found
        .into_iter()
        .filter_map(|it| GuildId::try_from(it).ok())
        .collect())
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

/// Waits for whoever changes it at this moment, which may be its own round: to pass it over would take it for lost.
async fn hold(
    pool: &PgPool,
    one: &Holding,
    until: DateTime<Utc>,
) -> Result<HashSet<OccurrenceId>, sqlx::Error> {
    let renewed = sqlx::query_scalar!(
        "UPDATE alphapy.reminder_occurrences SET lease_until = $4
         WHERE guild_id = $1 AND id = $2 AND attempts = $3 AND state = 'claimed' RETURNING id",
        one.guild.as_i64(),
        one.id.0,
        attempts(one.attempt),
        until,
    )
    .fetch_optional(pool)
    .await?;
    Ok(renewed.into_iter().map(OccurrenceId).collect())
}

fn attempts(attempt: u32) -> i32 {
    i32::try_from(attempt).unwrap_or(i32::MAX)
}
