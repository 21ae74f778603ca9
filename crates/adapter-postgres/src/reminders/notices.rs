//! The notice store: what people have yet to be told.

use std::collections::HashMap;

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use kernel::{GuildId, PortFailure};
use reminders_core::{
    ChannelTrouble, GuildNotices, News, Notice, NoticeStore, Occurrence, OccurrenceId, PauseReason,
    Reminder, SendProblem,
};
use sqlx::{PgConnection, PgPool};

use super::pauses::read_permissions;
use super::row::{pause_text, read_kind, read_pause_reason, reminder_rows};
use super::store::PgReminderStore;
use super::unreadable;
use crate::error::failed;

/// A send that failed or was missed.
struct UntoldSend {
    id: i64,
    reminder_id: i64,
    fires_at: DateTime<Utc>,
    kind: String,
    event_at: DateTime<Utc>,
    state: String,
    problem: Option<String>,
    error: Option<String>,
    maker_told: bool,
}

/// A pause.
struct UntoldPause {
    id: i64,
    paused_missing: Vec<String>,
    paused_maker_told: bool,
}

/// What notices are about, by the columns of their rows.
#[derive(Default)]
struct Rows {
    sends: Vec<i64>,
    pauses: Vec<i64>,
    sinces: Vec<DateTime<Utc>>,
    reasons: Vec<String>,
}

#[async_trait]
impl NoticeStore for PgReminderStore {
    async fn claim_untold(
        &self,
        now: DateTime<Utc>,
        lease: TimeDelta,
        limit: u32,
    ) -> Result<Option<GuildNotices>, PortFailure> {
        let claimed = claim_untold(&self.pool, now, now + lease, i64::from(limit)).await;
        claimed.map_err(failed("find out what people have yet to be told"))
    }

    async fn maker_told(&self, notices: &GuildNotices) -> Result<(), PortFailure> {
        let told = maker_told(&self.pool, notices).await;
        told.map_err(failed("record that makers were told"))
    }

    async fn told(&self, notices: &GuildNotices, now: DateTime<Utc>) -> Result<(), PortFailure> {
        let told = told(&self.pool, notices, now).await;
        told.map_err(failed("record that people were told"))
    }
}

async fn claim_untold(
    pool: &PgPool,
    now: DateTime<Utc>,
    until: DateTime<Utc>,
    limit: i64,
) -> Result<Option<GuildNotices>, sqlx::Error> {
    while let Some((guild, guild_name)) = next_guild(pool, now).await? {
        let mut transaction = pool.begin().await?;
        let pauses = claim_pauses(&mut transaction, guild, now, until, limit).await?;
        let sends = claim_sends(&mut transaction, guild, now, until, limit).await?;
        if pauses.is_empty() && sends.is_empty() {
            // Another process is at it right now.
            return Ok(None);
        }
        let notices = read(&mut transaction, guild, pauses, sends, now).await?;
        transaction.commit().await?;
        if let (Ok(guild), false) = (GuildId::try_from(guild), notices.is_empty()) {
            return Ok(Some(GuildNotices {
                guild,
                guild_name,
                notices,
            }));
        }
    }
    Ok(None)
}

/// The news in these rows. What cannot be read is nothing that people could be told; it is put aside for good.
async fn read(
    connection: &mut PgConnection,
    guild: i64,
    pauses: Vec<UntoldPause>,
    sends: Vec<UntoldSend>,
    now: DateTime<Utc>,
) -> Result<Vec<Notice>, sqlx::Error> {
    let mut ids: Vec<i64> = pauses.iter().map(|it| it.id).collect();
    ids.extend(sends.iter().map(|it| it.reminder_id));
    let reminders = reminders_of(connection, guild, &ids).await?;
    let (mut notices, mut odd_sends, mut odd_pauses) = (Vec::new(), Vec::new(), Vec::new());
    for send in sends {
        let reminder = reminders.get(&send.reminder_id).cloned();
        match reminder.zip(send.news()) {
            Some((reminder, news)) => notices.push(Notice {
                reminder,
                news,
                maker_told: send.maker_told,
            }),
            None => odd_sends.push(send.id),
        }
    }
    for pause in pauses {
        let reminder = reminders.get(&pause.id).cloned();
        match reminder.and_then(|it| Some((pause.news(&it)?, it))) {
            Some((news, reminder)) => notices.push(Notice {
                reminder,
                news,
                maker_told: pause.paused_maker_told,
            }),
            None => odd_pauses.push(pause.id),
        }
    }
    mark_sends(connection, guild, &odd_sends, now).await?;
    sqlx::query!(
        "UPDATE alphapy.reminders SET paused_told_at = $3 WHERE guild_id = $1 AND id = ANY($2)",
        guild,
        &odd_pauses,
        now,
    )
    .execute(connection)
    .await?;
    Ok(notices)
}

