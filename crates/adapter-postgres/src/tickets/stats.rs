//! Keeping what the figures of tickets were.

use async_trait::async_trait;
use chrono::{DateTime, DurationRound as _, SecondsFormat, TimeDelta, Utc};
use chrono_tz::Tz;
use kernel::{GuildId, PortFailure, UserId};
use serde_json::{Map, Value, json};
use tickets_core::Ticket;
use tickets_core::export::ExportScope;
use tickets_core::stats::{
    CloseSnapshot, DisplaySnapshot, Figures, StatsStore, StatusCounts, Topics, Totals,
};

use super::{PgTicketStore, figures, totals};
use crate::error::failed;

#[async_trait]
impl StatsStore for PgTicketStore {
    async fn figures(
        &self,
        guild: GuildId,
        since: Option<DateTime<Utc>>,
        zone: Tz,
    ) -> Result<Figures, PortFailure> {
        let figures = figures::figures(&self.pool, guild, since, zone).await;
        figures.map_err(failed("count tickets"))
    }

    async fn totals(&self, guild: Option<GuildId>) -> Result<Totals, PortFailure> {
        let totals = totals::totals(&self.pool, guild).await;
        totals.map_err(failed("count tickets"))
    }

    async fn topics(&self, ticket: &Ticket, since: DateTime<Utc>) -> Result<Topics, PortFailure> {
        let row = sqlx::query!(
            r#"WITH frequent AS (
                   SELECT similarity_key AS topic, count(DISTINCT ticket_id) AS tickets
                   FROM alphapy.ticket_summaries
                   WHERE guild_id = $1 AND created_at >= $4 AND similarity_key IS NOT NULL
                   GROUP BY similarity_key ORDER BY tickets DESC, topic LIMIT 5
               ), latest AS (
                   SELECT similarity_key, left(summary, 280) AS summary FROM alphapy.ticket_summaries
                   WHERE guild_id = $1 AND ticket_id = $2 AND closed_at = $3
               )
               SELECT (SELECT similarity_key FROM latest) AS latest,
                      (SELECT summary FROM latest) AS summary,
                      coalesce((SELECT array_agg(topic ORDER BY tickets DESC, topic) FROM frequent), '{}') AS "topics!",
                      coalesce((SELECT array_agg(tickets ORDER BY tickets DESC, topic) FROM frequent), '{}') AS "counts!""#,
            ticket.guild.as_i64(),
            ticket.id.as_i64(),
            ticket.closing.as_ref().map(|it| it.at),
            since,
        )
        .fetch_one(&self.pool)
        .await
        .map_err(failed("look at what tickets were about"))?;
        let counts = row
            .counts
            .into_iter()
            .map(|it| u32::try_from(it).unwrap_or(0));
        Ok(Topics {
            latest: row.latest,
            summary: row.summary,
            frequent: row.topics.into_iter().zip(counts).collect(),
        })
    }

    async fn keep_display(
        &self,
        guild: GuildId,
        shown: &DisplaySnapshot,
    ) -> Result<(), PortFailure> {
        let minute = shown.at.duration_trunc(TimeDelta::minutes(1));
        let snapshot = json!({
            "trigger": "display",
            "counts": counts(shown.figures.counts),
            "average_cycle_time": seconds(&shown.figures),
            "scope": shown.scope.as_str(),
            "window_start": shown.since.map(moment),
            "window_end": moment(shown.at),
            "suggestions": suggestions(&shown.figures),
        });
        sqlx::query!(
            "INSERT INTO alphapy.ticket_metrics
                 (guild_id, scope, counts, average_cycle_time, snapshot, triggered_by, minute, created_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
             ON CONFLICT (guild_id, scope, minute) DO NOTHING",
            guild.as_i64(),
            shown.scope.as_str(),
            counts(shown.figures.counts),
            seconds(&shown.figures),
            snapshot,
            shown.by.as_i64(),
            minute.unwrap_or(shown.at),
            shown.at,
        )
        .execute(&self.pool)
        .await
        .map(|_| ())
        .map_err(failed("keep figures of tickets"))
    }

    async fn keep_close(&self, closed: &CloseSnapshot) -> Result<(), PortFailure> {
        let ticket = &closed.ticket;
        let Some(closing) = &ticket.closing else {
            return Ok(());
        };
        let snapshot = json!({
            "trigger": "close",
            "counts": counts(closed.figures.counts),
            "average_cycle_time": seconds(&closed.figures),
            "scope": ExportScope::All.as_str(),
            "window_start": closed.figures.first.map(moment),
            "window_end": moment(closed.at),
            "suggestions": suggestions(&closed.figures),
            "ticket_id": ticket.id.as_i64(),
            "topic": closed.topics.latest,
            "summary": closed.topics.summary,
        });
        let frequent = closed.topics.frequent.iter();
        let frequent: Map<String, Value> = frequent
            .map(|(topic, count)| (topic.clone(), json!(count)))
            .collect();
        let topics = json!({ "latest": closed.topics.latest, "top30d": frequent });
        sqlx::query!(
            "INSERT INTO alphapy.ticket_metrics
                 (guild_id, scope, counts, average_cycle_time, snapshot, topics, triggered_by, ticket_id, closed_at, created_at)
             VALUES ($1, 'all', $2, $3, $4, $5, $6, $7, $8, $9)
             ON CONFLICT (guild_id, ticket_id, closed_at)
                 DO UPDATE SET snapshot = excluded.snapshot, topics = excluded.topics",
            ticket.guild.as_i64(),
            counts(closed.figures.counts),
            seconds(&closed.figures),
            snapshot,
            topics,
            closing.by.map(UserId::as_i64),
            ticket.id.as_i64(),
            closing.at,
            closed.at,
        )
        .execute(&self.pool)
        .await
        .map(|_| ())
        .map_err(failed("keep the figures of a closing"))
    }
}

fn counts(counts: StatusCounts) -> Value {
    let counts = counts.each();
    let counts: Map<String, Value> = counts
        .map(|(status, count)| (status.as_str().to_owned(), json!(count)))
        .collect();
    Value::Object(counts)
}

fn moment(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

fn seconds(figures: &Figures) -> Option<i64> {
    figures.cycle.map(|it| it.num_seconds().max(0))
}

fn suggestions(figures: &Figures) -> Option<Value> {
    let it = figures.suggestions?;
    Some(json!({
        "posted": it.posted,
        "edited": it.edited,
        "dismissed": it.dismissed,
        "minutes_saved": it.time_saved().num_minutes(),
    }))
}
