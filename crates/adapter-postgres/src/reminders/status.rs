//! The status store: how a guild's reminders are doing. Each question reads one guild's part of an index.

/// How sends went since a moment: `send_counts!(guild, since)`. Its plan is tested: the week's part of one guild.
macro_rules! send_counts {
    ($guild:expr, $since:expr, $until:expr $(,)?) => {
        sqlx::query_as!(
            CountsRow,
            r#"SELECT count(*) FILTER (WHERE state = 'sent' AND NOT late) AS "on_time!",
                      count(*) FILTER (WHERE state = 'sent' AND late) AS "late!",
                      count(*) FILTER (WHERE state = 'missed') AS "missed!",
                      count(*) FILTER (WHERE state = 'failed') AS "failed!",
                      count(*) FILTER (WHERE state = 'skipped') AS "skipped!",
                      count(*) FILTER (WHERE attempts > 1) AS "retried!",
                      percentile_disc(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM finished_at - fires_at)::float8)
                          FILTER (WHERE state = 'sent') AS median,
                      percentile_disc(0.95) WITHIN GROUP (ORDER BY extract(epoch FROM finished_at - fires_at)::float8)
                          FILTER (WHERE state = 'sent') AS p95,
                      max(extract(epoch FROM finished_at - fires_at)::float8) FILTER (WHERE state = 'sent') AS most
               FROM alphapy.reminder_occurrences
               WHERE guild_id = $1 AND fires_at > $2 AND fires_at <= $3 AND state <> 'claimed'"#,
            $guild,
            $since,
            $until,
        )
    };
}

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use kernel::{GuildId, PortFailure};
use reminders_core::{
    Lateness, Occurrence, OccurrenceId, Reminder, ReminderFigures, Resting, SendCounts,
    StatusStore, StoredStatus, WaitingRetry,
};
use sqlx::{PgConnection, PgPool};

use super::figures::figures;
use super::pauses::read_permissions;
use super::row::{read_kind, reminder_rows};
use super::store::PgReminderStore;
use super::unreadable;
use crate::error::failed;

/// The counts of some stretch of time.
#[derive(Debug)]
struct CountsRow {
    on_time: i64,
    late: i64,
    missed: i64,
    failed: i64,
    skipped: i64,
    retried: i64,
    median: Option<f64>,
    p95: Option<f64>,
    most: Option<f64>,
}

#[async_trait]
impl StatusStore for PgReminderStore {
    async fn status(
        &self,
        guild: GuildId,
        now: DateTime<Utc>,
        examples: u32,
    ) -> Result<StoredStatus, PortFailure> {
        let status = status(&self.pool, guild.as_i64(), now, i64::from(examples)).await;
        status.map_err(failed("sum up a guild's reminders"))
    }

    async fn figures(&self, guild: Option<GuildId>) -> Result<ReminderFigures, PortFailure> {
        let figures = figures(&self.pool, guild.map(GuildId::as_i64)).await;
        figures.map_err(failed("count reminders"))
    }
}

async fn status(
    pool: &PgPool,
    guild: i64,
    now: DateTime<Utc>,
    examples: i64,
) -> Result<StoredStatus, sqlx::Error> {
    let mut connection = pool.acquire().await?;
    let mut status = count(&mut connection, guild).await?;
    status.some_resting = resting(&mut connection, guild, examples).await?;
    status.next = next(&mut connection, guild).await?;
    status.some_waiting = waiting(&mut connection, guild, examples).await?;
    let day = send_counts!(guild, now - TimeDelta::days(1), now);
    status.day = day.fetch_one(&mut *connection).await?.read();
    let week = send_counts!(guild, now - TimeDelta::days(7), now);
    status.week = week.fetch_one(&mut *connection).await?.read();
    Ok(status)
}

async fn count(connection: &mut PgConnection, guild: i64) -> Result<StoredStatus, sqlx::Error> {
    let counted = sqlx::query!(
        r#"SELECT count(*) FILTER (WHERE event_time IS NULL AND paused_at IS NULL) AS "recurring!",
                  count(*) FILTER (WHERE event_time IS NOT NULL AND paused_at IS NULL) AS "one_off!",
                  count(*) FILTER (WHERE paused_at IS NOT NULL) AS "resting!",
                  (SELECT count(*) FROM alphapy.reminder_occurrences
                   WHERE guild_id = $1 AND state = 'claimed' AND error IS NOT NULL) AS "waiting!"
           FROM alphapy.reminders WHERE guild_id = $1 AND NOT completed"#,
        guild,
    )
    .fetch_one(connection)
    .await?;
    Ok(StoredStatus {
        recurring: narrow(counted.recurring),
        one_off: narrow(counted.one_off),
        resting: narrow(counted.resting),
        waiting: narrow(counted.waiting),
        ..StoredStatus::default()
    })
}

