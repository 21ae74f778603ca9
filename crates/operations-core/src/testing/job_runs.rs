//! Jobs that are kept in memory.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use kernel::PortFailure;

use crate::{Claim, JobRun, JobRuns};

/// [`JobRuns`] in memory.
#[derive(Debug, Default)]
pub struct InMemoryJobRuns {
    jobs: Mutex<HashMap<String, Job>>,
}

#[derive(Debug, Default)]
struct Job {
    run: JobRun,
    lease: Option<(String, DateTime<Utc>)>,
}

impl InMemoryJobRuns {
    fn lock(&self) -> MutexGuard<'_, HashMap<String, Job>> {
        self.jobs.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl JobRuns for InMemoryJobRuns {
    async fn claim(&self, claim: &Claim<'_>) -> Result<bool, PortFailure> {
        let mut jobs = self.lock();
        let job = jobs.entry(claim.job.to_owned()).or_default();
        let lease = job.lease.as_ref().filter(|it| it.1 > claim.now);
        match lease {
            Some((owner, _)) if owner != claim.owner => return Ok(false),
            Some(_) => {}
            None => job.run.started_at = Some(claim.now),
        }
        job.lease = Some((claim.owner.to_owned(), claim.until));
        Ok(true)
    }

    async fn finish(
        &self,
        job: &str,
        owner: &str,
        now: DateTime<Utc>,
        error: Option<&str>,
    ) -> Result<(), PortFailure> {
        let mut jobs = self.lock();
        let Some(job) = jobs.get_mut(job) else {
            return Ok(());
        };
        if job.lease.as_ref().is_none_or(|it| it.0 != owner) {
            return Ok(());
        }
        job.lease = None;
        job.run.finished_at = Some(now);
        job.run.error = error.map(|it| it.chars().take(500).collect());
        job.run.failures = error.map_or(0, |_| job.run.failures + 1);
        Ok(())
    }

    async fn last(&self, job: &str) -> Result<Option<JobRun>, PortFailure> {
        Ok(self.lock().get(job).map(|it| it.run.clone()))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    crate::job_runs_contract!(#[tokio::test] fn() => Arc::new(InMemoryJobRuns::default()));
}
