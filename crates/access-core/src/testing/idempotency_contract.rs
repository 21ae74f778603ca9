//! What every [`IdempotencyStore`] does, one function per clause; [`idempotency_contract!`](crate::idempotency_contract)
//! makes a test of each.
//!
//! A store under test is handed over as what leads to it, such as a `Box`, which can hold its database as well. It is
//! empty.

#![expect(clippy::unwrap_used, reason = "what fails in a clause fails the test")]

use std::ops::Deref;

use chrono::{DateTime, TimeDelta, Utc};
use futures_util::future::join_all;

use crate::{Asked, Begun, Idempotency, IdempotencyStore, KeptAnswer, Reservation, Scope};

/// Makes a test of every clause, each with a fresh store: `idempotency_contract!(#[tokio::test] fn() => store)`.
#[macro_export]
macro_rules! idempotency_contract {
    (#[$test:meta] fn() => $store:expr) => {
        $crate::idempotency_contract! { @each [#[$test] $store]
            the_first_runs_and_the_next_get_its_answer
            while_the_first_runs_the_next_are_told_so
            of_many_at_once_exactly_one_runs
            asking_for_something_else_under_the_same_key_is_refused
            scopes_do_not_see_each_other
            a_freed_key_runs_again
            a_key_that_nobody_ended_is_free_after_its_lease
            whoever_comes_back_after_their_lease_changes_nothing
            answers_are_forgotten_in_time
            one_key_too_many_takes_the_place_of_the_oldest_that_is_done
        }
    };
    (@each $setup:tt $($clause:ident)*) => { $($crate::idempotency_contract! { @test $setup $clause })* };
    (@test [#[$test:meta] $store:expr] $clause:ident) => {
        #[$test]
        async fn $clause() {
            $crate::testing::idempotency_contract::$clause($store).await;
        }
    };
}

const START: DateTime<Utc> = DateTime::UNIX_EPOCH;

/// The first request runs, and those after it get its answer, byte by byte.
pub async fn the_first_runs_and_the_next_get_its_answer(
    store: impl Deref<Target: IdempotencyStore>,
) {
    let reservation = run(&*store, scope(1), START).await;
    let answer = answer("{\"b\": 1,  \"a\": \"é\\u2028\\\"\"}");
    keep(&*store, scope(1), reservation, &answer, START).await;
    for _ in 0..2 {
        let begun = reserve(&*store, scope(1), asked(1), START).await;
        assert_eq!(begun, Begun::Replay(answer.clone()));
    }
}

/// While the first request runs, the next ones are told so.
pub async fn while_the_first_runs_the_next_are_told_so(
    store: impl Deref<Target: IdempotencyStore>,
) {
    run(&*store, scope(1), START).await;
    let begun = reserve(&*store, scope(1), asked(1), START).await;
    assert_eq!(begun, Begun::InProgress);
}

/// However many ask at once, exactly one runs; also when the key was in use long ago.
pub async fn of_many_at_once_exactly_one_runs(store: impl Deref<Target: IdempotencyStore>) {
    for moment in [START, START + TimeDelta::hours(1)] {
        let all = (0..20).map(|_| reserve(&*store, scope(1), asked(1), moment));
        let all = join_all(all).await;
        let running = all.iter().filter(|it| matches!(it, Begun::Run(_)));
        assert_eq!(running.count(), 1, "{all:?}");
        let told = all.iter().filter(|it| **it == Begun::InProgress);
        assert_eq!(told.count(), 19, "{all:?}");
    }
}

/// The same key with something else is refused, whether the first request runs or is done.
pub async fn asking_for_something_else_under_the_same_key_is_refused(
    store: impl Deref<Target: IdempotencyStore>,
) {
    let reservation = run(&*store, scope(1), START).await;
    let other = reserve(&*store, scope(1), asked(2), START).await;
    assert_eq!(other, Begun::KeyReused);
    keep(&*store, scope(1), reservation, &answer("{}"), START).await;
    let other = reserve(&*store, scope(1), asked(2), START).await;
    assert_eq!(other, Begun::KeyReused);
}

/// Another scope is another request.
pub async fn scopes_do_not_see_each_other(store: impl Deref<Target: IdempotencyStore>) {
    let one = run(&*store, scope(1), START).await;
    let other = run(&*store, scope(2), START).await;
    assert_ne!(one, other);
    keep(&*store, scope(1), one, &answer("{}"), START).await;
    let begun = reserve(&*store, scope(2), asked(1), START).await;
    assert_eq!(begun, Begun::InProgress);
}

/// A key that was freed runs again, also with something else.
pub async fn a_freed_key_runs_again(store: impl Deref<Target: IdempotencyStore>) {
    let reservation = run(&*store, scope(1), START).await;
    store.free(scope(1), reservation).await.unwrap();
    let begun = reserve(&*store, scope(1), asked(2), START).await;
    assert!(matches!(begun, Begun::Run(_)), "{begun:?}");
}

/// A process that died leaves its key to the next, once the lease is over.
pub async fn a_key_that_nobody_ended_is_free_after_its_lease(
    store: impl Deref<Target: IdempotencyStore>,
) {
    run(&*store, scope(1), START).await;
    let over = START + Idempotency::LEASE;
    let before = reserve(
        &*store,
        scope(1),
        asked(1),
        over - TimeDelta::milliseconds(1),
    )
    .await;
    assert_eq!(before, Begun::InProgress);
    run(&*store, scope(1), over).await;
}

/// Whoever comes back after their lease has passed to somebody else neither ends nor frees what that one does.
pub async fn whoever_comes_back_after_their_lease_changes_nothing(
    store: impl Deref<Target: IdempotencyStore>,
) {
    let late = run(&*store, scope(1), START).await;
    let over = START + Idempotency::LEASE;
    let second = run(&*store, scope(1), over).await;
    keep(&*store, scope(1), late, &answer("\"late\""), over).await;
    store.free(scope(1), late).await.unwrap();
    let begun = reserve(&*store, scope(1), asked(1), over).await;
    assert_eq!(begun, Begun::InProgress);
    keep(&*store, scope(1), second, &answer("\"second\""), over).await;
    keep(&*store, scope(1), late, &answer("\"late\""), over).await;
    let begun = reserve(&*store, scope(1), asked(1), over).await;
    assert_eq!(begun, Begun::Replay(answer("\"second\"")));
}

/// Answers are given again for ten minutes, and then forgotten.
pub async fn answers_are_forgotten_in_time(store: impl Deref<Target: IdempotencyStore>) {
    let reservation = run(&*store, scope(1), START).await;
    keep(&*store, scope(1), reservation, &answer("{}"), START).await;
    let over = START + Idempotency::KEPT;
    let before = over - TimeDelta::milliseconds(1);
    assert_eq!(store.forget(before).await.unwrap(), 1);
    let begun = reserve(&*store, scope(1), asked(1), before).await;
    assert_eq!(begun, Begun::Replay(answer("{}")));
    assert_eq!(store.forget(over).await.unwrap(), 0);
    run(&*store, scope(1), over).await;
}

/// There are never more keys than that, and what runs is not forgotten for what is done.
pub async fn one_key_too_many_takes_the_place_of_the_oldest_that_is_done(
    store: impl Deref<Target: IdempotencyStore>,
) {
    let most = u16::try_from(Idempotency::MOST_KEYS).unwrap();
    let moment = |number: u16| START + TimeDelta::milliseconds(i64::from(number));
    run(&*store, scope(0), moment(0)).await;
    for number in 1..most {
        let reservation = run(&*store, scope(number), moment(number)).await;
        if number < 3 {
            keep(
                &*store,
                scope(number),
                reservation,
                &answer("{}"),
                moment(number),
            )
            .await;
        }
    }
    run(&*store, scope(most), moment(most)).await;
    assert_eq!(
        store.forget(moment(most)).await.unwrap(),
        Idempotency::MOST_KEYS
    );
    let again = |number| reserve(&*store, scope(number), asked(1), moment(most));
    assert_eq!(again(0).await, Begun::InProgress);
    assert_eq!(again(2).await, Begun::Replay(answer("{}")));
    assert!(matches!(again(1).await, Begun::Run(_)));
}

fn scope(number: u16) -> Scope {
    let mut digest = [0; 32];
    digest[..2].copy_from_slice(&number.to_be_bytes());
    Scope(digest)
}

fn asked(number: u8) -> Asked {
    Asked([number; 32])
}

fn answer(body: &str) -> KeptAnswer {
    KeptAnswer {
        status: 201,
        body: body.to_owned(),
    }
}

async fn reserve(
    store: &(impl IdempotencyStore + ?Sized),
    scope: Scope,
    asked: Asked,
    now: DateTime<Utc>,
) -> Begun {
    let lease_until = now + Idempotency::LEASE;
    store.reserve(scope, asked, now, lease_until).await.unwrap()
}

async fn keep(
    store: &(impl IdempotencyStore + ?Sized),
    scope: Scope,
    reservation: Reservation,
    answer: &KeptAnswer,
    now: DateTime<Utc>,
) {
    let until = now + Idempotency::KEPT;
    store.keep(scope, reservation, answer, until).await.unwrap();
}

/// The reservation of a request that is let through.
async fn run(
    store: &(impl IdempotencyStore + ?Sized),
    scope: Scope,
    now: DateTime<Utc>,
) -> Reservation {
    match reserve(store, scope, asked(1), now).await {
        Begun::Run(reservation) => reservation,
        other => panic!("it did not run: {other:?}"),
    }
}
