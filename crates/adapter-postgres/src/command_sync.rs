//! What Discord was told of the application commands, over the table `command_sync_state`.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use kernel::{GuildId, PortFailure};
use operations_core::{Definitions, Scope, SyncState, SyncStates};
use sqlx::PgPool;

use crate::error::failed;

/// Stands for the commands of a scope of which Discord was never told anything.
const NOTHING_TOLD: &str = "none";

/// [`SyncStates`] over the table `command_sync_state`.
#[derive(Debug, Clone)]
pub struct PgCommandSync {
    pool: PgPool,
}

impl PgCommandSync {
    /// The table in this database.
    pub fn new(pool: PgPool) -> Self {
        Self { pool }
    }
}

#[async_trait]
impl SyncStates for PgCommandSync {
    async fn load(&self, scope: Scope) -> Result<Option<SyncState>, PortFailure> {
        let row = sqlx::query!(
            "SELECT definition_hash, command_count, synced_at, blocked_until
             FROM alphapy.command_sync_state WHERE target = $1",
            scope.to_string(),
        )
        .fetch_optional(&self.pool)
        .await
        .map_err(failed("read which commands are registered"))?;
        Ok(row.map(|it| SyncState {
            hash: it.definition_hash,
            count: u32::try_from(it.command_count).unwrap_or(0),
            synced_at: it.synced_at,
            blocked_until: it.blocked_until,
        }))
    }

    async fn guilds_with_commands(&self) -> Result<Vec<GuildId>, PortFailure> {
        let targets = sqlx::query_scalar!(
            "SELECT target FROM alphapy.command_sync_state WHERE target <> 'global' AND command_count > 0"
        )
        .fetch_all(&self.pool)
        .await
        .map_err(failed("read which servers have commands for themselves"))?;
        Ok(targets.iter().filter_map(|it| it.parse().ok()).collect())
    }

    async fn synced(
        &self,
        scope: Scope,
        definitions: &Definitions,
        at: DateTime<Utc>,
    ) -> Result<(), PortFailure> {
        sqlx::query!(
            "INSERT INTO alphapy.command_sync_state (target, definition_hash, command_count, synced_at)
             VALUES ($1, $2, $3, $4)
             ON CONFLICT (target) DO UPDATE
             SET definition_hash = excluded.definition_hash, command_count = excluded.command_count,
                 synced_at = excluded.synced_at, blocked_until = NULL",
            scope.to_string(),
            definitions.hash,
            i32::try_from(definitions.count).unwrap_or(i32::MAX),
            at,
        )
        .execute(&self.pool)
        .await
        .map(|_| ())
        .map_err(failed("note which commands are registered"))
    }

    async fn blocked(&self, scope: Scope, until: DateTime<Utc>) -> Result<(), PortFailure> {
        sqlx::query!(
            "INSERT INTO alphapy.command_sync_state
                 (target, definition_hash, command_count, synced_at, blocked_until)
             VALUES ($1, $2, 0, to_timestamp(0), $3)
             ON CONFLICT (target) DO UPDATE SET blocked_until = excluded.blocked_until",
            scope.to_string(),
            NOTHING_TOLD,
            until,
        )
        .execute(&self.pool)
        .await
        .map(|_| ())
        .map_err(failed("note until when commands may not be registered"))
    }
}

#[cfg(test)]
mod tests {
    use std::ops::Deref;

    use super::*;
    use crate::testing::{TestDatabase, fresh_database};

    struct Fresh {
        states: PgCommandSync,
        _database: TestDatabase,
    }

    impl Deref for Fresh {
        type Target = PgCommandSync;

        fn deref(&self) -> &PgCommandSync {
            &self.states
        }
    }

    async fn fresh() -> Fresh {
        let database = fresh_database().await;
        Fresh {
            states: PgCommandSync::new(database.pool().clone()),
            _database: database,
        }
    }

    operations_core::sync_states_contract!(#[tokio::test] fn() => fresh().await);
}
