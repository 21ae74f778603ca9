//! Where each step stands, and what was applied when. Changes nothing.

use std::collections::BTreeMap;
use std::time::Duration;

use operations_core::{AppliedStep, Step, StepState};
use sqlx::PgPool;

use super::error::MigrationError;
use super::record::{Record, has_a_way_back, records, ups};

/// Every step that the program or the database knows, in order. Changes nothing.
pub async fn status(pool: &PgPool) -> Result<Vec<Step>, MigrationError> {
    let mut connection = pool
        .acquire()
        .await
        .map_err(MigrationError::asking("connect"))?;
    let mut applied: BTreeMap<i64, Record> = records(&mut connection)
        .await?
        .into_iter()
        .map(|record| (record.version, record))
        .collect();
    let mut steps: Vec<Step> = ups()
        .map(|step| Step {
            version: step.version,
            description: step.description.to_string(),
            state: match applied.remove(&step.version) {
                None => StepState::Pending,
                Some(record) if !record.success => StepState::HalfApplied,
                Some(record) if record.checksum != *step.checksum => {
                    StepState::Changed { at: record.at }
                }
                Some(record) => StepState::Applied { at: record.at },
            },
            reversible: has_a_way_back(step.version),
        })
        .collect();
    steps.extend(applied.into_values().map(|record| Step {
        version: record.version,
        description: record.description,
        state: StepState::Unknown { at: record.at },
        reversible: false,
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
