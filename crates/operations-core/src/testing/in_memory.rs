//! A schema that is nothing but its steps.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use chrono::DateTime;
use kernel::{PortFailure, UseCaseError};

use crate::{AppliedStep, DoneStep, SchemaSteps, Step, StepRefusal, StepState};

const APPLIED: StepState = StepState::Applied {
    at: DateTime::UNIX_EPOCH,
};

/// Steps of which none is applied at first. Every step takes a millisecond, and was applied in 1970.
#[derive(Debug)]
pub struct InMemorySchema(Mutex<Vec<Step>>);

impl InMemorySchema {
    /// Steps with these numbers, in order, which can all be taken back.
    pub fn with(versions: &[i64]) -> Self {
        let step = |version: &i64| Step {
            version: *version,
            description: format!("step {version}"),
            state: StepState::Pending,
            reversible: true,
        };
        Self(Mutex::new(versions.iter().map(step).collect()))
    }

    /// The same, but this one cannot be taken back.
    pub fn without_a_way_back(self, version: i64) -> Self {
        for step in self.steps().iter_mut().filter(|it| it.version == version) {
            step.reversible = false;
        }
        self
    }

    fn steps(&self) -> MutexGuard<'_, Vec<Step>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl SchemaSteps for InMemorySchema {
    async fn status(&self) -> Result<Vec<Step>, PortFailure> {
        Ok(self.steps().clone())
    }

    async fn history(&self) -> Result<Vec<AppliedStep>, PortFailure> {
        let steps = self.steps();
        let applied = steps.iter().filter(|it| it.state == APPLIED);
        let told = applied.map(|it| AppliedStep {
            version: it.version,
            description: it.description.clone(),
            at: DateTime::UNIX_EPOCH,
            took: Some(Duration::from_millis(1)),
        });
        Ok(told.collect())
    }

    async fn up(&self, target: Option<i64>) -> Result<Vec<DoneStep>, UseCaseError<StepRefusal>> {
        let mut steps = self.steps();
        if let Some(version) = target.filter(|it| steps.iter().all(|step| step.version != *it)) {
            return Err(UseCaseError::Refused(StepRefusal::NoSuchVersion {
                version,
            }));
        }
        let pending = steps
            .iter_mut()
            .filter(|it| it.state == StepState::Pending)
            .filter(|it| target.is_none_or(|target| it.version <= target));
        let applied = pending.map(|step| {
            step.state = APPLIED;
            done(step)
        });
        Ok(applied.collect())
    }

    async fn down(&self, version: i64) -> Result<DoneStep, UseCaseError<StepRefusal>> {
        let mut steps = self.steps();
        let last = steps.iter_mut().rfind(|it| it.state == APPLIED);
        match last {
            Some(last) if last.version == version && !last.reversible => {
                Err(UseCaseError::Refused(StepRefusal::NotReversible {
                    version,
                }))
            }
            Some(last) if last.version == version => {
                last.state = StepState::Pending;
                Ok(done(last))
            }
            other => {
                let last = other.map(|it| it.version);
                Err(UseCaseError::Refused(StepRefusal::NotTheLast {
                    version,
                    last,
                }))
            }
        }
    }
}

fn done(step: &Step) -> DoneStep {
    DoneStep {
        version: step.version,
        description: step.description.clone(),
        took: Duration::from_millis(1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    crate::schema_steps_contract!(#[tokio::test] fn() => Box::new(InMemorySchema::with(&[1, 2, 5])));
}