async fn resting(
    connection: &mut PgConnection,
    guild: i64,
    examples: i64,
) -> Result<Vec<Resting>, sqlx::Error> {
    let rows = reminder_rows!(
        "WHERE guild_id = $1 AND paused_at IS NOT NULL AND NOT completed ORDER BY paused_at DESC, id LIMIT $2",
        guild,
        examples,
    )
    .fetch_all(&mut *connection)
    .await?;
    let ids: Vec<i64> = rows.iter().map(|it| it.id).collect();
    let missing = sqlx::query!(
        "SELECT id, paused_missing FROM alphapy.reminders WHERE guild_id = $1 AND id = ANY($2)",
        guild,
        &ids,
    )
    .fetch_all(connection)
    .await?;
    let found = rows.iter().filter_map(|row| {
        let missing = missing.iter().find(|it| it.id == row.id);
        Some(Resting {
            reminder: unreadable::readable(row)?,
            missing: missing.map_or_else(Vec::new, |it| read_permissions(&it.paused_missing)),
        })
    });
    Ok(found.collect())
}

async fn next(
    connection: &mut PgConnection,
    guild: i64,
) -> Result<Option<(Reminder, Occurrence)>, sqlx::Error> {
    let row = reminder_rows!(
        "WHERE guild_id = $1 AND next_fire_at IS NOT NULL AND NOT completed ORDER BY next_fire_at, id LIMIT 1",
        guild,
    )
    .fetch_optional(connection)
    .await?;
    let reminder = row.as_ref().and_then(unreadable::readable);
    Ok(reminder.and_then(|it| Some((it.clone(), it.next?))))
}

async fn waiting(
    connection: &mut PgConnection,
    guild: i64,
    examples: i64,
) -> Result<Vec<WaitingRetry>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"SELECT o.id, r.name, o.kind, o.fires_at, o.lease_until AS "again_at!", o.attempts
           FROM alphapy.reminder_occurrences o
           JOIN alphapy.reminders r ON r.guild_id = o.guild_id AND r.id = o.reminder_id
           WHERE o.guild_id = $1 AND o.state = 'claimed' AND o.error IS NOT NULL
           ORDER BY o.lease_until, o.id LIMIT $2"#,
        guild,
        examples,
    )
    .fetch_all(connection)
    .await?;
    let waiting = rows.into_iter().filter_map(|row| {
        Some(WaitingRetry {
            id: OccurrenceId(row.id),
            name: row.name,
            kind: read_kind(&row.kind)?,
            fires_at: row.fires_at,
            again_at: row.again_at,
            attempts: u32::try_from(row.attempts).unwrap_or(u32::MAX),
        })
    });
    Ok(waiting.collect())
}

impl CountsRow {
    fn read(&self) -> SendCounts {
        let lateness = self
            .median
            .zip(self.p95)
            .zip(self.most)
            .map(|((median, p95), most)| Lateness {
                median: span(median),
                p95: span(p95),
                most: span(most),
            });
        SendCounts {
            on_time: narrow(self.on_time),
            late: narrow(self.late),
            missed: narrow(self.missed),
            failed: narrow(self.failed),
            skipped: narrow(self.skipped),
            retried: narrow(self.retried),
            lateness,
        }
    }
}

/// A stretch of seconds, to the millisecond.
fn span(seconds: f64) -> TimeDelta {
    std::time::Duration::try_from_secs_f64(seconds)
        .ok()
        .and_then(|it| TimeDelta::from_std(it).ok())
        .unwrap_or(TimeDelta::zero())
}

pub(super) fn narrow(count: i64) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use sqlx::{AssertSqlSafe, Execute as _};

    use super::*;
    use crate::testing::fresh_database;

    #[tokio::test]
    async fn one_guilds_week_is_read_by_its_index_however_many_sends_others_have() {
        let database = fresh_database().await;
        for sql in [
            "INSERT INTO alphapy.guilds (guild_id) SELECT generate_series(1, 200)",
            "INSERT INTO alphapy.reminders (guild_id, name, channel_id, event_time)
             SELECT guild_id, 'Raid', 10, timestamptz '2026-02-04 13:00Z' FROM alphapy.guilds",
            "INSERT INTO alphapy.reminder_occurrences
                 (guild_id, reminder_id, fires_at, kind, event_at, state, claimed_at, finished_at)
             SELECT guild_id, id, event_time + n * interval '1 hour', 't0', event_time, 'sent', event_time,
                    event_time + n * interval '1 hour'
             FROM alphapy.reminders, generate_series(1, 100) AS n",
            "ANALYZE alphapy.reminder_occurrences",
        ] {
            sqlx::query(sql).execute(database.pool()).await.unwrap();
        }
        let (guild, now) = (7_i64, reminders_core::testing::instant("2026-02-08 12:00"));
        let sql = send_counts!(guild, now - TimeDelta::days(7), now).sql();
        let plan: Vec<String> =
            sqlx::query_scalar(AssertSqlSafe(format!("EXPLAIN {}", sql.as_str())))
                .bind(guild)
                .bind(now - TimeDelta::days(7))
                .bind(now)
                .fetch_all(database.pool())
                .await
                .unwrap();
        let plan = plan.join("\n");
        assert!(
            plan.contains("idx_reminder_occurrences_guild_id_fires_at"),
            "{plan}"
        );
        assert!(!plan.contains("Seq Scan"), "{plan}");
    }
}
