//! Which application commands Discord was told of last.

use kernel::PortFailure;
use sqlx::PgPool;

use crate::error::failed;

/// The table `command_sync_state`.
#[derive(Debug, Clone)]
pub struct PgCommandSync {
    pool: PgPool,
}

/// The row of the commands that hold in every guild.
const GLOBAL: &str = "global";

impl PgCommandSync {
    /// The table in this database.
    pub fn new(pool: PgPool) -> Self {
        Self { pool }
    }

    /// The fingerprint of the commands that Discord was told of last.
    pub async fn fingerprint(&self) -> Result<Option<String>, PortFailure> {
        sqlx::query_scalar!(
            "SELECT definition_hash FROM alphapy.command_sync_state WHERE target = $1",
            GLOBAL
        )
        .fetch_optional(&self.pool)
        .await
        .map_err(failed("read which commands are registered"))
    }

    /// Notes that Discord was told of `count` commands with this fingerprint.
    pub async fn store(&self, fingerprint: &str, count: i32) -> Result<(), PortFailure> {
        sqlx::query!(
            "INSERT INTO alphapy.command_sync_state (target, definition_hash, command_count, synced_at)
             VALUES ($1, $2, $3, now())
             ON CONFLICT (target) DO UPDATE
             SET definition_hash = excluded.definition_hash, command_count = excluded.command_count,
                 synced_at = excluded.synced_at",
            GLOBAL,
            fingerprint,
            count,
        )
        .execute(&self.pool)
        .await
        .map(|_| ())
        .map_err(failed("note which commands are registered"))
    }
}
