//! The schema's steps: which are applied, applying the next ones, taking the last one back.
//!
//! `alphapy migrate`, the start of the bot and `/migrate` all come through here. Every change happens on a connection of
//! its own that holds an advisory lock (the library's, so `sqlx migrate run` waits for us and we for it) and each step
//! in a transaction together with its record; whatever interrupts us, a step is done or it is not.

use std::collections::BTreeMap;
use std::time::Duration;

use chrono::{DateTime, Utc};
use sqlx::migrate::{Migrate, MigrateError, Migration};
use sqlx::{ConnectOptions, Connection, PgConnection, PgPool};

use crate::MIGRATOR;

/// Where the library records what it applied. The schema is named, because without it a role called like our own schema
/// would look there first once that exists, and find no record of anything.
const TABLE: &str = "public._sqlx_migrations";

/// How long we wait for another process that is migrating: two that start together should both succeed.
const LOCK_PATIENCE: Duration = Duration::from_secs(30);

/// SQLSTATE of a lock that was not had in time.
const LOCK_NOT_AVAILABLE: &str = "55P03";

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

/// Why the schema could not be changed. Nothing was changed, except by the steps before the one that failed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum MigrationError {
    /// Somebody else is migrating.
    #[error(
        "another process is migrating this database and was not done after {} seconds; wait for it and try again",
        LOCK_PATIENCE.as_secs()
    )]
    Locked,

    /// A step is recorded as begun and not finished.
    #[error(
        "migration {version} is recorded as half-applied; finish or undo it by hand and remove its row from {TABLE}, or \
         restore a backup"
    )]
    Dirty {
        /// The step.
        version: i64,
    },

    /// The file of an applied step was edited.
    #[error(
        "migration {version} was edited after it had been applied to this database; put its file back as it was and write \
         the change as a new migration"
    )]
    Changed {
        /// The step.
        version: i64,
    },

    /// The database is ahead of us.
    #[error(
        "this database is at migration {version} and this program knows them up to {known} only; start the newer program, \
         or migrate down with it first"
    )]
    DatabaseNewer {
        /// The newest step of the database.
        version: i64,
        /// The newest step that we know; zero when there is none.
        known: i64,
    },

    /// The database has a step between ours that we do not have.
    #[error(
        "migration {version} is applied to this database and this program has no such migration; it seems to belong to \
         another version or another program"
    )]
    Missing {
        /// The step.
        version: i64,
    },

    /// No step has this number.
    #[error("there is no migration {version}; `alphapy migrate status` lists them")]
    NoSuchVersion {
        /// The number.
        version: i64,
    },

    /// Only the last step can be taken back.
    #[error(
        "only the last applied migration can be taken back, and that is {}, not {version}",
        .last.map_or_else(|| "none".to_owned(), |last| last.to_string())
    )]
    NotTheLast {
        /// The step that was named.
        version: i64,
        /// The one that could be taken back.
        last: Option<i64>,
    },

    /// The step has no way back.
    #[error("migration {version} has no way back (no .down.sql); restore a backup instead")]
    NotReversible {
        /// The step.
        version: i64,
    },

    /// A step failed and was rolled back.
    #[error("migration {version} failed and was rolled back")]
    Step {
        /// The step.
        version: i64,
        /// What went wrong.
        source: MigrateError,
    },

    /// The database could not be asked.
    #[error("could not {attempt}")]
    Database {
        /// What was attempted, as a verb.
        attempt: &'static str,
        /// What went wrong.
        source: sqlx::Error,
    },
}

/// Every step that the program or the database knows, in order. Changes nothing.
pub async fn status(pool: &PgPool) -> Result<Vec<MigrationStatus>, MigrationError> {
    let mut connection = pool.acquire().await.map_err(failed("connect"))?;
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
        let took = connection.apply(TABLE, step).await.map_err(of_step(step))?;
        log_step("applied a migration", step, took);
        done.push(step.version);
    }
    close(connection).await?;
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
        .map_err(of_step(step))?;
    log_step("took a migration back", step, took);
    close(connection).await
}

/// What is applied, oldest first. A step that was taken back is not in it any more.
pub async fn history(pool: &PgPool) -> Result<Vec<AppliedStep>, MigrationError> {
    let mut connection = pool.acquire().await.map_err(failed("connect"))?;
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

/// A row of the library's table.
#[derive(Debug, sqlx::FromRow)]
struct Record {
    version: i64,
    description: String,
    #[sqlx(rename = "installed_on")]
    at: DateTime<Utc>,
    success: bool,
    checksum: Vec<u8>,
    /// Minus one until the step's end was noted.
    #[sqlx(rename = "execution_time")]
    nanoseconds: i64,
}

fn ups() -> impl Iterator<Item = &'static Migration> {
    MIGRATOR
        .iter()
        .filter(|step| step.migration_type.is_up_migration())
}

