//! What there is of tickets at this moment, in one question.

use chrono::{DateTime, TimeDelta, Utc};
use kernel::GuildId;
use sqlx::PgPool;
use tickets_core::stats::{LIVE_TOLD, Totals};

use super::figures::{counts, status_names};
use super::row::{Unreadable, number};

/// Everything that is asked, as one row.
struct Row {
    counts: Vec<i64>,
    cycle: Option<i64>,
    last: Option<DateTime<Utc>>,
    live: Vec<i32>,
}

/// See `StatsStore::totals`.
pub(super) async fn totals(pool: &PgPool, guild: Option<GuildId>) -> Result<Totals, sqlx::Error> {
    let row = sqlx::query_as!(
        Row,
        r#"WITH seen AS MATERIALIZED (
               SELECT status, count(*) AS tickets, count(closed_at) AS over,
                      sum(extract(epoch FROM closed_at - created_at)) AS took, max(created_at) AS last
               FROM alphapy.support_tickets WHERE $1::bigint IS NULL OR guild_id = $1 GROUP BY status
           )
           SELECT
               (SELECT array_agg(coalesce(seen.tickets, 0) ORDER BY asked.place)
                FROM unnest($2::text[]) WITH ORDINALITY AS asked (status, place) LEFT JOIN seen USING (status))
                   AS "counts!",
               (SELECT trunc(sum(took) / nullif(sum(over), 0))::bigint FROM seen) AS cycle,
               (SELECT max(last) FROM seen) AS last,
               coalesce((SELECT array_agg(ticket_no ORDER BY ticket_no) FROM (
                   SELECT ticket_no FROM alphapy.support_tickets
                   WHERE guild_id = $1 AND status NOT IN ('closed', 'archived') ORDER BY ticket_no LIMIT $3
               ) shown), '{}') AS "live!""#,
        guild.map(GuildId::as_i64),
        &status_names(),
        i64::try_from(LIVE_TOLD).unwrap_or(i64::MAX),
    )
    .fetch_one(pool)
    .await?;
    Ok(Totals::try_from(row)?)
}

impl TryFrom<Row> for Totals {
    type Error = Unreadable;

    fn try_from(row: Row) -> Result<Self, Unreadable> {
        let live: Result<_, Unreadable> = row.live.into_iter().map(number).collect();
        Ok(Self {
            counts: counts(row.counts)?,
            cycle: row.cycle.map(TimeDelta::seconds),
            last: row.last,
            live: live?,
        })
    }
}