async fn mark_sends(
    connection: &mut PgConnection,
    guild: i64,
    ids: &[i64],
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "UPDATE alphapy.reminder_occurrences SET told_at = $3, telling_until = NULL
         WHERE guild_id = $1 AND id = ANY($2) AND state IN ('failed', 'missed')",
        guild,
        ids,
        now,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// A guild that has something to be told, and its name. Each half is the beginning of an index.
async fn next_guild(
    pool: &PgPool,
    now: DateTime<Utc>,
) -> Result<Option<(i64, String)>, sqlx::Error> {
    let found = sqlx::query!(
        r#"SELECT g.guild_id, g.name
           FROM alphapy.guilds g
           JOIN (
               (SELECT o.guild_id FROM alphapy.reminder_occurrences o
                JOIN alphapy.guilds present ON present.guild_id = o.guild_id AND present.left_at IS NULL
                WHERE o.state IN ('failed', 'missed') AND o.told_at IS NULL
                  AND coalesce(o.telling_until, '-infinity') <= $1
                ORDER BY o.guild_id LIMIT 1)
               UNION ALL
               (SELECT r.guild_id FROM alphapy.reminders r
                JOIN alphapy.guilds present ON present.guild_id = r.guild_id AND present.left_at IS NULL
                WHERE r.paused_at IS NOT NULL AND r.paused_told_at IS NULL
                  AND coalesce(r.paused_telling_until, '-infinity') <= $1
                ORDER BY r.guild_id LIMIT 1)
           ) untold ON untold.guild_id = g.guild_id
           LIMIT 1"#,
        now,
    )
    .fetch_optional(pool)
    .await?;
    Ok(found.map(|it| (it.guild_id, it.name)))
}

async fn claim_pauses(
    connection: &mut PgConnection,
    guild: i64,
    now: DateTime<Utc>,
    until: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<UntoldPause>, sqlx::Error> {
    sqlx::query_as!(
        UntoldPause,
        "UPDATE alphapy.reminders r SET paused_telling_until =
             $2::timestamptz + LEAST(GREATEST($2 - paused_at, $3::timestamptz - $2), interval '1 hour')
         FROM (
             SELECT guild_id, id FROM alphapy.reminders
             WHERE guild_id = $1 AND paused_at IS NOT NULL AND paused_told_at IS NULL
               AND coalesce(paused_telling_until, '-infinity') <= $2
             ORDER BY id LIMIT $4 FOR NO KEY UPDATE SKIP LOCKED
         ) untold
         WHERE r.guild_id = untold.guild_id AND r.id = untold.id
         RETURNING r.id, r.paused_missing, r.paused_maker_told",
        guild,
        now,
        until,
        limit,
    )
    .fetch_all(connection)
    .await
}

async fn claim_sends(
    connection: &mut PgConnection,
    guild: i64,
    now: DateTime<Utc>,
    until: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<UntoldSend>, sqlx::Error> {
    let mut sends = sqlx::query_as!(
        UntoldSend,
        "UPDATE alphapy.reminder_occurrences o SET telling_until =
             $2::timestamptz + LEAST(GREATEST($2 - finished_at, $3::timestamptz - $2), interval '1 hour')
         FROM (
             SELECT guild_id, id FROM alphapy.reminder_occurrences
             WHERE guild_id = $1 AND state IN ('failed', 'missed') AND told_at IS NULL
               AND coalesce(telling_until, '-infinity') <= $2
             ORDER BY finished_at, id LIMIT $4 FOR NO KEY UPDATE SKIP LOCKED
         ) untold
         WHERE o.guild_id = untold.guild_id AND o.id = untold.id
         RETURNING o.id, o.reminder_id, o.fires_at, o.kind, o.event_at, o.state, o.problem, o.error,
                   o.maker_told",
        guild,
        now,
        until,
        limit,
    )
    .fetch_all(connection)
    .await?;
    sends.sort_by_key(|it| (it.fires_at, it.id));
    Ok(sends)
}

/// The reminders with these numbers; one that cannot be read is left out, and what was to be told of it never is told.
async fn reminders_of(
    connection: &mut PgConnection,
    guild: i64,
    ids: &[i64],
) -> Result<HashMap<i64, Reminder>, sqlx::Error> {
    let rows = reminder_rows!("WHERE guild_id = $1 AND id = ANY($2)", guild, ids)
        .fetch_all(connection)
        .await?;
    let readable = rows
        .iter()
        .filter_map(|it| Some((it.id, unreadable::readable(it)?)));
    Ok(readable.collect())
}

impl Rows {
    fn of(notices: &GuildNotices) -> Self {
        let mut rows = Self::default();
        for notice in &notices.notices {
            match &notice.news {
                News::NotSent { id, .. } => rows.sends.push(id.0),
                News::Paused { since, trouble } => {
                    rows.pauses.push(notice.reminder.id.as_i64());
                    rows.sinces.push(*since);
                    rows.reasons.push(pause_text(trouble.reason()).to_owned());
                }
            }
        }
        rows
    }
}

async fn maker_told(pool: &PgPool, notices: &GuildNotices) -> Result<(), sqlx::Error> {
    let guild = notices.guild.as_i64();
    let rows = Rows::of(notices);
    let mut transaction = pool.begin().await?;
    sqlx::query!(
        "UPDATE alphapy.reminders r SET paused_maker_told = true
         FROM UNNEST($2::bigint[], $3::timestamptz[], $4::text[]) AS told (id, since, reason)
         WHERE r.guild_id = $1 AND r.id = told.id AND r.paused_at = told.since AND r.paused_reason = told.reason",
        guild,
        &rows.pauses,
        &rows.sinces,
        &rows.reasons,
    )
    .execute(&mut *transaction)
    .await?;
    sqlx::query!(
        "UPDATE alphapy.reminder_occurrences SET maker_told = true
         WHERE guild_id = $1 AND id = ANY($2) AND state IN ('failed', 'missed')",
        guild,
        &rows.sends,
    )
    .execute(&mut *transaction)
    .await?;
    transaction.commit().await
}

async fn told(
    pool: &PgPool,
    notices: &GuildNotices,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    let guild = notices.guild.as_i64();
    let rows = Rows::of(notices);
    let mut transaction = pool.begin().await?;
    sqlx::query!(
        "UPDATE alphapy.reminders r SET paused_told_at = $5, paused_telling_until = NULL
         FROM UNNEST($2::bigint[], $3::timestamptz[], $4::text[]) AS told (id, since, reason)
         WHERE r.guild_id = $1 AND r.id = told.id AND r.paused_at = told.since AND r.paused_reason = told.reason",
        guild,
        &rows.pauses,
        &rows.sinces,
        &rows.reasons,
        now,
    )
    .execute(&mut *transaction)
    .await?;
    mark_sends(&mut transaction, guild, &rows.sends, now).await?;
    transaction.commit().await
}

impl UntoldSend {
    fn news(&self) -> Option<News> {
        let problem = match (self.state.as_str(), self.problem.as_deref()) {
            ("missed", _) => SendProblem::Missed,
            (_, Some(problem)) => match read_pause_reason(problem)? {
                PauseReason::Forbidden => SendProblem::Forbidden(Vec::new()),
                PauseReason::ChannelGone | PauseReason::GuildLeft => SendProblem::ChannelGone,
            },
            (_, None) => SendProblem::Refused(self.error.clone().unwrap_or_default()),
        };
        let occurrence = Occurrence {
            fires_at: self.fires_at,
            kind: read_kind(&self.kind)?,
            event_at: self.event_at,
        };
        Some(News::NotSent {
            id: OccurrenceId(self.id),
            occurrence,
            problem,
        })
    }
}

impl UntoldPause {
    fn news(&self, reminder: &Reminder) -> Option<News> {
        let pause = reminder.paused?;
        let trouble = match pause.reason {
            PauseReason::Forbidden => {
                ChannelTrouble::Forbidden(read_permissions(&self.paused_missing))
            }
            PauseReason::ChannelGone => ChannelTrouble::Gone,
            PauseReason::GuildLeft => return None,
        };
        Some(News::Paused {
            since: pause.since,
            trouble,
        })
    }
}
