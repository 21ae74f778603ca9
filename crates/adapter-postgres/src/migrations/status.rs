//! Where each step stands, and what was applied when. Changes nothing.

use std::collections::BTreeMap;
use std::time::Duration;

use chrono::{DateTime, Utc};
use sqlx::PgPool;

use super::error::MigrationError;
use super::record::{Record, records, ups};

/// One step of the schema and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MigrationStatus {
    /// Its number.
    pub version: i64,
    /// What it does, out of its file name.
    pub description: String,
    /// Where it stands.
    pub state: MigrationState,
}

/// Where a step stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MigrationState {
    /// Applied, and the file is still the same.
    Applied {
        /// When.
        at: DateTime<Utc>,
    },
    /// Not applied yet.
    Pending,
    /// Applied, but the file was edited since.
    Changed {
        /// When it was applied.
        at: DateTime<Utc>,
    },
    /// Applied, but by a program that knows steps this one does not.
    Unknown {
        /// When it was applied.
        at: DateTime<Utc>,
    },
}

/// One step that was applied and not taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AppliedStep {
    /// Its number.
    pub version: i64,
    /// What it does, out of its file name.
    pub description: String,
    /// When it was applied.
    pub at: DateTime<Utc>,
    /// How long it took; nothing when the process died before it could note that.
    pub took: Option<Duration>,
}

/// Every step that the program or the database knows, in order. Changes nothing.
pub async fn status(pool: &PgPool) -> Result<Vec<MigrationStatus>, MigrationError> {
    let mut connection = pool
        .acquire()
        .await
        .map_err(MigrationError::asking("connect"))?;
    let mut applied: BTreeMap<i64, Record> = records(&mut connection)
        .await?
        .into_iter()
        .map(|record| (record.version, record))
        .collect();
    let mut steps: Vec<MigrationStatus> = ups()
        .map(|step| MigrationStatus {
            version: step.version,
            description: step.description.to_string(),
            state: match applied.remove(&step.version) {
                None => MigrationState::Pending,
                Some(record) if record.checksum != *step.checksum => {
                    MigrationState::Changed { at: record.at }
                }
                Some(record) => MigrationState::Applied { at: record.at },
            },
        })
        .collect();
    steps.extend(applied.into_values().map(|record| MigrationStatus {
        version: record.version,
        description: record.description,
        state: MigrationState::Unknown { at: record.at },
    }));
    steps.sort_by_key(|step| step.version);
    Ok(steps)
}

/// What is applied, oldest first. A step that was taken back is not in it any more.
pub async fn history(pool: &PgPool) -> Result<Vec<AppliedStep>, MigrationError> {
    let mut connection = pool
        .acquire()
        .await
        .map_err(MigrationError::asking("connect"))?;
    let mut steps: Vec<AppliedStep> = records(&mut connection)
        .await?
        .into_iter()
        .map(|record| AppliedStep {
            version: record.version,
            description: record.description,
            at: record.at,
            took: u64::try_from(record.nanoseconds)
                .ok()
                .map(Duration::from_nanos),
        })
        .collect();
    steps.sort_by_key(|step| (step.at, step.version));
    Ok(steps)
}
