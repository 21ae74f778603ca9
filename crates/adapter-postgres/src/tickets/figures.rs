//! The figures of a guild's tickets, in one question.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;
use kernel::GuildId;
use sqlx::PgPool;
use tickets_core::TicketStatus;
use tickets_core::stats::{Acceptance, DayCount, Figures, LIVE_SHOWN, StatusCounts};

use super::row::{Unreadable, number};

/// Everything that is asked, as one row.
struct Row {
    counts: Vec<i64>,
    live: Vec<i32>,
    cycle: Option<i64>,
    to_claim: Option<i64>,
    days: Vec<NaiveDate>,
    opened: Vec<i64>,
    closed: Vec<i64>,
    first: Option<DateTime<Utc>>,
    posted: i64,
    edited: i64,
    dismissed: i64,
    accepted_chars: i64,
}

/// See `StatsStore::figures`.
pub(super) async fn figures(
    pool: &PgPool,
    guild: GuildId,
    since: Option<DateTime<Utc>>,
    zone: Tz,
) -> Result<Figures, sqlx::Error> {
    let row = sqlx::query_as!(
        Row,
        r#"WITH seen AS MATERIALIZED (
               SELECT id, ticket_no, status, created_at, closed_at FROM alphapy.support_tickets
               WHERE guild_id = $1 AND ($2::timestamptz IS NULL OR created_at >= $2)
           ), claims AS (
               SELECT seen.created_at, min(event.at) AS at
               FROM seen JOIN alphapy.ticket_events event
                   ON event.guild_id = $1 AND event.ticket_id = seen.id AND event.event = 'claimed'
               GROUP BY seen.id, seen.created_at
           ), marks AS (
               SELECT (created_at AT TIME ZONE $3)::date AS day, 1 AS opened, 0 AS closed FROM seen
               UNION ALL
               SELECT (closed_at AT TIME ZONE $3)::date, 0, 1 FROM seen WHERE closed_at IS NOT NULL
           ), days AS (
               SELECT day, sum(opened) AS opened, sum(closed) AS closed FROM marks GROUP BY day
           ), drafts AS (
               SELECT suggestion.state, suggestion.chars FROM alphapy.ticket_suggestions suggestion
               JOIN seen ON seen.id = suggestion.ticket_id
               WHERE suggestion.guild_id = $1
           )
           SELECT
               (SELECT array_agg((SELECT count(*) FROM seen WHERE seen.status = asked.status) ORDER BY asked.place)
                FROM unnest($4::text[]) WITH ORDINALITY AS asked (status, place)) AS "counts!",
               coalesce((SELECT array_agg(ticket_no ORDER BY ticket_no) FROM (
                   SELECT ticket_no FROM seen WHERE status NOT IN ('closed', 'archived') ORDER BY ticket_no LIMIT $5
               ) shown), '{}') AS "live!",
               (SELECT trunc(avg(extract(epoch FROM closed_at - created_at)))::bigint FROM seen
                WHERE closed_at IS NOT NULL) AS cycle,
               (SELECT trunc(avg(extract(epoch FROM at - created_at)))::bigint FROM claims) AS to_claim,
               coalesce((SELECT array_agg(day ORDER BY day) FROM days), '{}') AS "days!",
               coalesce((SELECT array_agg(opened ORDER BY day) FROM days), '{}') AS "opened!",
               coalesce((SELECT array_agg(closed ORDER BY day) FROM days), '{}') AS "closed!",
               (SELECT min(created_at) FROM seen) AS first,
               (SELECT count(*) FROM drafts WHERE state = 'posted') AS "posted!",
               (SELECT count(*) FROM drafts WHERE state = 'edited') AS "edited!",
               (SELECT count(*) FROM drafts WHERE state = 'dismissed') AS "dismissed!",
               (SELECT coalesce(sum(chars), 0)::bigint FROM drafts WHERE state IN ('posted', 'edited'))
                   AS "accepted_chars!""#,
        guild.as_i64(),
        since,
        zone.name(),
        &status_names(),
        i64::try_from(LIVE_SHOWN).unwrap_or(i64::MAX),
    )
    .fetch_one(pool)
    .await?;
    Ok(Figures::try_from(row)?)
}

impl TryFrom<Row> for Figures {
    type Error = Unreadable;

    fn try_from(row: Row) -> Result<Self, Unreadable> {
        let live: Result<_, Unreadable> = row.live.into_iter().map(number).collect();
        let moved = row.opened.into_iter().zip(row.closed);
        let days = row.days.into_iter().zip(moved);
        let days = days.map(|(day, (opened, closed))| DayCount {
            day,
            opened: count(opened),
            closed: count(closed),
        });
        Ok(Self {
            counts: counts(row.counts)?,
            live: live?,
            cycle: row.cycle.map(TimeDelta::seconds),
            to_claim: row.to_claim.map(TimeDelta::seconds),
            days: days.collect(),
            suggestions: Some(Acceptance {
                posted: count(row.posted),
                edited: count(row.edited),
                dismissed: count(row.dismissed),
                accepted_chars: u64::try_from(row.accepted_chars).unwrap_or(0),
            }),
            first: row.first,
        })
    }
}

/// The names of all states, in their order.
pub(super) fn status_names() -> Vec<String> {
    let names = TicketStatus::ALL.iter();
    names.map(|it| it.as_str().to_owned()).collect()
}

/// How many tickets stand in each of them.
pub(super) fn counts(counts: Vec<i64>) -> Result<StatusCounts, Unreadable> {
    let counts: Vec<u32> = counts.into_iter().map(count).collect();
    let counts = counts.try_into().map_err(|_| Unreadable)?;
    Ok(StatusCounts::new(counts))
}

fn count(count: i64) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
