//! What every [`AcceptanceStore`] does, one function per clause;
//! [`acceptance_store_contract!`](crate::acceptance_store_contract) makes a test of each.

#![expect(clippy::unwrap_used, reason = "what fails in a clause fails the test")]

use std::ops::Deref;

use chrono::{DateTime, TimeDelta, Utc};
use kernel::{GuildId, UserId};

use crate::{Acceptance, AcceptanceStore, Accepted};

/// Makes a test of every clause, each with a fresh store: `acceptance_store_contract!(#[tokio::test] fn() => store)`.
#[macro_export]
macro_rules! acceptance_store_contract {
    (#[$test:meta] fn() => $store:expr) => {
        $crate::acceptance_store_contract! { @each [#[$test] $store]
            the_first_acceptance_counts_and_a_second_changes_nothing
            a_new_version_is_accepted_anew
            acceptances_of_two_guilds_stand_side_by_side
        }
    };
    (@each $setup:tt $($clause:ident)*) => { $($crate::acceptance_store_contract! { @test $setup $clause })* };
    (@test [#[$test:meta] $store:expr] $clause:ident) => {
        #[$test]
        async fn $clause() {
            $crate::testing::acceptance_contract::$clause($store).await;
        }
    };
}

fn guild(id: u64) -> GuildId {
    GuildId::new(id).unwrap()
}

fn alice() -> UserId {
    UserId::new(7).unwrap()
}

fn day(number: i64) -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::days(20_000 + number)
}

fn accepted(version: &str, at: DateTime<Utc>) -> Acceptance {
    Acceptance {
        version: version.to_owned(),
        at,
    }
}

/// The first acceptance counts; a second one of the same version changes nothing.
pub async fn the_first_acceptance_counts_and_a_second_changes_nothing(
    store: impl Deref<Target: AcceptanceStore>,
) {
    let first = store.accept(guild(1), alice(), "1", day(1)).await.unwrap();
    assert_eq!(first, Accepted::Now);
    for later in 2..=3 {
        let again = store.accept(guild(1), alice(), "1", day(later)).await;
        assert_eq!(again.unwrap(), Accepted::Before(accepted("1", day(1))));
    }
    assert_eq!(store.count(guild(1)).await.unwrap(), 1);
}

/// A new version replaces the old one and its time.
pub async fn a_new_version_is_accepted_anew(store: impl Deref<Target: AcceptanceStore>) {
    store.accept(guild(1), alice(), "1", day(1)).await.unwrap();
    let renewed = store.accept(guild(1), alice(), "2", day(2)).await.unwrap();
    assert_eq!(renewed, Accepted::Renewed(accepted("1", day(1))));
    let again = store.accept(guild(1), alice(), "2", day(3)).await.unwrap();
    assert_eq!(again, Accepted::Before(accepted("2", day(2))));
    assert_eq!(store.count(guild(1)).await.unwrap(), 1);
}

/// What is accepted in one guild says nothing of another.
pub async fn acceptances_of_two_guilds_stand_side_by_side(
    store: impl Deref<Target: AcceptanceStore>,
) {
    for id in [1, 2] {
        let accepted = store.accept(guild(id), alice(), "1", day(1)).await;
        assert_eq!(accepted.unwrap(), Accepted::Now);
    }
    let bob = UserId::new(8).unwrap();
    store.accept(guild(2), bob, "1", day(1)).await.unwrap();
    assert_eq!(store.count(guild(1)).await.unwrap(), 1);
    assert_eq!(store.count(guild(2)).await.unwrap(), 2);
    assert_eq!(store.count(guild(3)).await.unwrap(), 0);
}
