//! What every [`SchemaSteps`] does, one function per clause; [`schema_steps_contract!`](crate::schema_steps_contract)
//! makes a test of each.
//!
//! A schema under test is handed over as what leads to it, such as an `Arc`, which can hold its database as well. It has at least two steps, which can be taken back, and none of them is applied.

#![expect(clippy::unwrap_used, reason = "what fails in a clause fails the test")]

use std::ops::Deref;

use kernel::UseCaseError;

use crate::{SchemaSteps, StepRefusal, StepState};

/// Makes a test of every clause, each with a fresh schema: `schema_steps_contract!(#[tokio::test] fn() => schema)`.
#[macro_export]
macro_rules! schema_steps_contract {
    (#[$test:meta] fn() => $schema:expr) => {
        $crate::schema_steps_contract! { @each [#[$test] $schema]
            nothing_is_applied_at_first
            everything_is_applied_once_and_in_order
            nothing_beyond_the_target_is_applied
            a_target_that_is_no_step_is_refused
            only_the_last_step_is_taken_back_and_only_once
            what_was_taken_back_can_be_applied_again
        }
    };
    (@each $setup:tt $($clause:ident)*) => { $($crate::schema_steps_contract! { @test $setup $clause })* };
    (@test [#[$test:meta] $schema:expr] $clause:ident) => {
        #[$test]
        async fn $clause() {
            $crate::testing::contract::$clause($schema).await;
        }
    };
}

/// Nothing is applied at first, and looking changes nothing.
pub async fn nothing_is_applied_at_first(schema: impl Deref<Target: SchemaSteps>) {
    for _ in 0..2 {
        let steps = schema.status().await.unwrap();
        assert!(steps.len() >= 2);
        assert!(
            steps
                .iter()
                .all(|it| it.state == StepState::Pending && it.reversible)
        );
        assert_eq!(schema.history().await.unwrap(), []);
    }
}

/// Everything is applied once, in the order of its numbers.
pub async fn everything_is_applied_once_and_in_order(schema: impl Deref<Target: SchemaSteps>) {
    let known = versions(&*schema).await;
    assert!(known.is_sorted());
    let applied = schema.up(None).await.unwrap();
    let applied: Vec<_> = applied.iter().map(|it| it.version).collect();
    assert_eq!(applied, known);
    let steps = schema.status().await.unwrap();
    let is_applied = |state| matches!(state, StepState::Applied { .. });
    assert!(steps.iter().all(|it| is_applied(it.state)), "{steps:?}");
    let history = schema.history().await.unwrap();
    let told: Vec<_> = history.iter().map(|it| it.version).collect();
    assert_eq!(told, known);
    assert_eq!(schema.up(None).await.unwrap(), []);
}

/// Nothing beyond the target is applied.
pub async fn nothing_beyond_the_target_is_applied(schema: impl Deref<Target: SchemaSteps>) {
    let first = versions(&*schema).await[0];
    let applied = schema.up(Some(first)).await.unwrap();
    assert_eq!(applied.len(), 1);
    assert_eq!(schema.history().await.unwrap().len(), 1);
}

/// A target that is no step is refused, and nothing is applied.
pub async fn a_target_that_is_no_step_is_refused(schema: impl Deref<Target: SchemaSteps>) {
    let version = i64::MAX;
    let why = refusal(schema.up(Some(version)).await);
    assert_eq!(why, StepRefusal::NoSuchVersion { version });
    assert_eq!(schema.history().await.unwrap(), []);
}

/// Only the last step is taken back, and only once.
pub async fn only_the_last_step_is_taken_back_and_only_once(
    schema: impl Deref<Target: SchemaSteps>,
) {
    let known = versions(&*schema).await;
    let (newest, before) = (known[known.len() - 1], known[known.len() - 2]);
    let why = refusal(schema.down(newest).await);
    let none = StepRefusal::NotTheLast {
        version: newest,
        last: None,
    };
    assert_eq!(why, none);
    schema.up(None).await.unwrap();
    let why = refusal(schema.down(before).await);
    let not_last = StepRefusal::NotTheLast {
        version: before,
        last: Some(newest),
    };
    assert_eq!(why, not_last);
    assert_eq!(schema.down(newest).await.unwrap().version, newest);
    let why = refusal(schema.down(newest).await);
    let gone = StepRefusal::NotTheLast {
        version: newest,
        last: Some(before),
    };
    assert_eq!(why, gone);
}

/// What was taken back can be applied again.
pub async fn what_was_taken_back_can_be_applied_again(schema: impl Deref<Target: SchemaSteps>) {
    let known = versions(&*schema).await;
    schema.up(None).await.unwrap();
    for version in known.iter().rev() {
        schema.down(*version).await.unwrap();
    }
    assert_eq!(schema.history().await.unwrap(), []);
    assert_eq!(schema.up(None).await.unwrap().len(), known.len());
}

async fn versions(schema: &(impl SchemaSteps + ?Sized)) -> Vec<i64> {
    let steps = schema.status().await.unwrap();
    steps.iter().map(|it| it.version).collect()
}

fn refusal<T>(outcome: Result<T, UseCaseError<StepRefusal>>) -> StepRefusal {
    match outcome {
        Err(UseCaseError::Refused(why)) => why,
        Err(UseCaseError::Failed(failure)) => panic!("{failure}"),
        Ok(_) => panic!("it was not refused"),
    }
}
