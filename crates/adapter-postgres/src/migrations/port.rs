//! The schema's steps as the core sees them.

use async_trait::async_trait;
use kernel::{PortFailure, UseCaseError};
use operations_core::{AppliedStep, DoneStep, SchemaSteps, Step, StepRefusal};
use sqlx::PgPool;

use super::error::MigrationError;
use super::{down, history, status, up};
use crate::error::retry;

/// [`SchemaSteps`] over this database.
#[derive(Debug, Clone)]
pub struct PgSchemaSteps {
    pool: PgPool,
}

impl PgSchemaSteps {
    /// The schema that these connections lead to.
    pub fn new(pool: PgPool) -> Self {
        Self { pool }
    }
}

#[async_trait]
impl SchemaSteps for PgSchemaSteps {
    async fn status(&self) -> Result<Vec<Step>, PortFailure> {
        let steps = status(&self.pool).await;
        steps.map_err(|it| failure("read which migrations are applied", it))
    }

    async fn history(&self) -> Result<Vec<AppliedStep>, PortFailure> {
        let steps = history(&self.pool).await;
        steps.map_err(|it| failure("read which migrations are applied", it))
    }

    async fn up(&self, target: Option<i64>) -> Result<Vec<DoneStep>, UseCaseError<StepRefusal>> {
        let applied = up(&self.pool, target).await;
        applied.map_err(|it| end("apply migrations", it))
    }

    async fn down(&self, version: i64) -> Result<DoneStep, UseCaseError<StepRefusal>> {
        let taken_back = down(&self.pool, version).await;
        taken_back.map_err(|it| end("take a migration back", it))
    }
}

/// A refusal where the steps are to blame. People read which step it was; the log has the reason.
fn end(attempted: &'static str, error: MigrationError) -> UseCaseError<StepRefusal> {
    let refusal = match error {
        MigrationError::Database { .. } => {
            return UseCaseError::Failed(failure(attempted, error));
        }
        MigrationError::Locked => StepRefusal::Busy,
        MigrationError::TookTooLong => StepRefusal::TookTooLong,
        MigrationError::Dirty { version } => StepRefusal::HalfApplied { version },
        MigrationError::Changed { version } => StepRefusal::Changed { version },
        MigrationError::DatabaseNewer { version, known } => {
            StepRefusal::DatabaseNewer { version, known }
        }
        MigrationError::Missing { version } => StepRefusal::Missing { version },
        MigrationError::NoSuchVersion { version } => StepRefusal::NoSuchVersion { version },
        MigrationError::NotTheLast { version, last } => StepRefusal::NotTheLast { version, last },
        MigrationError::NotReversible { version } => StepRefusal::NotReversible { version },
        MigrationError::Step { version, .. } => StepRefusal::Failed { version },
    };
    tracing::warn!(
        error = &error as &dyn std::error::Error,
        "could not {attempted}"
    );
    UseCaseError::Refused(refusal)
}

fn failure(attempted: &'static str, error: MigrationError) -> PortFailure {
    let retry = match &error {
        MigrationError::Database { source, .. } => retry(source),
        _ => kernel::Retry::Useless,
    };
    PortFailure::new(attempted, retry, error)
}

#[cfg(test)]
mod tests {
    use std::ops::Deref;

    use super::*;
    use crate::testing::{TestDatabase, empty_database};

    /// The steps of a database, and the database, which goes when nobody holds it any more.
    struct OfItsOwn {
        steps: PgSchemaSteps,
        database: TestDatabase,
    }

    impl OfItsOwn {
        async fn new() -> Self {
            let database = empty_database().await;
            let steps = PgSchemaSteps::new(database.pool().clone());
            Self { steps, database }
        }
    }

    impl Deref for OfItsOwn {
        type Target = PgSchemaSteps;

        fn deref(&self) -> &PgSchemaSteps {
            &self.steps
        }
    }

    operations_core::schema_steps_contract!(#[tokio::test] fn() => OfItsOwn::new().await);

    #[tokio::test]
    async fn a_database_that_is_gone_is_a_failure_and_no_refusal() {
        let schema = OfItsOwn::new().await;
        schema.database.refuse_connections().await;
        let failure = schema.status().await.unwrap_err();
        assert_eq!(failure.retry(), kernel::Retry::Later);
        let end = schema.up(None).await.unwrap_err();
        assert!(matches!(end, UseCaseError::Failed(it) if it.retry() == kernel::Retry::Later));
    }

    #[tokio::test]
    async fn a_step_that_fails_is_refused_by_its_number_and_leaves_nothing() {
        let schema = OfItsOwn::new().await;
        let first = schema.status().await.unwrap()[0].version;
        // Something of that name is in the way of the first step.
        sqlx::query("CREATE SCHEMA alphapy")
            .execute(schema.database.pool())
            .await
            .unwrap();
        let end = schema.up(None).await.unwrap_err();
        let failed = StepRefusal::Failed { version: first };
        assert!(
            matches!(end, UseCaseError::Refused(why) if why == failed),
            "{end:?}"
        );
        assert_eq!(schema.history().await.unwrap(), []);
    }
}
