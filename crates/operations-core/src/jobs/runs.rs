//! Who does a job at the moment, and how it went last time.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use kernel::PortFailure;

/// The wish of a process to do a job.
#[derive(Debug, Clone, Copy)]
pub struct Claim<'a> {
    /// Its name, of at most 100 characters.
    pub job: &'a str,
    /// The process, of at most 100 characters; no other one calls itself so.
    pub owner: &'a str,
    /// The present moment.
    pub now: DateTime<Utc>,
    /// Until when the job is its own: another process may take it from then on.
    pub until: DateTime<Utc>,
}

/// How a job stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct JobRun {
    /// When it was begun last.
    pub started_at: Option<DateTime<Utc>>,
    /// When it ended last, well or not.
    pub finished_at: Option<DateTime<Utc>>,
    /// What went wrong the last time; at most 500 characters. None when it went well.
    pub error: Option<String>,
    /// How often it has failed in a row.
    pub failures: u32,
}

/// Jobs that one process does at a time, over all of them.
#[async_trait]
pub trait JobRuns: Send + Sync {
    /// Takes a job on, or keeps it for longer, unless another process has it. Whether it did.
    async fn claim(&self, claim: &Claim<'_>) -> Result<bool, PortFailure>;

    /// Lets the job go, which went well or failed of `error`. Changes nothing when another process has taken it
    /// meanwhile.
    async fn finish(
        &self,
        job: &str,
        owner: &str,
        now: DateTime<Utc>,
        error: Option<&str>,
    ) -> Result<(), PortFailure>;

    /// How the job stands; none when it was never begun.
    async fn last(&self, job: &str) -> Result<Option<JobRun>, PortFailure>;
}
