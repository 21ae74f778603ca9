//! The history of health: the table `health_check_history`.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use kernel::PortFailure;
use operations_core::{HealthHistory, HealthRecord};
use sqlx::PgPool;

use crate::error::failed;

/// [`HealthHistory`] in Postgres.
#[derive(Debug, Clone)]
pub struct PgHealthHistory {
    pool: PgPool,
}

struct Row {
    service: String,
    version: String,
    uptime_seconds: i64,
    db_status: String,
    guild_count: Option<i32>,
    active_commands_24h: Option<i32>,
    gpt_status: Option<String>,
    database_pool_size: Option<i32>,
    checked_at: DateTime<Utc>,
}

impl PgHealthHistory {
    /// The table in this database.
    pub fn new(pool: PgPool) -> Self {
        Self { pool }
    }
}

#[async_trait]
impl HealthHistory for PgHealthHistory {
    async fn add(&self, record: &HealthRecord) -> Result<(), PortFailure> {
        sqlx::query!(
            "INSERT INTO alphapy.health_check_history
                 (service, version, uptime_seconds, db_status, guild_count, active_commands_24h, gpt_status,
                  database_pool_size, checked_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
             ON CONFLICT (service, checked_at) DO NOTHING",
            record.service,
            record.version,
            i64::try_from(record.uptime_seconds).unwrap_or(i64::MAX),
            record.db_status.as_str(),
            record.guild_count.map(narrow),
            record.active_commands_24h.map(narrow),
            record.gpt_status.map(operations_core::AiStatus::as_str),
            record.database_pool_size.map(narrow),
            record.checked_at,
        )
        .execute(&self.pool)
        .await
        .map(drop)
        .map_err(failed("store how the service is doing"))
    }

    async fn newest(
        &self,
        service: &str,
        since: DateTime<Utc>,
        limit: u32,
    ) -> Result<Vec<HealthRecord>, PortFailure> {
        let rows = sqlx::query_as!(
            Row,
            "SELECT service, version, uptime_seconds, db_status, guild_count, active_commands_24h, gpt_status,
                    database_pool_size, checked_at
             FROM alphapy.health_check_history
             WHERE service = $1 AND checked_at >= $2
             ORDER BY checked_at DESC LIMIT $3",
            service,
            since,
            i64::from(limit),
        )
        .fetch_all(&self.pool)
        .await
        .map_err(failed("read how the service was doing"))?;
        Ok(rows.into_iter().filter_map(Row::read).collect())
    }
}

impl Row {
    /// The record; none when it was written in words that this version does not know.
    fn read(self) -> Option<HealthRecord> {
        let gpt_status = self.gpt_status.map(|it| it.parse()).transpose();
        let (Ok(db_status), Ok(gpt_status)) = (self.db_status.parse(), gpt_status) else {
            tracing::debug!(at = %self.checked_at, "a record of the service's health cannot be read");
            return None;
        };
        Some(HealthRecord {
            service: self.service,
            version: self.version,
            uptime_seconds: u64::try_from(self.uptime_seconds).unwrap_or_default(),
            db_status,
            guild_count: count(self.guild_count),
            active_commands_24h: count(self.active_commands_24h),
            gpt_status,
            database_pool_size: count(self.database_pool_size),
            checked_at: self.checked_at,
        })
    }
}

fn narrow(count: u32) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}

fn count(stored: Option<i32>) -> Option<u32> {
    stored.and_then(|it| u32::try_from(it).ok())
}

#[cfg(test)]
mod tests {
    use std::ops::Deref;

    use kernel::Retry;

    use super::*;
    use crate::testing::{TestDatabase, fresh_database};

    /// A history, and the database that it is in.
    struct OfItsOwn(PgHealthHistory, TestDatabase);

    impl OfItsOwn {
        async fn new() -> Self {
            let database = fresh_database().await;
            Self(PgHealthHistory::new(database.pool().clone()), database)
        }
    }

    impl Deref for OfItsOwn {
        type Target = PgHealthHistory;

        fn deref(&self) -> &PgHealthHistory {
            &self.0
        }
    }

    operations_core::health_history_contract!(#[tokio::test] fn() => OfItsOwn::new().await);

    #[tokio::test]
    async fn a_database_that_is_away_is_a_reason_to_come_back_later() {
        let history = OfItsOwn::new().await;
        history.1.refuse_connections().await;
        let record =
            operations_core::testing::health_record("alphapy", operations_core::testing::moment());
        let failure = history.add(&record).await.unwrap_err();
        assert_eq!(failure.retry(), Retry::Later);
        history.1.accept_connections().await;
        history.add(&record).await.unwrap();
    }
}
