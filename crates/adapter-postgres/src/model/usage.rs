//! Answers by member, guild and day: the table `gpt_usage`.

use async_trait::async_trait;
use kernel::{GuildId, PortFailure};
use language_model::{Counted, ModelUsage, UsageKey, Used};
use sqlx::PgPool;

use crate::error::failed;

/// [`ModelUsage`] in the table `gpt_usage`.
#[derive(Debug, Clone)]
pub struct PgModelUsage {
    pool: PgPool,
}

impl PgModelUsage {
    /// The table in this database.
    pub fn new(pool: PgPool) -> Self {
        Self { pool }
    }
}

#[async_trait]
impl ModelUsage for PgModelUsage {
    async fn count(&self, key: &UsageKey, limit: Option<u32>) -> Result<Counted, PortFailure> {
        // The first of a day is inserted without a question, so a limit of none is asked for here.
        let now = sqlx::query_scalar!(
            "INSERT INTO alphapy.gpt_usage AS kept (user_id, guild_id, usage_date, call_count)
             SELECT $1, $2, $3, 1 WHERE $4::bigint IS NULL OR $4 > 0
             ON CONFLICT (user_id, guild_id, usage_date) DO UPDATE SET call_count = kept.call_count + 1
                 WHERE $4::bigint IS NULL OR kept.call_count < $4
             RETURNING call_count",
            key.user.as_i64(),
            key.guild.map(GuildId::as_i64),
            key.day,
            limit.map(i64::from),
        )
        .fetch_optional(&self.pool)
        .await
        .map_err(failed("count an answer of the language model"))?;
        Ok(now.map_or(Counted::Full, |it| {
            Counted::Now(u32::try_from(it).unwrap_or(u32::MAX))
        }))
    }

    async fn give_back(&self, key: &UsageKey) -> Result<(), PortFailure> {
        sqlx::query!(
            "UPDATE alphapy.gpt_usage SET call_count = call_count - 1
             WHERE user_id = $1 AND guild_id IS NOT DISTINCT FROM $2 AND usage_date = $3 AND call_count > 0",
            key.user.as_i64(),
            key.guild.map(GuildId::as_i64),
            key.day,
        )
        .execute(&self.pool)
        .await
        .map_err(failed("take back an answer of the language model"))?;
        Ok(())
    }

    async fn add_tokens(&self, key: &UsageKey, tokens: u64) -> Result<(), PortFailure> {
        sqlx::query!(
            "INSERT INTO alphapy.gpt_usage AS kept (user_id, guild_id, usage_date, tokens) VALUES ($1, $2, $3, $4)
             ON CONFLICT (user_id, guild_id, usage_date) DO UPDATE SET tokens = kept.tokens + excluded.tokens",
            key.user.as_i64(),
            key.guild.map(GuildId::as_i64),
            key.day,
            i64::try_from(tokens).unwrap_or(i64::MAX),
        )
        .execute(&self.pool)
        .await
        .map_err(failed("count the tokens of an answer"))?;
        Ok(())
    }

    async fn used(&self, key: &UsageKey) -> Result<Used, PortFailure> {
        let row = sqlx::query!(
            "SELECT call_count, tokens FROM alphapy.gpt_usage
             WHERE user_id = $1 AND guild_id IS NOT DISTINCT FROM $2 AND usage_date = $3",
            key.user.as_i64(),
            key.guild.map(GuildId::as_i64),
            key.day,
        )
        .fetch_optional(&self.pool)
        .await
        .map_err(failed("read how many answers a member has had"))?;
        // The table holds nothing below zero.
        Ok(row.map_or_else(Used::default, |it| Used {
            answers: u32::try_from(it.call_count).unwrap_or(0),
            tokens: u64::try_from(it.tokens).unwrap_or(0),
        }))
    }
}

#[cfg(test)]
mod tests {
    use std::ops::Deref;

    use super::*;
    use crate::testing::{TestDatabase, fresh_database};

    /// Counts, and the database they need for as long as the test lasts.
    struct OwnDatabase {
        usage: PgModelUsage,
        _database: TestDatabase,
    }

    impl Deref for OwnDatabase {
        type Target = PgModelUsage;

        fn deref(&self) -> &PgModelUsage {
            &self.usage
        }
    }

    async fn counts() -> OwnDatabase {
        let database = fresh_database().await;
        sqlx::query("INSERT INTO alphapy.guilds (guild_id, name) VALUES (1, 'Here'), (2, 'There')")
            .execute(database.pool())
            .await
            .unwrap();
        OwnDatabase {
            usage: PgModelUsage::new(database.pool().clone()),
            _database: database,
        }
    }

    language_model::model_usage_contract!(#[tokio::test] fn() => counts().await);
}
