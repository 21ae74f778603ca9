//! What members searched for, without saying who did.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use kernel::{GuildId, PortFailure};
use sqlx::PgPool;
use tickets_core::faq::{FaqId, FaqSearchLog, SearchRow, Unanswered};

use super::PgFaqStore;
use crate::error::failed;
use crate::guilds::ensure_guild;

#[async_trait]
impl FaqSearchLog for PgFaqStore {
    async fn record(
        &self,
        guild: GuildId,
        row: &SearchRow,
        now: DateTime<Utc>,
    ) -> Result<(), PortFailure> {
        let recorded = record(self.pool(), guild, row, now).await;
        recorded.map_err(failed("keep a search of the FAQ"))
    }

    async fn without_answer(
        &self,
        guild: GuildId,
        since: DateTime<Utc>,
        limit: u32,
    ) -> Result<Vec<Unanswered>, PortFailure> {
        let rows = sqlx::query!(
            r#"SELECT lower(query) AS "query!", count(*) AS "count!" FROM alphapy.faq_search_logs
               WHERE guild_id = $1 AND created_at >= $2 AND match_count = 0
               GROUP BY lower(query) ORDER BY count(*) DESC, lower(query) COLLATE "C" LIMIT $3"#,
            guild.as_i64(),
            since,
            i64::from(limit),
        )
        .fetch_all(self.pool())
        .await
        .map_err(failed("count questions without an answer"))?;
        let told = rows.into_iter().map(|row| Unanswered {
            query: row.query,
            count: u32::try_from(row.count).unwrap_or(u32::MAX),
        });
        Ok(told.collect())
    }
}

async fn record(
    pool: &PgPool,
    guild: GuildId,
    row: &SearchRow,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    let matched: Vec<i64> = row.matched.iter().copied().map(FaqId::as_i64).collect();
    let mut transaction = pool.begin().await?;
    ensure_guild(&mut transaction, guild).await?;
    sqlx::query!(
        "INSERT INTO alphapy.faq_search_logs (guild_id, query, matched_ids, match_count, top_score, created_at)
         VALUES ($1, $2, $3, cardinality($3::bigint[]), $4::double precision::real, $5)",
        guild.as_i64(),
        row.query,
        &matched,
        row.top_score,
        now,
    )
    .execute(&mut *transaction)
    .await?;
    transaction.commit().await
}
