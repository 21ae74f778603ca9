//! How the service was doing, minute by minute.

mod diary;
mod status;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use kernel::PortFailure;

pub use diary::HealthDiary;
pub use status::{AiStatus, AiUse, DbStatus};

/// How the service was doing at one moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HealthRecord {
    /// `SERVICE_NAME`: processes that share a name share a history.
    pub service: String,
    /// The program's version.
    pub version: String,
    /// How long it had been running, in seconds.
    pub uptime_seconds: u64,
    /// How the database was.
    pub db_status: DbStatus,
    /// The guilds that were reachable.
    pub guild_count: Option<u32>,
    /// Commands of the 24 hours before.
    pub active_commands_24h: Option<u32>,
    /// How the language model was.
    pub gpt_status: Option<AiStatus>,
    /// Connections to the database.
    pub database_pool_size: Option<u32>,
    /// When.
    pub checked_at: DateTime<Utc>,
}

impl HealthRecord {
    /// The longest name of a service, in characters.
    pub const LONGEST_SERVICE: usize = 200;
}

/// Where the history is kept.
#[async_trait]
pub trait HealthHistory: Send + Sync {
    /// Stores a record, unless its service has one of that very moment already: then another process was faster.
    async fn add(&self, record: &HealthRecord) -> Result<(), PortFailure>;

    /// The newest records of a service from `since` on, newest first, at most `limit`.
    async fn newest(
        &self,
        service: &str,
        since: DateTime<Utc>,
        limit: u32,
    ) -> Result<Vec<HealthRecord>, PortFailure>;
}
