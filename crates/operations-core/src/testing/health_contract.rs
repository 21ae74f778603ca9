//! What every [`HealthHistory`] does, one function per clause;
//! [`health_history_contract!`](crate::health_history_contract) makes a test of each.
//!
//! A history under test is handed over as what leads to it, such as an `Arc`, and is empty.

#![expect(clippy::unwrap_used, reason = "what fails in a clause fails the test")]

use std::ops::Deref;

use chrono::{DateTime, TimeDelta, Utc};

use super::{health_record, moment};
use crate::{AiStatus, DbStatus, HealthHistory, HealthRecord};

/// Makes a test of every clause, each with a fresh history:
/// `health_history_contract!(#[tokio::test] fn() => history)`.
#[macro_export]
macro_rules! health_history_contract {
    (#[$test:meta] fn() => $history:expr) => {
        $crate::health_history_contract! { @each [#[$test] $history]
            what_was_recorded_is_read_back_in_full
            records_come_newest_first_since_a_moment_and_no_more_than_asked_for
            two_processes_of_one_service_make_one_record_of_a_moment
            another_services_history_is_not_shown
        }
    };
    (@each $setup:tt $($clause:ident)*) => { $($crate::health_history_contract! { @test $setup $clause })* };
    (@test [#[$test:meta] $history:expr] $clause:ident) => {
        #[$test]
        async fn $clause() {
            $crate::testing::health_contract::$clause($history).await;
        }
    };
}

fn minute(minute: i64) -> DateTime<Utc> {
    moment() + TimeDelta::minutes(minute)
}

/// What was recorded is read back in full, also where nothing is known.
pub async fn what_was_recorded_is_read_back_in_full(history: impl Deref<Target: HealthHistory>) {
    let full = HealthRecord {
        version: "1.2.3-rc.1".to_owned(),
        uptime_seconds: 5_000_000_000,
        db_status: DbStatus::Timeout,
        guild_count: Some(2_000_000_000),
        active_commands_24h: Some(0),
        gpt_status: Some(AiStatus::Degraded),
        database_pool_size: Some(12),
        ..health_record("alphapy", minute(1))
    };
    let bare = HealthRecord {
        guild_count: None,
        database_pool_size: None,
        ..health_record("alphapy", minute(0))
    };
    history.add(&full).await.unwrap();
    history.add(&bare).await.unwrap();
    let found = history.newest("alphapy", minute(0), 10).await.unwrap();
    assert_eq!(found, [full, bare]);
}

/// Records come newest first, since a moment that counts itself, and no more than were asked for.
pub async fn records_come_newest_first_since_a_moment_and_no_more_than_asked_for(
    history: impl Deref<Target: HealthHistory>,
) {
    for at in [2, 0, 3, 1] {
        let record = health_record("alphapy", minute(at));
        history.add(&record).await.unwrap();
    }
    let times = async |since, limit| {
        let found = history.newest("alphapy", minute(since), limit).await;
        let found = found.unwrap();
        let minutes = found
            .iter()
            .map(|it| (it.checked_at - moment()).num_minutes());
        minutes.collect::<Vec<_>>()
    };
    assert_eq!(times(0, 10).await, [3, 2, 1, 0]);
    assert_eq!(times(1, 10).await, [3, 2, 1]);
    assert_eq!(times(0, 2).await, [3, 2]);
    assert_eq!(times(4, 10).await, [0; 0]);
}

/// Of two records of one moment the first stays.
pub async fn two_processes_of_one_service_make_one_record_of_a_moment(
    history: impl Deref<Target: HealthHistory>,
) {
    let first = health_record("alphapy", minute(0));
    let second = HealthRecord {
        uptime_seconds: 7,
        ..first.clone()
    };
    history.add(&first).await.unwrap();
    history.add(&second).await.unwrap();
    let found = history.newest("alphapy", minute(0), 10).await.unwrap();
    assert_eq!(found, [first]);
}

/// The history of another service is not shown.
pub async fn another_services_history_is_not_shown(history: impl Deref<Target: HealthHistory>) {
    let other = health_record("another", minute(0));
    history.add(&other).await.unwrap();
    assert_eq!(history.newest("alphapy", minute(0), 10).await.unwrap(), []);
    assert_eq!(
        history.newest("another", minute(0), 10).await.unwrap(),
        [other]
    );
}
