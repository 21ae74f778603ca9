//! What every [`PersonalData`] does with requests, one function per clause;
//! [`privacy_request_contract!`](crate::privacy_request_contract) makes a test of each.

#![expect(clippy::unwrap_used, reason = "what fails in a clause fails the test")]

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use kernel::{PortFailure, Retry, UserId};

use crate::{Origin, PersonalData, RequestId, Withdrawal};

/// A store under test, and what is stored there.
#[async_trait]
pub trait Fixture: Send + Sync {
    /// The store.
    fn data(&self) -> &dyn PersonalData;
    /// Stores so many rows that are about `user`, in `growth_checkins`.
    async fn store(&self, user: UserId, rows: u64);
}

/// Makes a test of every clause, each with a fresh store: `privacy_request_contract!(#[tokio::test] fn() => fixture)`.
#[macro_export]
macro_rules! privacy_request_contract {
    (#[$test:meta] fn() => $fixture:expr) => {
        $crate::privacy_request_contract! { @each [#[$test] $fixture]
            a_person_has_one_request_that_waits
            an_erasure_is_carried_out_once_and_says_the_same_again
            nobody_else_loses_anything
            what_failed_comes_after_what_did_not_and_stays_until_it_is_carried_out
            what_was_carried_out_is_settled_once_and_not_before_its_time
            a_wish_can_be_taken_back_until_it_is_carried_out
        }
    };
    (@each $setup:tt $($clause:ident)*) => { $($crate::privacy_request_contract! { @test $setup $clause })* };
    (@test [#[$test:meta] $fixture:expr] $clause:ident) => {
        #[$test]
        async fn $clause() {
            $crate::testing::request_contract::$clause(&$fixture).await;
        }
    };
}

fn user(id: u64) -> UserId {
    UserId::new(id).unwrap()
}

fn minute(number: i64) -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::days(20_000) + TimeDelta::minutes(number)
}

async fn asked(data: &dyn PersonalData, who: u64, at: i64) -> RequestId {
    let asked = data.request_erasure(user(who), Origin::Command, minute(at));
    asked.await.unwrap()
}

/// Until a request is carried out, whoever asks again has made the same one.
pub async fn a_person_has_one_request_that_waits(it: &impl Fixture) {
    let data = it.data();
    let first = asked(data, 7, 1).await;
    assert_eq!(asked(data, 7, 2).await, first);
    assert_ne!(asked(data, 8, 2).await, first);
    data.erase(first, minute(3)).await.unwrap();
    assert_ne!(asked(data, 7, 4).await, first);
}

/// Carried out twice, it erases once, and both are told the same.
pub async fn an_erasure_is_carried_out_once_and_says_the_same_again(it: &impl Fixture) {
    let data = it.data();
    it.store(user(7), 3).await;
    let request = asked(data, 7, 1).await;
    let first = data.erase(request, minute(2)).await.unwrap().unwrap();
    assert_eq!(first.rows, [("growth_checkins", 3)]);
    it.store(user(7), 2).await;
    let again = data.erase(request, minute(3)).await.unwrap().unwrap();
    assert_eq!(again, first);
    let left = data.gather(user(7)).await.unwrap();
    assert_eq!(left[0].rows.len(), 2);
    let unknown = RequestId(request.0 + 1);
    assert_eq!(data.erase(unknown, minute(4)).await.unwrap(), None);
}

/// Only the person's own rows go.
pub async fn nobody_else_loses_anything(it: &impl Fixture) {
    let data = it.data();
    it.store(user(7), 3).await;
    it.store(user(8), 4).await;
    let request = asked(data, 7, 1).await;
    data.erase(request, minute(2)).await.unwrap();
    assert_eq!(data.gather(user(7)).await.unwrap(), []);
    let left = data.gather(user(8)).await.unwrap();
    assert_eq!((left.len(), left[0].rows.len()), (1, 4));
}

/// A request that failed is tried after those that did not, and again until it is carried out.
pub async fn what_failed_comes_after_what_did_not_and_stays_until_it_is_carried_out(
    it: &impl Fixture,
) {
    let data = it.data();
    let (first, second) = (asked(data, 7, 1).await, asked(data, 8, 2).await);
    let young = asked(data, 9, 9).await;
    let waiting = async || data.unfinished(minute(9), 9).await.unwrap();
    assert_eq!(waiting().await, [first, second]);
    let failure = PortFailure::new("erase somebody", Retry::Later, "away");
    data.note_failure(first, &failure).await.unwrap();
    assert_eq!(waiting().await, [second, first]);
    assert_eq!(data.unfinished(minute(9), 1).await.unwrap(), [second]);
    data.erase(first, minute(10)).await.unwrap();
    data.erase(second, minute(10)).await.unwrap();
    assert_eq!(waiting().await, []);
    assert_eq!(data.unfinished(minute(10), 9).await.unwrap(), [young]);
}

/// Some time after it was carried out, a request is over.
pub async fn what_was_carried_out_is_settled_once_and_not_before_its_time(it: &impl Fixture) {
    let data = it.data();
    let request = asked(data, 7, 1).await;
    assert_eq!(data.settle(minute(99), 9).await.unwrap(), 0);
    data.erase(request, minute(2)).await.unwrap();
    assert_eq!(data.settle(minute(2), 9).await.unwrap(), 0);
    assert_eq!(data.settle(minute(3), 9).await.unwrap(), 1);
    assert_eq!(data.settle(minute(99), 9).await.unwrap(), 0);
}

/// Only the person's own, only what they asked for by a command, and only as long as it waits.
pub async fn a_wish_can_be_taken_back_until_it_is_carried_out(it: &impl Fixture) {
    let data = it.data();
    it.store(user(7), 3).await;
    let withdraw = async |who, since| {
        let done = data.withdraw_erasure(user(who), minute(since)).await;
        done.unwrap()
    };
    assert_eq!(withdraw(7, 0).await, Withdrawal::Nothing);
    let (first, other) = (asked(data, 7, 1).await, asked(data, 8, 1).await);
    assert_eq!(withdraw(7, 1).await, Withdrawal::Withdrawn);
    assert_eq!(data.unfinished(minute(9), 9).await.unwrap(), [other]);
    assert_eq!(data.erase(first, minute(2)).await.unwrap(), None);
    assert_eq!(data.gather(user(7)).await.unwrap()[0].rows.len(), 3);
    assert_eq!(withdraw(7, 2).await, Withdrawal::Nothing);
    let second = asked(data, 7, 3).await;
    data.erase(second, minute(4)).await.unwrap();
    assert_eq!(withdraw(7, 4).await, Withdrawal::CarriedOut);
    assert_eq!(withdraw(7, 5).await, Withdrawal::Nothing);
    let webhook = data.request_erasure(user(7), Origin::Webhook, minute(6));
    let webhook = webhook.await.unwrap();
    assert_eq!(withdraw(7, 6).await, Withdrawal::Nothing);
    assert_eq!(
        data.unfinished(minute(9), 9).await.unwrap(),
        [other, webhook]
    );
}
