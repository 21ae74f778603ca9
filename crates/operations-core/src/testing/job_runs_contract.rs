//! What every [`JobRuns`] does, one function per clause; [`job_runs_contract!`](crate::job_runs_contract) makes a test of
//! each. The jobs are handed over as what leads to them, and nothing was ever begun.

#![expect(clippy::unwrap_used, reason = "what fails in a clause fails the test")]

use std::ops::Deref;

use chrono::{DateTime, TimeDelta, Utc};

use crate::{Claim, JobRuns};

/// Makes a test of every clause, each with fresh jobs: `job_runs_contract!(#[tokio::test] fn() => jobs)`.
#[macro_export]
macro_rules! job_runs_contract {
    (#[$test:meta] fn() => $jobs:expr) => {
        $crate::job_runs_contract! { @each [#[$test] $jobs]
            one_process_at_a_time_does_a_job
            a_lease_that_ran_out_is_anybodys
            whoever_has_a_job_keeps_it_for_longer
            whoever_lost_a_job_does_not_end_it
            failures_are_counted_until_it_goes_well
        }
    };
    (@each $setup:tt $($clause:ident)*) => { $($crate::job_runs_contract! { @test $setup $clause })* };
    (@test [#[$test:meta] $jobs:expr] $clause:ident) => {
        #[$test]
        async fn $clause() {
            $crate::testing::job_runs_contract::$clause($jobs).await;
        }
    };
}

/// The moment at which a clause begins, and so many minutes later.
fn minute(minutes: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_770_206_400, 0).unwrap() + TimeDelta::minutes(minutes)
}

async fn claims(jobs: &impl Deref<Target: JobRuns>, job: &str, owner: &str, from: i64) -> bool {
    let claim = Claim {
        job,
        owner,
        now: minute(from),
        until: minute(from + 5),
    };
    jobs.claim(&claim).await.unwrap()
}

/// A job that one process has is no other's, until it is let go.
pub async fn one_process_at_a_time_does_a_job(jobs: impl Deref<Target: JobRuns>) {
    assert_eq!(jobs.last("sweep").await.unwrap(), None);
    assert!(claims(&jobs, "sweep", "a", 0).await);
    assert!(!claims(&jobs, "sweep", "b", 1).await);
    assert!(claims(&jobs, "other", "b", 1).await, "another job is free");
    jobs.finish("sweep", "a", minute(2), None).await.unwrap();
    assert!(claims(&jobs, "sweep", "b", 2).await);
    let last = jobs.last("sweep").await.unwrap().unwrap();
    assert_eq!(last.started_at, Some(minute(2)));
    assert_eq!(last.finished_at, Some(minute(2)));
}

/// Whoever died with a job in its hands holds nobody up for longer than it had asked for.
pub async fn a_lease_that_ran_out_is_anybodys(jobs: impl Deref<Target: JobRuns>) {
    assert!(claims(&jobs, "sweep", "a", 0).await);
    assert!(!claims(&jobs, "sweep", "b", 4).await);
    assert!(claims(&jobs, "sweep", "b", 5).await);
}

/// A process that is still at it asks for more time, which is no new beginning.
pub async fn whoever_has_a_job_keeps_it_for_longer(jobs: impl Deref<Target: JobRuns>) {
    assert!(claims(&jobs, "sweep", "a", 0).await);
    assert!(claims(&jobs, "sweep", "a", 3).await);
    assert!(!claims(&jobs, "sweep", "b", 6).await);
    let last = jobs.last("sweep").await.unwrap().unwrap();
    assert_eq!(last.started_at, Some(minute(0)));
}

/// A process whose lease ran out, and whose job another one has taken, does not end it for that one.
pub async fn whoever_lost_a_job_does_not_end_it(jobs: impl Deref<Target: JobRuns>) {
    assert!(claims(&jobs, "sweep", "a", 0).await);
    assert!(claims(&jobs, "sweep", "b", 5).await);
    jobs.finish("sweep", "a", minute(6), None).await.unwrap();
    assert!(!claims(&jobs, "sweep", "c", 6).await);
    assert_eq!(jobs.last("sweep").await.unwrap().unwrap().finished_at, None);
    jobs.finish("never begun", "a", minute(6), None)
        .await
        .unwrap();
    assert_eq!(jobs.last("never begun").await.unwrap(), None);
}

/// Failures in a row are counted, with what went wrong last, up to 500 characters of it.
pub async fn failures_are_counted_until_it_goes_well(jobs: impl Deref<Target: JobRuns>) {
    for failures in 1..=3 {
        assert!(claims(&jobs, "sweep", "a", failures).await);
        let error = "é\0".repeat(600);
        let ended = jobs.finish("sweep", "a", minute(failures), Some(&error));
        ended.await.unwrap();
        let last = jobs.last("sweep").await.unwrap().unwrap();
        assert_eq!(i64::from(last.failures), failures);
        let kept = last.error.unwrap();
        assert!(kept.starts_with('é') && kept.chars().count() <= 500);
    }
    assert!(claims(&jobs, "sweep", "a", 4).await);
    jobs.finish("sweep", "a", minute(4), None).await.unwrap();
    let last = jobs.last("sweep").await.unwrap().unwrap();
    assert_eq!((last.failures, last.error), (0, None));
}
