//! What every [`CheckinStore`] does, one function per clause;
//! [`checkin_store_contract!`](crate::checkin_store_contract) makes a test of each.
//!
//! A store under test is handed over as what leads to it, such as an `Arc`, and is empty. It may need guilds 1 and 2 to be
//! there.

#![expect(clippy::unwrap_used, reason = "what fails in a clause fails the test")]

use std::ops::Deref;

use chrono::{DateTime, TimeDelta, Utc};
use kernel::{GuildId, UserId};

use crate::{CheckinForm, CheckinStore, NewCheckin};

/// Makes a test of every clause, each with a fresh store: `checkin_store_contract!(#[tokio::test] fn() => store)`.
#[macro_export]
macro_rules! checkin_store_contract {
    (#[$test:meta] fn() => $store:expr) => {
        $crate::checkin_store_contract! { @each [#[$test] $store]
            what_is_kept_is_found_again_word_for_word
            the_newest_come_first_and_no_more_than_asked_for
            nobody_reaches_what_is_somebody_elses
            of_two_who_share_at_once_one_is_told_so
            what_is_deleted_is_gone_and_gone_only_once
        }
    };
    (@each $setup:tt $($clause:ident)*) => { $($crate::checkin_store_contract! { @test $setup $clause })* };
    (@test [#[$test:meta] $store:expr] $clause:ident) => {
        #[$test]
        async fn $clause() {
            $crate::testing::contract::$clause($store).await;
        }
    };
}

fn alice() -> UserId {
    UserId::new(7).unwrap()
}

fn bob() -> UserId {
    UserId::new(8).unwrap()
}

fn day(number: i64) -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::days(20_000 + number)
}

fn on(number: i64) -> NewCheckin {
    NewCheckin {
        guild: GuildId::new(1).ok(),
        user: alice(),
        form: CheckinForm::new(
            &format!("goal {number}"),
            "too much",
            "\"weary\" 😴\nbut well",
        )
        .unwrap(),
        reply: "Rest.\n\nThen run.".to_owned(),
        asked_at: day(number),
        created_at: day(number),
    }
}

/// What is kept is found again, word for word, wherever it was made.
pub async fn what_is_kept_is_found_again_word_for_word(store: impl Deref<Target: CheckinStore>) {
    for guild in [GuildId::new(1).ok(), GuildId::new(2).ok(), None] {
        let kept = NewCheckin { guild, ..on(1) };
        let id = store.add(&kept).await.unwrap().unwrap();
        let found = store.find(alice(), id).await.unwrap().unwrap();
        assert_eq!((found.id, found.guild, found.user), (id, guild, alice()));
        assert_eq!((&found.form, &found.reply), (&kept.form, &kept.reply));
        assert_eq!((found.shared, found.created_at), (false, kept.created_at));
    }
}

/// The newest come first, since a moment, and no more than asked for.
pub async fn the_newest_come_first_and_no_more_than_asked_for(
    store: impl Deref<Target: CheckinStore>,
) {
    for number in 1..=4 {
        store.add(&on(number)).await.unwrap();
    }
    let newest = async |since, most| -> Vec<String> {
        let found = store.newest(alice(), day(since), most).await.unwrap();
        found.iter().map(|it| it.form.goal().to_owned()).collect()
    };
    assert_eq!(newest(0, 2).await, ["goal 4", "goal 3"]);
    assert_eq!(newest(3, 9).await, ["goal 4", "goal 3"]);
    assert_eq!(newest(5, 9).await, [""; 0]);
    let ever = store
        .newest(alice(), DateTime::UNIX_EPOCH, 9)
        .await
        .unwrap();
    assert_eq!(ever.len(), 4);
}

/// Nobody reads, shares or deletes what is somebody else's.
pub async fn nobody_reaches_what_is_somebody_elses(store: impl Deref<Target: CheckinStore>) {
    let id = store.add(&on(1)).await.unwrap().unwrap();
    assert_eq!(store.find(bob(), id).await.unwrap(), None);
    assert_eq!(store.newest(bob(), day(0), 9).await.unwrap(), []);
    assert!(!store.share(bob(), id, true).await.unwrap());
    assert!(!store.delete(bob(), id).await.unwrap());
    let found = store.find(alice(), id).await.unwrap().unwrap();
    assert!(!found.shared);
}

/// Of two who share at once, one is told so; what was taken back can be shared again.
pub async fn of_two_who_share_at_once_one_is_told_so(store: impl Deref<Target: CheckinStore>) {
    let id = store.add(&on(1)).await.unwrap().unwrap();
    let (one, other) = futures_util::future::join(
        store.share(alice(), id, true),
        store.share(alice(), id, true),
    )
    .await;
    assert!(one.unwrap() != other.unwrap());
    assert!(store.find(alice(), id).await.unwrap().unwrap().shared);
    assert!(store.share(alice(), id, false).await.unwrap());
    assert!(store.share(alice(), id, true).await.unwrap());
}

/// What is deleted is gone, and gone only once; what else there is stays.
pub async fn what_is_deleted_is_gone_and_gone_only_once(store: impl Deref<Target: CheckinStore>) {
    let (first, second) = (
        store.add(&on(1)).await.unwrap().unwrap(),
        store.add(&on(2)).await.unwrap().unwrap(),
    );
    assert!(store.delete(alice(), first).await.unwrap());
    assert!(!store.delete(alice(), first).await.unwrap());
    assert_eq!(store.find(alice(), first).await.unwrap(), None);
    assert!(!store.share(alice(), first, true).await.unwrap());
    assert!(store.find(alice(), second).await.unwrap().is_some());
}
