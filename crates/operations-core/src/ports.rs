//! What running the bot needs from outside.

use async_trait::async_trait;
use kernel::{PortFailure, UseCaseError};

use crate::{AppliedStep, DoneStep, SchemaChange, Step, StepRefusal};

/// The steps of the schema. Whoever changes it holds a lock that all processes share, takes each step in a transaction
/// of its own, and gives up after ten minutes.
#[async_trait]
pub trait SchemaSteps: Send + Sync {
    /// Every step that the program or the database knows, in order. Changes nothing.
    async fn status(&self) -> Result<Vec<Step>, PortFailure>;

    /// What is applied, in the order in which it was. A step that was taken back is not in it any more.
    async fn history(&self) -> Result<Vec<AppliedStep>, PortFailure>;

    /// Applies what is pending, up to and including `target` or all of it, and returns what it applied.
    async fn up(&self, target: Option<i64>) -> Result<Vec<DoneStep>, UseCaseError<StepRefusal>>;

    /// Takes the last applied step back, which loses what it stores. It must be named, so that nobody does it twice by
    /// accident.
    async fn down(&self, version: i64) -> Result<DoneStep, UseCaseError<StepRefusal>>;
}

/// Tells whoever runs the bot what happened to all its servers at once; in its home server, and nowhere else.
#[async_trait]
pub trait OperatorLog: Send + Sync {
    /// The schema was changed. Best effort: it must not fail what was done.
    async fn schema_changed(&self, change: &SchemaChange);
}
