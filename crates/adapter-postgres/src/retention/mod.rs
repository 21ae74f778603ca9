//! Forgetting what need not be kept any more, in batches.

mod faq;
mod guilds;
mod model;
mod operations;
mod privacy;
mod reminders;
mod settings_history;
mod tickets;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use kernel::PortFailure;
use operations_core::{Batch, Retained, Retention};
use sqlx::PgPool;

use crate::error::failed;

/// How long one batch may take.
const PATIENCE: &str = "60s";

/// [`Retention`] over every table that does not keep its rows for ever.
#[derive(Debug, Clone)]
pub struct PgRetention {
    pool: PgPool,
}

impl PgRetention {
    /// The tables of this database.
    pub fn new(pool: PgPool) -> Self {
        Self { pool }
    }
}

#[async_trait]
impl Retention for PgRetention {
    async fn forget(
        &self,
        what: Retained,
        before: DateTime<Utc>,
        at_most: u32,
    ) -> Result<Batch, PortFailure> {
        let forgotten = self.try_forget(what, before, at_most).await;
        forgotten.map_err(failed("forget what is old"))
    }
}

impl PgRetention {
    async fn try_forget(
        &self,
        what: Retained,
        before: DateTime<Utc>,
        at_most: u32,
    ) -> Result<Batch, sqlx::Error> {
        let mut transaction = self.pool.begin().await?;
        // Nobody waits for it, and a large table takes longer than an answer may.
        sqlx::query!("SELECT set_config('statement_timeout', $1, true)", PATIENCE)
            .fetch_one(&mut *transaction)
            .await?;
        let (executor, most) = (&mut *transaction, i64::from(at_most));
        let deleted = match what {
            Retained::SettingsHistory => settings_history::forget(executor, before, most).await?,
            Retained::ReminderOccurrences => reminders::occurrences(executor, before, most).await?,
            Retained::CompletedReminders => reminders::completed(executor, before, most).await?,
            Retained::WatchedMessages => {
                reminders::watched_messages(executor, before, most).await?
            }
            Retained::AuditLogs => operations::audit_logs(executor, before, most).await?,
            Retained::TicketMetrics => tickets::metrics(executor, before, most).await?,
            Retained::TicketJobs => tickets::jobs(executor, before, most).await?,
            Retained::HealthChecks => operations::health_checks(executor, before, most).await?,
            Retained::FaqSearches => faq::searches(executor, before, most).await?,
            Retained::ModelUsage => model::usage(executor, before, most).await?,
            Retained::ModelCalls => model::calls(executor, before, most).await?,
            Retained::WaitingQuestions => model::waiting(executor, before, most).await?,
            Retained::PrivacyRequests => privacy::requests(executor, before, most).await?,
            Retained::Guilds => {
                let batch = guilds::purge(executor, before, most).await?;
                transaction.commit().await?;
                return Ok(batch);
            }
        };
        transaction.commit().await?;
        Ok(Batch {
            deleted,
            more: deleted >= u64::from(at_most),
        })
    }
}

#[cfg(test)]
mod tests {
    use sqlx::AssertSqlSafe;

    use super::*;
    use crate::testing::{TestDatabase, fresh_database};

    /// Returns once a statement waits for somebody else's row.
    pub(super) async fn waits_for_a_lock(database: &TestDatabase) {
        loop {
            let waiting: bool = sqlx::query_scalar(
                "SELECT count(*) > 0 FROM pg_stat_activity
                 WHERE datname = current_database() AND wait_event_type = 'Lock'",
            )
            .fetch_one(database.pool())
            .await
            .unwrap();
            if waiting {
                return;
            }
            tokio::task::yield_now().await;
        }
    }

    /// `insert` takes a row for each moment `at` of `nine_days`, and one may come without a moment. Of the nine, the five
    /// before the sixth go in batches, the oldest first; the others stay.
    pub(super) async fn forgets_the_oldest_first(
        database: &TestDatabase,
        what: Retained,
        column: &str,
        insert: &str,
    ) {
        let pool = database.pool();
        let stage = format!(
            "INSERT INTO alphapy.guilds (guild_id) VALUES (1);
             CREATE VIEW public.nine_days AS
             SELECT timestamptz '2026-01-01' + n * interval '1 day' AS at FROM generate_series(1, 9) n;
             {insert}"
        );
        let staged = sqlx::raw_sql(AssertSqlSafe(stage)).execute(pool).await;
        staged.unwrap();
        let sixth = "2026-01-07T00:00:00Z".parse().unwrap();
        let retention = PgRetention::new(pool.clone());
        let left = format!("SELECT min({column}) FROM alphapy.{}", what.name());
        let mut batches = Vec::new();
        let mut oldest = Vec::new();
        for _ in 0..3 {
            let batch = retention.forget(what, sixth, 3).await.unwrap();
            batches.push((batch.deleted, batch.more));
            let left: DateTime<Utc> = sqlx::query_scalar(AssertSqlSafe(left.clone()))
                .fetch_one(pool)
                .await
                .unwrap();
            oldest.push((sixth - left).num_days());
        }
        assert_eq!(batches, [(3, true), (2, false), (0, false)]);
        assert_eq!(oldest, [2, 0, 0]);
    }

    #[tokio::test]
    async fn a_batch_may_take_a_minute_and_whatever_comes_next_may_not() {
        let database = fresh_database().await;
        let pool = sqlx::postgres::PgPoolOptions::new()
            .max_connections(1)
            .connect_lazy_with(database.options().options([("statement_timeout", "5s")]));
        for sql in [
            "INSERT INTO alphapy.audit_logs (user_id, command_name, command_type, created_at)
             VALUES (2, 'help', 'slash', '2026-01-01')",
            "CREATE FUNCTION public.is_patient() RETURNS trigger LANGUAGE plpgsql AS $$
             BEGIN
                 ASSERT current_setting('statement_timeout') = '1min', current_setting('statement_timeout');
                 RETURN OLD;
             END $$",
            "CREATE TRIGGER is_patient BEFORE DELETE ON alphapy.audit_logs
             FOR EACH ROW EXECUTE FUNCTION public.is_patient()",
        ] {
            sqlx::query(sql).execute(&pool).await.unwrap();
        }
        let before = "2026-02-01T00:00:00Z".parse().unwrap();
        let retention = PgRetention::new(pool.clone());
        let batch = retention.forget(Retained::AuditLogs, before, 10);
        assert_eq!(batch.await.unwrap().deleted, 1);
        let patience: String = sqlx::query_scalar("SELECT current_setting('statement_timeout')")
            .fetch_one(&pool)
            .await
            .unwrap();
        assert_eq!(patience, "5s");
    }
}
