//! Forgetting what need not be kept any more, in batches.

mod guilds;
mod operations;
mod reminders;
mod settings_history;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use kernel::PortFailure;
use operations_core::{Batch, Retained, Retention};
use sqlx::PgPool;

use crate::error::failed;

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
        let (pool, most) = (&self.pool, i64::from(at_most));
        let deleted = match what {
            Retained::SettingsHistory => settings_history::forget(pool, before, most).await,
            Retained::ReminderOccurrences => reminders::occurrences(pool, before, most).await,
            Retained::CompletedReminders => reminders::completed(pool, before, most).await,
            Retained::WatchedMessages => reminders::watched_messages(pool, before, most).await,
            Retained::AuditLogs => operations::audit_logs(pool, before, most).await,
            Retained::HealthChecks => operations::health_checks(pool, before, most).await,
            Retained::Guilds => {
                let purged = guilds::purge(pool, before, most).await;
                return purged.map_err(failed("forget the guilds that were left"));
            }
        };
        let deleted = deleted.map_err(failed("forget what is old"))?;
        Ok(Batch {
            deleted,
            more: deleted >= u64::from(at_most),
        })
    }
}
