//! How this process is doing, for `/health`.

use std::time::Duration;

use async_trait::async_trait;
use chrono::TimeDelta;

/// How this process is doing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ProcessFigures {
    /// Its resident memory in bytes; none where the system does not tell.
    pub resident_bytes: Option<u64>,
    /// The processor time that it has used; none where the system does not tell.
    pub cpu: Option<Duration>,
    /// What it keeps in memory, in the order of the names.
    pub caches: Vec<CacheFigures>,
}

/// How full a structure in memory is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CacheFigures {
    /// Its name among the measures.
    pub structure: &'static str,
    /// How many entries it holds.
    pub entries: usize,
    /// The most that it ever holds.
    pub most: usize,
}

/// Looks at this process.
#[async_trait]
pub trait Vitals: Send + Sync {
    /// How long the database takes to answer; none when it does not within two seconds.
    async fn database(&self) -> Option<Duration>;

    /// How long the process has run.
    fn uptime(&self) -> TimeDelta;

    /// What it uses and keeps.
    fn process(&self) -> ProcessFigures;
}
