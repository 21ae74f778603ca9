//! Which process does a job, over the table `job_runs`.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use kernel::PortFailure;
use operations_core::{Claim, JobRun, JobRuns};
use sqlx::PgPool;

use crate::error::failed;

/// How many characters of an error the table takes.
const ERROR_MAX: usize = 500;

/// [`JobRuns`] over the table `job_runs`.
#[derive(Debug, Clone)]
pub struct PgJobRuns {
    pool: PgPool,
}

impl PgJobRuns {
    /// The jobs in this database.
    pub fn new(pool: PgPool) -> Self {
        Self { pool }
    }
}

#[async_trait]
impl JobRuns for PgJobRuns {
    async fn claim(&self, claim: &Claim<'_>) -> Result<bool, PortFailure> {
        // Of processes that ask at once one changes the row, and the others then find it taken.
        let claimed = sqlx::query!(
            "INSERT INTO alphapy.job_runs AS known (job, last_started_at, lease_owner, lease_until)
             VALUES ($1, $3, $2, $4)
             ON CONFLICT (job) DO UPDATE
             SET lease_owner = excluded.lease_owner, lease_until = excluded.lease_until,
                 last_started_at = CASE WHEN known.lease_until > $3 THEN known.last_started_at ELSE $3 END
             WHERE known.lease_owner = $2 OR coalesce(known.lease_until, '-infinity') <= $3",
            claim.job,
            claim.owner,
            claim.now,
            claim.until,
        )
        .execute(&self.pool)
        .await
        .map_err(failed("take a job on"))?;
        Ok(claimed.rows_affected() == 1)
    }

    async fn finish(
        &self,
        job: &str,
        owner: &str,
        now: DateTime<Utc>,
        error: Option<&str>,
    ) -> Result<(), PortFailure> {
        let error = error.map(shortened);
        sqlx::query!(
            "UPDATE alphapy.job_runs
             SET lease_owner = NULL, lease_until = NULL, last_finished_at = $3, last_error = $4,
                 consecutive_failures = CASE WHEN $4::text IS NULL THEN 0 ELSE consecutive_failures + 1 END
             WHERE job = $1 AND lease_owner = $2",
            job,
            owner,
            now,
            error,
        )
        .execute(&self.pool)
        .await
        .map_err(failed("let a job go"))?;
        Ok(())
    }

    async fn last(&self, job: &str) -> Result<Option<JobRun>, PortFailure> {
        let row = sqlx::query!(
            "SELECT last_started_at, last_finished_at, last_error, consecutive_failures
             FROM alphapy.job_runs WHERE job = $1",
            job,
        )
        .fetch_optional(&self.pool)
        .await
        .map_err(failed("read how a job stands"))?;
        Ok(row.map(|it| JobRun {
            started_at: Some(it.last_started_at),
            finished_at: it.last_finished_at,
            error: it.last_error,
            failures: u32::try_from(it.consecutive_failures).unwrap_or(0),
        }))
    }
}

fn shortened(error: &str) -> String {
    let kept = error.chars().filter(|it| *it != '\0');
    kept.take(ERROR_MAX).collect()
}

#[cfg(test)]
mod tests {
    use std::ops::Deref;

    use futures_util::future::join_all;

    use super::*;
    use crate::testing::{TestDatabase, fresh_database};

    struct Fresh {
        jobs: PgJobRuns,
        _database: TestDatabase,
    }

    impl Deref for Fresh {
        type Target = PgJobRuns;

        fn deref(&self) -> &PgJobRuns {
            &self.jobs
        }
    }

    async fn fresh() -> Fresh {
        let database = fresh_database().await;
        Fresh {
            jobs: PgJobRuns::new(database.pool().clone()),
            _database: database,
        }
    }

    operations_core::job_runs_contract!(#[tokio::test] fn() => fresh().await);

    #[tokio::test]
    async fn of_many_processes_that_ask_at_once_one_gets_the_job() {
        let fresh = fresh().await;
        let now = DateTime::UNIX_EPOCH;
        let owners: Vec<_> = (0..16).map(|it| it.to_string()).collect();
        let asked = owners.iter().map(async |owner| {
            let claim = Claim {
                job: "sweep",
                owner,
                now,
                until: now + chrono::TimeDelta::minutes(5),
            };
            fresh.claim(&claim).await.unwrap()
        });
        let got = join_all(asked).await;
        assert_eq!(got.into_iter().filter(|it| *it).count(), 1);
    }
}