/// All records in order; none when nothing was ever applied.
async fn records(connection: &mut PgConnection) -> Result<Vec<Record>, MigrationError> {
    let exists: bool =
        sqlx::query_scalar("SELECT to_regclass('public._sqlx_migrations') IS NOT NULL")
            .fetch_one(&mut *connection)
            .await
            .map_err(failed("look for the table of migrations"))?;
    if !exists {
        return Ok(Vec::new());
    }
    sqlx::query_as(
        "SELECT version, description, installed_on, success, checksum, execution_time \
         FROM public._sqlx_migrations ORDER BY version",
    )
    .fetch_all(connection)
    .await
    .map_err(failed("read which migrations are applied"))
}

/// All records, provided that they and our files tell the same story.
async fn checked_records(connection: &mut PgConnection) -> Result<Vec<Record>, MigrationError> {
    connection
        .ensure_migrations_table(TABLE)
        .await
        .map_err(migrate_failed("create the table of migrations"))?;
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

/// A connection outside the pool: its end gives the lock back, also when we are cancelled or fail half-way, and the pool's
/// limit for statements does not end a long step.
async fn locked_connection(
    pool: &PgPool,
    patience: Duration,
) -> Result<PgConnection, MigrationError> {
    let mut connection = pool
        .connect_options()
        .connect()
        .await
        .map_err(failed("connect"))?;
    set(&mut connection, "lock_timeout", patience).await?;
    set(
        &mut connection,
        "statement_timeout",
        Duration::from_mins(10),
    )
    .await?;
    match connection.lock().await {
        Ok(()) => {}
        Err(MigrateError::Execute(sqlx::Error::Database(error)))
            if error.code().as_deref() == Some(LOCK_NOT_AVAILABLE) =>
        {
            return Err(MigrationError::Locked);
        }
        Err(error) => return Err(migrate_failed("lock the schema")(error)),
    }
    Ok(connection)
}

async fn set(
    connection: &mut PgConnection,
    setting: &str,
    value: Duration,
) -> Result<(), MigrationError> {
    sqlx::query("SELECT set_config($1, $2, false)")
        .bind(setting)
        .bind(format!("{}ms", value.as_millis()))
        .execute(connection)
        .await
        .map_err(failed("prepare the connection"))?;
    Ok(())
}

async fn close(mut connection: PgConnection) -> Result<(), MigrationError> {
    // Said, not left to the end of the connection, which the server may notice a moment after our caller goes on.
    connection
        .unlock()
        .await
        .map_err(migrate_failed("unlock the schema"))?;
    connection.close().await.map_err(failed("disconnect"))
}

fn log_step(what: &'static str, step: &Migration, took: Duration) {
    tracing::info!(
        migration.version = step.version,
        migration.description = %step.description,
        milliseconds = took.as_secs_f64() * 1000.0,
        "{what}"
    );
}

fn of_step(step: &Migration) -> impl FnOnce(MigrateError) -> MigrationError {
    let version = step.version;
    move |source| MigrationError::Step { version, source }
}

fn failed(attempt: &'static str) -> impl FnOnce(sqlx::Error) -> MigrationError {
    move |source| MigrationError::Database { attempt, source }
}

fn migrate_failed(attempt: &'static str) -> impl FnOnce(MigrateError) -> MigrationError {
    move |error| {
        let source = match error {
            MigrateError::Execute(source) => source,
            other => sqlx::Error::Migrate(Box::new(other)),
        };
        MigrationError::Database { attempt, source }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::empty_database;

    #[tokio::test]
    async fn whoever_waits_in_vain_for_the_lock_is_told_so() {
        let database = empty_database().await;
        let holder = locked_connection(database.pool(), LOCK_PATIENCE)
            .await
            .unwrap();
        let refused = locked_connection(database.pool(), Duration::from_millis(50)).await;
        assert!(matches!(refused, Err(MigrationError::Locked)));
        close(holder).await.unwrap();
        let admitted = locked_connection(database.pool(), Duration::from_millis(50)).await;
        assert!(admitted.is_ok());
    }
}
