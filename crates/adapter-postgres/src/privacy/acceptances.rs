//! Who accepted the agreement: the table `gdpr_acceptance`.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use kernel::{GuildId, PortFailure, UserId};
use privacy_core::{Acceptance, AcceptanceStore, Accepted};
use sqlx::PgPool;

use crate::error::failed;

/// [`AcceptanceStore`] in this database.
#[derive(Debug, Clone)]
pub struct PgAcceptances {
    pool: PgPool,
}

impl PgAcceptances {
    /// The acceptances in this database.
    pub fn new(pool: PgPool) -> Self {
        Self { pool }
    }

    async fn try_accept(
        &self,
        guild: GuildId,
        user: UserId,
        version: &str,
        at: DateTime<Utc>,
    ) -> Result<Accepted, sqlx::Error> {
        let mut transaction = self.pool.begin().await?;
        sqlx::query!(
            "INSERT INTO alphapy.guilds (guild_id) VALUES ($1) ON CONFLICT DO NOTHING",
            guild.as_i64(),
        )
        .execute(&mut *transaction)
        .await?;
        let inserted = sqlx::query!(
            r#"INSERT INTO alphapy.gdpr_acceptance (guild_id, user_id, version, "timestamp") VALUES ($1, $2, $3, $4)
               ON CONFLICT DO NOTHING"#,
            guild.as_i64(),
            user.as_i64(),
            version,
            at,
        )
        .execute(&mut *transaction)
        .await?;
        if inserted.rows_affected() > 0 {
            transaction.commit().await?;
            return Ok(Accepted::Now);
        }
        let before = sqlx::query!(
            r#"SELECT accepted, version, "timestamp" FROM alphapy.gdpr_acceptance WHERE guild_id = $1 AND user_id = $2
               FOR UPDATE"#,
            guild.as_i64(),
            user.as_i64(),
        )
        .fetch_one(&mut *transaction)
        .await?;
        let stands = before.accepted && before.version == version;
        let acceptance = Acceptance {
            version: before.version,
            at: before.timestamp,
        };
        if stands {
            return Ok(Accepted::Before(acceptance));
        }
        sqlx::query!(
            r#"UPDATE alphapy.gdpr_acceptance SET accepted = true, version = $3, "timestamp" = $4
               WHERE guild_id = $1 AND user_id = $2"#,
            guild.as_i64(),
            user.as_i64(),
            version,
            at,
        )
        .execute(&mut *transaction)
        .await?;
        transaction.commit().await?;
        Ok(if before.accepted {
            Accepted::Renewed(acceptance)
        } else {
            Accepted::Now
        })
    }
}

#[async_trait]
impl AcceptanceStore for PgAcceptances {
    async fn accept(
        &self,
        guild: GuildId,
        user: UserId,
        version: &str,
        at: DateTime<Utc>,
    ) -> Result<Accepted, PortFailure> {
        let accepted = self.try_accept(guild, user, version, at).await;
        accepted.map_err(failed("note who accepted the agreement"))
    }

    async fn count(&self, guild: GuildId) -> Result<u64, PortFailure> {
        let count = sqlx::query_scalar!(
            r#"SELECT count(*) AS "count!" FROM alphapy.gdpr_acceptance WHERE guild_id = $1 AND accepted"#,
            guild.as_i64(),
        )
        .fetch_one(&self.pool)
        .await
        .map_err(failed("count who accepted the agreement"))?;
        Ok(u64::try_from(count).unwrap_or(0))
    }
}

#[cfg(test)]
mod tests {
    use std::ops::Deref;

    use super::*;
    use crate::testing::{TestDatabase, fresh_database};

    /// A store, and the database that goes with it.
    struct Own {
        store: PgAcceptances,
        _database: TestDatabase,
    }

    impl Deref for Own {
        type Target = dyn AcceptanceStore;

        fn deref(&self) -> &Self::Target {
            &self.store
        }
    }

    async fn own() -> Own {
        let database = fresh_database().await;
        Own {
            store: PgAcceptances::new(database.pool().clone()),
            _database: database,
        }
    }

    privacy_core::acceptance_store_contract!(#[tokio::test] fn() => own().await);
}
