//! One process at a time changes the schema.

use std::time::Duration;

use sqlx::migrate::{Migrate, MigrateError};
use sqlx::{ConnectOptions, Connection, PgConnection, PgPool};

use super::error::MigrationError;

/// How long we wait for another process that is migrating: two that start together should both succeed.
pub(super) const LOCK_PATIENCE: Duration = Duration::from_secs(30);

/// How long all of it may take.
pub(super) const TIME_LIMIT: Duration = Duration::from_mins(10);

/// SQLSTATE of a lock that was not had in time.
const LOCK_NOT_AVAILABLE: &str = "55P03";

/// A connection outside the pool: its end gives the lock back, also when we are cancelled or fail half-way, and the pool's
/// limit for statements does not end a long step.
pub(super) async fn locked_connection(
    pool: &PgPool,
    patience: Duration,
) -> Result<PgConnection, MigrationError> {
    let mut connection = pool
        .connect_options()
        .connect()
        .await
        .map_err(MigrationError::asking("connect"))?;
    set(&mut connection, "lock_timeout", patience).await?;
    // A server notices that nobody waits for it any more only when it has done the statement that it was told last.
    set(&mut connection, "statement_timeout", TIME_LIMIT).await?;
    match connection.lock().await {
        Ok(()) => {}
        Err(MigrateError::Execute(sqlx::Error::Database(error)))
            if error.code().as_deref() == Some(LOCK_NOT_AVAILABLE) =>
        {
            return Err(MigrationError::Locked);
        }
        Err(error) => return Err(MigrationError::preparing("lock the schema")(error)),
    }
    Ok(connection)
}

async fn set(
    connection: &mut PgConnection,
    setting: &str,
    value: Duration,
) -> Result<(), MigrationError> {
    sqlx::query("SELECT set_config($1, $2, false)")
        .bind(setting)
        .bind(format!("{}ms", value.as_millis()))
        .execute(connection)
        .await
        .map_err(MigrationError::asking("prepare the connection"))?;
    Ok(())
}

pub(super) async fn release(mut connection: PgConnection) -> Result<(), MigrationError> {
    // Said, not left to the end of the connection, which the server may notice a moment after our caller goes on.
    connection
        .unlock()
        .await
        .map_err(MigrationError::preparing("unlock the schema"))?;
    connection
        .close()
        .await
        .map_err(MigrationError::asking("disconnect"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::empty_database;

    #[tokio::test]
    async fn whoever_waits_in_vain_for_the_lock_is_told_so() {
        let database = empty_database().await;
        let holder = locked_connection(database.pool(), LOCK_PATIENCE)
            .await
            .unwrap();
        let refused = locked_connection(database.pool(), Duration::from_millis(50)).await;
        assert!(matches!(refused, Err(MigrationError::Locked)));
        release(holder).await.unwrap();
        let admitted = locked_connection(database.pool(), Duration::from_millis(50)).await;
        assert!(admitted.is_ok());
    }
}
