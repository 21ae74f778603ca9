//! What every [`LinkStore`] does, one function per clause; [`link_contract!`](crate::link_contract) makes a test of each.
//!
//! A store under test is handed over as what leads to it, such as a `Box`, which can hold its database as well. It is
//! empty.

#![expect(clippy::unwrap_used, reason = "what fails in a clause fails the test")]

use std::ops::Deref;

use futures_util::future::join_all;
use kernel::UserId;
use uuid::Uuid;

use crate::{AccountId, AccountLinks as _, LinkAccount, LinkOutcome, LinkProof, LinkStore};

/// Makes a test of every clause, each with a fresh store: `link_contract!(#[tokio::test] fn() => store)`.
#[macro_export]
macro_rules! link_contract {
    (#[$test:meta] fn() => $store:expr) => {
        $crate::link_contract! { @each [#[$test] $store]
            a_link_is_found_from_both_sides
            neither_side_can_be_linked_twice
            only_the_two_who_are_linked_can_be_unlinked
            of_many_at_once_one_gets_the_user
        }
    };
    (@each $setup:tt $($clause:ident)*) => { $($crate::link_contract! { @test $setup $clause })* };
    (@test [#[$test:meta] $store:expr] $clause:ident) => {
        #[$test]
        async fn $clause() {
            $crate::testing::link_contract::$clause($store).await;
        }
    };
}

/// A link is found from both sides, whoever vouches for it, and nothing else is.
pub async fn a_link_is_found_from_both_sides(store: impl Deref<Target: LinkStore>) {
    let largest = i64::MAX.unsigned_abs();
    let proofs = [LinkProof::Webhook, LinkProof::OAuth, LinkProof::Admin];
    for (id, proof) in (1..).zip(proofs) {
        let link = LinkAccount {
            proof,
            ..link(id, largest - id)
        };
        assert_eq!(store.link(link).await.unwrap(), LinkOutcome::Linked);
        let user = store.discord_user(link.account).await.unwrap();
        assert_eq!(user, Some(link.user));
        let account = store.account(link.user).await.unwrap();
        assert_eq!(account, Some(link.account));
    }
    let nobody = link(9, 9);
    assert_eq!(store.discord_user(nobody.account).await.unwrap(), None);
    assert_eq!(store.account(nobody.user).await.unwrap(), None);
}

/// Neither side can be linked to another, and the same link once more is told apart.
pub async fn neither_side_can_be_linked_twice(store: impl Deref<Target: LinkStore>) {
    for (account, user, expected) in [
        (1, 11, LinkOutcome::Linked),
        (2, 12, LinkOutcome::Linked),
        (1, 11, LinkOutcome::AlreadyLinked),
        (1, 13, LinkOutcome::AccountTaken),
        (3, 11, LinkOutcome::UserTaken),
        (1, 12, LinkOutcome::AccountTaken),
    ] {
        let outcome = store.link(link(account, user)).await.unwrap();
        assert_eq!(outcome, expected, "{account} {user}");
    }
    let first = link(1, 11);
    let user = store.discord_user(first.account).await.unwrap();
    assert_eq!(user, Some(first.user), "the earlier link stays");
}

/// A link is taken away by naming both of its sides, after which both are free.
pub async fn only_the_two_who_are_linked_can_be_unlinked(store: impl Deref<Target: LinkStore>) {
    store.link(link(1, 11)).await.unwrap();
    store.link(link(2, 12)).await.unwrap();
    for (account, user, there) in [
        (1, 12, false),
        (2, 11, false),
        (1, 11, true),
        (1, 11, false),
    ] {
        let named = link(account, user);
        let was_there = store.unlink(named.account, named.user).await.unwrap();
        assert_eq!(was_there, there, "{account} {user}");
    }
    let outcome = store.link(link(3, 11)).await.unwrap();
    assert_eq!(outcome, LinkOutcome::Linked);
    let other = link(2, 12);
    let user = store.discord_user(other.account).await.unwrap();
    assert_eq!(user, Some(other.user));
}

/// Of many accounts that want the same user at once, one gets it.
pub async fn of_many_at_once_one_gets_the_user(store: impl Deref<Target: LinkStore>) {
    let outcomes = join_all((1..=8).map(|it| store.link(link(it, 11)))).await;
    let linked = outcomes
        .into_iter()
        .filter(|it| *it.as_ref().unwrap() == LinkOutcome::Linked);
    assert_eq!(linked.count(), 1);
}

fn link(account: u64, user: u64) -> LinkAccount {
    LinkAccount {
        account: AccountId(Uuid::from_u128(account.into())),
        user: UserId::new(user).unwrap(),
        proof: LinkProof::Admin,
    }
}
