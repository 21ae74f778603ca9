//! Why the schema could not be changed, each message saying what to do about it.

use sqlx::migrate::{MigrateError, Migration};

use super::lock::LOCK_PATIENCE;
use super::record::TABLE;

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

    /// It was broken off.
    #[error(
        "migrating took longer than ten minutes and was broken off; the steps before the last one stay applied"
    )]
    TookTooLong,

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

impl MigrationError {
    /// For `map_err`: a [`Step`](Self::Step) that knows which one.
    pub(super) fn of_step(step: &Migration) -> impl FnOnce(MigrateError) -> Self {
        let version = step.version;
        move |source| Self::Step { version, source }
    }

    /// For `map_err`: a [`Database`](Self::Database) that knows what was attempted.
    pub(super) fn asking(attempt: &'static str) -> impl FnOnce(sqlx::Error) -> Self {
        move |source| Self::Database { attempt, source }
    }

    /// The same for calls of the migrating part of the library, which wraps the error once more.
    pub(super) fn preparing(attempt: &'static str) -> impl FnOnce(MigrateError) -> Self {
        move |error| {
            let source = match error {
                MigrateError::Execute(source) => source,
                other => sqlx::Error::Migrate(Box::new(other)),
            };
            Self::Database { attempt, source }
        }
    }
}
