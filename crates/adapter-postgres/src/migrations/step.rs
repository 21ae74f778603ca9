//! One step up, or all of them; one step down.

use std::time::Duration;

use sqlx::PgPool;
use sqlx::migrate::{Migrate, Migration};

use super::error::MigrationError;
use super::lock::{LOCK_PATIENCE, locked_connection, release};
use super::record::{TABLE, checked_records, ups};
use crate::MIGRATOR;

/// Applies what is pending, up to and including `target` or all of it, and returns the versions that it applied.
pub async fn up(pool: &PgPool, target: Option<i64>) -> Result<Vec<i64>, MigrationError> {
    if let Some(version) = target.filter(|it| !MIGRATOR.version_exists(*it)) {
        return Err(MigrationError::NoSuchVersion { version });
    }
    let mut connection = locked_connection(pool, LOCK_PATIENCE).await?;
    let applied = checked_records(&mut connection).await?;
    let pending = ups()
        .filter(|step| applied.iter().all(|it| it.version != step.version))
        .filter(|step| target.is_none_or(|target| step.version <= target));
    let mut done = Vec::new();
    for step in pending {
        let took = connection
            .apply(TABLE, step)
            .await
            .map_err(MigrationError::of_step(step))?;
        log_step("applied a migration", step, took);
        done.push(step.version);
    }
    release(connection).await?;
    Ok(done)
}

/// Takes the last applied step back, which loses what it stores. It must be named, so that nobody does it twice by accident.
pub async fn down(pool: &PgPool, version: i64) -> Result<(), MigrationError> {
    let mut connection = locked_connection(pool, LOCK_PATIENCE).await?;
    let applied = checked_records(&mut connection).await?;
    let last = applied.last().map(|it| it.version);
    if last != Some(version) {
        return Err(MigrationError::NotTheLast { version, last });
    }
    let step = MIGRATOR
        .iter()
        .find(|it| it.version == version && it.migration_type.is_down_migration())
        .ok_or(MigrationError::NotReversible { version })?;
    let took = connection
        .revert(TABLE, step)
        .await
        .map_err(MigrationError::of_step(step))?;
    log_step("took a migration back", step, took);
    release(connection).await
}

fn log_step(what: &'static str, step: &Migration, took: Duration) {
    tracing::info!(
        migration.version = step.version,
        migration.description = %step.description,
        milliseconds = took.as_secs_f64() * 1000.0,
        "{what}"
    );
}
