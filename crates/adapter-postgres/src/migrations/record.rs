//! What the database records about the steps, and whether that fits what we know.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use sqlx::migrate::{Migrate, Migration};

use super::error::MigrationError;
use crate::MIGRATOR;

/// Where the library records what it applied. The schema is named, because without it a role called like our own schema
/// would look there first once that exists, and find no record of anything.
pub(super) const TABLE: &str = "public._sqlx_migrations";

/// A row of the library's table.
#[derive(Debug, sqlx::FromRow)]
pub(super) struct Record {
    pub(super) version: i64,
    pub(super) description: String,
    #[sqlx(rename = "installed_on")]
    pub(super) at: DateTime<Utc>,
    pub(super) success: bool,
    pub(super) checksum: Vec<u8>,
    /// Minus one until the step's end was noted.
    #[sqlx(rename = "execution_time")]
    pub(super) nanoseconds: i64,
}

pub(super) fn ups() -> impl Iterator<Item = &'static Migration> {
    MIGRATOR
        .iter()
        .filter(|step| step.migration_type.is_up_migration())
}

/// The step's way back, where there is one.
pub(super) fn way_back(version: i64) -> Option<&'static Migration> {
    MIGRATOR
        .iter()
        .find(|step| step.version == version && step.migration_type.is_down_migration())
}

pub(super) fn has_a_way_back(version: i64) -> bool {
    way_back(version).is_some()
}

/// All records in order; none when nothing was ever applied.
pub(super) async fn records(connection: &mut PgConnection) -> Result<Vec<Record>, MigrationError> {
    let exists: bool =
        sqlx::query_scalar("SELECT to_regclass('public._sqlx_migrations') IS NOT NULL")
            .fetch_one(&mut *connection)
            .await
            .map_err(MigrationError::asking("look for the table of migrations"))?;
    if !exists {
        return Ok(Vec::new());
    }
    sqlx::query_as(
        "SELECT version, description, installed_on, success, checksum, execution_time \
         FROM public._sqlx_migrations ORDER BY version",
    )
    .fetch_all(connection)
    .await
    .map_err(MigrationError::asking("read which migrations are applied"))
}

/// All records, provided that they and our files tell the same story.
pub(super) async fn checked_records(
    connection: &mut PgConnection,
) -> Result<Vec<Record>, MigrationError> {
    connection
        .ensure_migrations_table(TABLE)
        .await
        .map_err(MigrationError::preparing("create the table of migrations"))?;
    let records = records(connection).await?;
    let known = ups().map(|step| step.version).max().unwrap_or_default();
    for record in &records {
        let version = record.version;
        if !record.success {
            return Err(MigrationError::Dirty { version });
        }
        match ups().find(|step| step.version == version) {
            None if version > known => {
                return Err(MigrationError::DatabaseNewer { version, known });
            }
            None => return Err(MigrationError::Missing { version }),
            Some(step) if *step.checksum != record.checksum => {
                return Err(MigrationError::Changed { version });
            }
            Some(_) => {}
        }
    }
    Ok(records)
}
