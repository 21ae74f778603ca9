//! What every [`InviteStore`] that keeps [`Announcements`] does, one function per clause;
//! [`invite_store_contract!`](crate::invite_store_contract) makes a test of each.
//!
//! A store under test is handed over as what leads to it, such as an `Arc`, and is empty. It may need guilds 1 and 2 to be
//! there.

#![expect(clippy::unwrap_used, reason = "what fails in a clause fails the test")]

use std::ops::Deref;

use chrono::{DateTime, TimeDelta, Utc};
use kernel::{GuildId, UserId};

use crate::{
    Announcement, Announcements, Attribution, Counted, InviteStore, NewAnnouncement, NotedJoin,
    Standing, Way,
};

/// Makes a test of every clause, each with a fresh store: `invite_store_contract!(#[tokio::test] fn() => store)`.
#[macro_export]
macro_rules! invite_store_contract {
    (#[$test:meta] fn() => $store:expr) => {
        $crate::invite_store_contract! { @each [#[$test] $store]
            whoever_brings_somebody_is_counted_once_for_them
            the_same_join_told_twice_at_once_is_noted_once
            nobody_is_counted_for_themselves_or_for_a_join_that_nobody_saw
            the_leaders_come_in_order_and_nobody_without_any
            a_count_that_is_set_says_what_it_was
            an_announcement_is_in_one_hand_at_a_time_until_it_stands
            it_is_news_once_that_invites_cannot_be_seen
            another_guild_sees_nothing
        }
    };
    (@each $setup:tt $($clause:ident)*) => { $($crate::invite_store_contract! { @test $setup $clause })* };
    (@test [#[$test:meta] $store:expr] $clause:ident) => {
        #[$test]
        async fn $clause() {
            $crate::testing::contract::$clause($store).await;
        }
    };
}

/// What is put to the test.
pub trait Store: InviteStore + Announcements {}

impl<T: InviteStore + Announcements> Store for T {}

fn home() -> GuildId {
    GuildId::new(1).unwrap()
}

fn elsewhere() -> GuildId {
    GuildId::new(2).unwrap()
}

fn user(id: u64) -> UserId {
    UserId::new(id).unwrap()
}

fn second(number: i64) -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::days(20_000) + TimeDelta::seconds(number)
}

/// Somebody who joined at this second, brought by somebody else or nobody.
fn join(member: u64, at: i64, inviter: Option<u64>) -> NotedJoin {
    let attribution = Attribution {
        inviter: inviter.map(user),
        code: "abc".parse().ok(),
        way: inviter.map_or(Way::Unseen, |_| Way::Uses),
    };
    NotedJoin {
        member: user(member),
        at: second(at),
        attribution,
        announce: None,
    }
}

fn announced(join: NotedJoin, until: i64) -> NotedJoin {
    let announce = Some(NewAnnouncement {
        inviter: join.attribution.named(join.member),
        held_until: second(until),
    });
    NotedJoin { announce, ..join }
}

async fn leaders(store: &(impl InviteStore + ?Sized), guild: GuildId) -> Vec<(u64, u32)> {
    let leaders = store.leaders(guild, 25).await.unwrap();
    leaders.iter().map(|it| (it.user.get(), it.count)).collect()
}

fn noted(is_return: bool) -> Counted {
    Counted::Noted {
        is_return,
        announcement: None,
    }
}

/// A member's first join counts for whoever brought them, and a return for nobody.
pub async fn whoever_brings_somebody_is_counted_once_for_them(store: impl Deref<Target: Store>) {
    let note = async |it| store.note_join(home(), &it).await.unwrap();
    assert_eq!(note(join(7, 1, Some(9))).await, noted(false));
    assert_eq!(note(join(8, 2, Some(9))).await, noted(false));
    assert_eq!(leaders(&*store, home()).await, [(9, 2)]);
    assert_eq!(note(join(7, 1, Some(9))).await, Counted::Repeated);
    store.note_leave(home(), user(7), second(3)).await.unwrap();
    assert_eq!(note(join(7, 4, Some(5))).await, noted(true));
    assert_eq!(note(join(7, 1, Some(5))).await, Counted::Repeated, "older");
    assert_eq!(leaders(&*store, home()).await, [(9, 2)]);
}

/// Of two that note the same join at once, one does.
pub async fn the_same_join_told_twice_at_once_is_noted_once(store: impl Deref<Target: Store>) {
    let same = join(7, 1, Some(9));
    let (one, other) = futures_util::future::join(
        store.note_join(home(), &same),
        store.note_join(home(), &same),
    )
    .await;
    let repeated = [one.unwrap(), other.unwrap()];
    let repeated = repeated.iter().filter(|it| **it == Counted::Repeated);
    assert_eq!(repeated.count(), 1);
    assert_eq!(leaders(&*store, home()).await, [(9, 1)]);
}

/// Whoever uses their own invite is not counted, and neither is anybody for a join that nobody saw.
pub async fn nobody_is_counted_for_themselves_or_for_a_join_that_nobody_saw(
    store: impl Deref<Target: Store>,
) {
    for it in [join(7, 1, Some(7)), join(8, 1, None)] {
        let done = store.note_join(home(), &it).await.unwrap();
        assert_eq!(done, noted(false));
    }
    assert_eq!(leaders(&*store, home()).await, []);
}

/// The leaders come by their counts, then by their ids, no more than asked for, and nobody with none.
pub async fn the_leaders_come_in_order_and_nobody_without_any(store: impl Deref<Target: Store>) {
    for (id, count) in [(3, 5), (1, 5), (2, 0), (4, 1_000_000)] {
        let to = Standing {
            user: user(id),
            count,
        };
        let old = store.set_count(home(), to, user(99), second(0)).await;
        assert_eq!(old.unwrap(), 0);
    }
    let expected = [(4, 1_000_000), (1, 5), (3, 5)];
    assert_eq!(leaders(&*store, home()).await, expected);
    assert_eq!(store.leaders(home(), 2).await.unwrap().len(), 2);
}

/// A count that is set says what it was, and grows from there.
pub async fn a_count_that_is_set_says_what_it_was(store: impl Deref<Target: Store>) {
    store.note_join(home(), &join(7, 1, Some(9))).await.unwrap();
    let set = async |count| {
        let to = Standing {
            user: user(9),
            count,
        };
        store
            .set_count(home(), to, user(99), second(2))
            .await
            .unwrap()
    };
    assert_eq!(set(40).await, 1);
    store.note_join(home(), &join(8, 3, Some(9))).await.unwrap();
    assert_eq!(leaders(&*store, home()).await, [(9, 41)]);
    assert_eq!(set(0).await, 41);
    assert_eq!(leaders(&*store, home()).await, []);
}

/// An announcement is in one hand at a time, with the count of its moment, and gone once it stands.
pub async fn an_announcement_is_in_one_hand_at_a_time_until_it_stands(
    store: impl Deref<Target: Store>,
) {
    let claim = async |now, until| -> Vec<Announcement> {
        store.claim(second(now), second(until), 10).await.unwrap()
    };
    let first = announced(join(7, 1, Some(9)), 30);
    let Counted::Noted {
        announcement: Some(first),
        ..
    } = store.note_join(home(), &first).await.unwrap()
    else {
        panic!("nothing is to be announced")
    };
    assert_eq!((first.guild, first.member), (home(), user(7)));
    assert_eq!((first.inviter, first.tries), (Some((user(9), 1)), 1));
    assert_eq!(first.joined_at, second(1));
    store
        .note_join(home(), &announced(join(8, 2, None), 40))
        .await
        .unwrap();
    store.note_join(home(), &join(6, 3, Some(9))).await.unwrap();

    assert_eq!(claim(29, 60).await, []);
    let again = claim(30, 60).await;
    let expected = Announcement {
        tries: 2,
        ..first.clone()
    };
    assert_eq!(again, [expected]);
    let plain = claim(45, 100).await;
    assert_eq!((plain.len(), plain[0].inviter), (1, None));
    assert_eq!(claim(59, 100).await, []);
    store.finish(&first).await.unwrap();
    store.finish(&first).await.unwrap();
    assert_eq!(claim(60, 100).await, []);
    assert_eq!(claim(100, 130).await.len(), 1);
}

/// That a guild's invites cannot be seen is news once, until they could be in between.
pub async fn it_is_news_once_that_invites_cannot_be_seen(store: impl Deref<Target: Store>) {
    let blind = async || store.note_blind(home(), second(1)).await.unwrap();
    assert!(blind().await);
    assert!(!blind().await);
    store.note_sighted(home()).await.unwrap();
    store.note_sighted(home()).await.unwrap();
    assert!(blind().await);
}

/// What is noted in one guild is seen and changed in no other.
pub async fn another_guild_sees_nothing(store: impl Deref<Target: Store>) {
    let here = announced(join(7, 1, Some(9)), 30);
    store.note_join(home(), &here).await.unwrap();
    assert_eq!(leaders(&*store, elsewhere()).await, []);
    let to = Standing {
        user: user(9),
        count: 3,
    };
    let old = store.set_count(elsewhere(), to, user(99), second(2)).await;
    assert_eq!(old.unwrap(), 0);
    let there = store.note_join(elsewhere(), &join(7, 1, None)).await;
    assert_eq!(there.unwrap(), noted(false), "they had not joined there");
    store.note_blind(elsewhere(), second(1)).await.unwrap();
    assert!(store.note_blind(home(), second(1)).await.unwrap());
    assert_eq!(leaders(&*store, home()).await, [(9, 1)]);
    let mut foreign = store.claim(second(30), second(60), 10).await.unwrap();
    foreign[0].guild = elsewhere();
    store.finish(&foreign[0]).await.unwrap();
    let still = store.claim(second(60), second(90), 10).await.unwrap();
    assert_eq!(still.len(), 1);
}
