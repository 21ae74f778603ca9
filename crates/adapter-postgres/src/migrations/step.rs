//! One step up, or all of them; one step down.

use std::time::Duration;

use operations_core::DoneStep;
use sqlx::migrate::{Migrate, Migration};
use sqlx::{PgConnection, PgPool};

use super::error::MigrationError;
use super::lock::{LOCK_PATIENCE, TIME_LIMIT, locked_connection, release};
use super::record::{TABLE, checked_records, ups, way_back};
use crate::MIGRATOR;

/// Applies what is pending, up to and including `target` or all of it, and returns what it applied.
pub async fn up(pool: &PgPool, target: Option<i64>) -> Result<Vec<DoneStep>, MigrationError> {
    if let Some(version) = target.filter(|it| !MIGRATOR.version_exists(*it)) {
        return Err(MigrationError::NoSuchVersion { version });
    }
    let mut connection = locked_connection(pool, LOCK_PATIENCE).await?;
    let done = in_time(apply_pending(&mut connection, target)).await?;
    release(connection).await?;
    Ok(done)
}

/// Takes the last applied step back, which loses what it stores. It must be named, so that nobody does it twice by accident.
pub async fn down(pool: &PgPool, version: i64) -> Result<DoneStep, MigrationError> {
    let mut connection = locked_connection(pool, LOCK_PATIENCE).await?;
    let done = in_time(take_back(&mut connection, version)).await?;
    release(connection).await?;
    Ok(done)
}

/// Whoever waits for it hears of it within ten minutes. The connection ends when it is left, and what was under way
/// with it.
async fn in_time<T>(
    work: impl Future<Output = Result<T, MigrationError>>,
) -> Result<T, MigrationError> {
    tokio::time::timeout(TIME_LIMIT, work)
        .await
        .unwrap_or(Err(MigrationError::TookTooLong))
}

async fn apply_pending(
    connection: &mut PgConnection,
    target: Option<i64>,
) -> Result<Vec<DoneStep>, MigrationError> {
    let applied = checked_records(connection).await?;
    let pending = ups()
        .filter(|step| applied.iter().all(|it| it.version != step.version))
        .filter(|step| target.is_none_or(|target| step.version <= target));
    let mut steps = Vec::new();
    for step in pending {
        let took = connection
            .apply(TABLE, step)
            .await
            .map_err(MigrationError::of_step(step))?;
        steps.push(done("applied a migration", step, took));
    }
    Ok(steps)
}

async fn take_back(
    connection: &mut PgConnection,
    version: i64,
) -> Result<DoneStep, MigrationError> {
    let applied = checked_records(connection).await?;
    let last = applied.last().map(|it| it.version);
    if last != Some(version) {
        return Err(MigrationError::NotTheLast { version, last });
    }
    let step = way_back(version).ok_or(MigrationError::NotReversible { version })?;
    let took = connection
        .revert(TABLE, step)
        .await
        .map_err(MigrationError::of_step(step))?;
    Ok(done("took a migration back", step, took))
}

fn done(what: &'static str, step: &Migration, took: Duration) -> DoneStep {
    tracing::info!(
        migration.version = step.version,
        migration.description = %step.description,
        milliseconds = took.as_secs_f64() * 1000.0,
        "{what}"
    );
    DoneStep {
        version: step.version,
        description: step.description.to_string(),
        took,
    }
}
