//! Forgetting what is kept for those who run the bot.

use chrono::{DateTime, Utc};
use sqlx::PgExecutor;

/// Uses of commands before `before`.
pub(super) async fn audit_logs(
    executor: impl PgExecutor<'_>,
    before: DateTime<Utc>,
    at_most: i64,
) -> Result<u64, sqlx::Error> {
    let deleted = sqlx::query!(
        "DELETE FROM alphapy.audit_logs WHERE ctid = ANY(ARRAY(
             SELECT ctid FROM alphapy.audit_logs WHERE created_at < $1 ORDER BY created_at LIMIT $2
         ))",
        before,
        at_most,
    )
    .execute(executor)
    .await?;
    Ok(deleted.rows_affected())
}

/// How the service was doing before `before`.
pub(super) async fn health_checks(
    executor: impl PgExecutor<'_>,
    before: DateTime<Utc>,
    at_most: i64,
) -> Result<u64, sqlx::Error> {
    let deleted = sqlx::query!(
        "DELETE FROM alphapy.health_check_history WHERE ctid = ANY(ARRAY(
             SELECT ctid FROM alphapy.health_check_history WHERE checked_at < $1 ORDER BY checked_at LIMIT $2
         ))",
        before,
        at_most,
    )
    .execute(executor)
    .await?;
    Ok(deleted.rows_affected())
}

#[cfg(test)]
mod tests {
    use operations_core::Retained;

    use crate::retention::tests::forgets_the_oldest_first;
    use crate::testing::fresh_database;

    #[tokio::test]
    async fn old_uses_of_commands_go_the_oldest_first_and_young_ones_stay() {
        let insert = "INSERT INTO alphapy.audit_logs (guild_id, user_id, command_name, command_type, created_at)
             SELECT 1, 2, 'help', 'slash', at FROM nine_days";
        let database = fresh_database().await;
        forgets_the_oldest_first(&database, Retained::AuditLogs, "created_at", insert).await;
    }

    #[tokio::test]
    async fn old_records_of_health_go_the_oldest_first_and_young_ones_stay() {
        let insert = "INSERT INTO alphapy.health_check_history (service, version, uptime_seconds, db_status, checked_at)
             SELECT 'alphapy', '1', 1, 'ok', at FROM nine_days";
        let database = fresh_database().await;
        forgets_the_oldest_first(&database, Retained::HealthChecks, "checked_at", insert).await;
    }
}
