//! Doing the work that follows from changes.

use futures_util::future::join_all;
use kernel::MessageId;

use super::{Fixture, changed, opened};
use crate::testing::{a_ticket, guild, instant, user};
use crate::{Action, ClaimedWork, Lane, Line, Ticket, Work, WorkStore};

async fn closed(fixture: &impl Fixture, place: u64) -> Ticket {
    let store = fixture.tickets();
    let ticket = opened(&*store, &a_ticket(guild(place), user(11)), 0).await;
    changed(&*store, &ticket, &Action::Close(None), 1).await
}

/// What is quick, or else what is slow.
pub(super) async fn claimed(work: &dyn WorkStore, minute: i64) -> Vec<ClaimedWork> {
    let quick = claimed_in(Lane::Quick, work, minute).await;
    if quick.is_empty() {
        claimed_in(Lane::Slow, work, minute).await
    } else {
        quick
    }
}

async fn claimed_in(lane: Lane, work: &dyn WorkStore, minute: i64) -> Vec<ClaimedWork> {
    let until = instant(minute + 2);
    let claimed = work.claim(lane, instant(minute), until, 100).await;
    claimed.unwrap()
}

pub async fn work_is_done_in_order_and_once(fixture: &impl Fixture) {
    let ticket = closed(fixture, 1).await;
    let work = fixture.work();
    let mut done = Vec::new();
    loop {
        let pieces = claimed(&*work, 2).await;
        assert!(pieces.len() <= 1, "nothing overtakes");
        let Some(piece) = pieces.into_iter().next() else {
            break;
        };
        assert!(claimed(&*work, 2).await.is_empty(), "it is in hand");
        assert_eq!((piece.guild, piece.ticket), (ticket.guild, ticket.id));
        assert_eq!((piece.attempt, piece.since), (1, instant(1)));
        assert!(work.finish(&piece, None, instant(2)).await.unwrap());
        assert!(!work.finish(&piece, None, instant(2)).await.unwrap());
        done.push(piece.work);
    }
    assert_eq!(done.first(), Some(&Work::RefreshControl));
    assert!(matches!(done[1], Work::Tell(_)));
    assert_eq!(
        done[2..],
        [Work::Log, Work::Lock, Work::Rename, Work::Summarise]
    );
}

pub async fn answers_are_offered_once_the_buttons_are_there(fixture: &impl Fixture) {
    let (store, work) = (fixture.tickets(), fixture.work());
    let ticket = opened(&*store, &a_ticket(guild(1), user(11)), 0).await;
    assert!(claimed(&*work, 1).await.is_empty(), "it has no channel yet");
    let note = async |of: u64, message: u64| {
        let message = MessageId::new(message).unwrap();
        let noted = store.note_control(guild(of), ticket.id, message).await;
        noted.unwrap();
    };
    note(2, 7).await;
    assert!(claimed(&*work, 1).await.is_empty(), "it is not theirs");
    note(1, 8).await;
    note(1, 9).await;
    let offers = claimed(&*work, 1).await;
    let offered: Vec<_> = offers.iter().map(|it| (it.ticket, &it.work)).collect();
    assert_eq!(offered, [(ticket.id, &Work::OfferAnswers)]);
}

pub async fn what_is_put_off_holds_nothing_up(fixture: &impl Fixture) {
    closed(fixture, 1).await;
    let work = fixture.work();
    let mut done = 0;
    let rename = loop {
        let piece = claimed(&*work, 2).await.remove(0);
        if piece.work == Work::Rename {
            assert!(work.put_off(&piece, instant(12), "429").await.unwrap());
            break piece;
        }
        assert!(work.finish(&piece, None, instant(2)).await.unwrap());
        done += 1;
    };
    assert_eq!(done, 4);
    let summary = claimed(&*work, 3).await.remove(0);
    assert_eq!(summary.work, Work::Summarise);
    let waiting = async |of: u64| work.waiting_summaries(guild(of)).await.unwrap();
    assert_eq!([waiting(1).await, waiting(2).await], [1, 0]);
    assert!(
        work.finish(&summary, Some("given up"), instant(3))
            .await
            .unwrap()
    );
    assert_eq!(waiting(1).await, 0);
    assert!(claimed(&*work, 11).await.is_empty());
    let first_try = rename.clone();
    let again = claimed(&*work, 12).await.remove(0);
    assert_eq!((again.id, again.attempt), (rename.id, 2));
    assert_eq!((rename.error, again.error.as_deref()), (None, Some("429")));
    assert!(
        !work.finish(&first_try, None, instant(12)).await.unwrap(),
        "that was the first try"
    );
}

pub async fn the_same_piece_waits_once_and_not_again_right_after_it_was_done(
    fixture: &impl Fixture,
) {
    let (store, work) = (fixture.tickets(), fixture.work());
    let ticket = opened(&*store, &a_ticket(guild(1), user(11)), 0).await;
    let other = opened(&*store, &a_ticket(guild(1), user(12)), 0).await;
    let left = Work::Tell(Line::Left);
    let add = |to: &Ticket, piece: Work, since: i64, minute: i64| {
        let (work, guild, id) = (work.clone(), to.guild, to.id);
        async move {
            let (since, now) = (instant(since), instant(minute));
            let added = work.add_unless_there(guild, id, &piece, since, now);
            added.await.unwrap()
        }
    };
    let all = join_all((0..8).map(|_| add(&ticket, left.clone(), 0, 1))).await;
    assert_eq!(all.into_iter().filter(|it| *it).count(), 1);
    assert!(add(&other, left.clone(), 0, 1).await);
    assert!(add(&ticket, Work::Tell(Line::Idle), 0, 1).await);
    let elsewhere = Ticket {
        guild: guild(2),
        ..ticket.clone()
    };
    assert!(!add(&elsewhere, left.clone(), 0, 1).await);
    let piece = claimed(&*work, 2).await.remove(0);
    assert_eq!((piece.ticket, &piece.work), (ticket.id, &left));
    assert!(!add(&ticket, left.clone(), 9, 9).await, "it is in hand");
    assert!(work.finish(&piece, None, instant(3)).await.unwrap());
    assert!(!add(&ticket, left.clone(), 2, 4).await, "just now");
    assert!(add(&ticket, left.clone(), 3, 9).await, "long ago");
}

pub async fn a_lease_that_ran_out_gives_the_work_to_another(fixture: &impl Fixture) {
    closed(fixture, 1).await;
    let work = fixture.work();
    let first = claimed(&*work, 2).await.remove(0);
    assert!(claimed(&*work, 3).await.is_empty());
    let second = claimed(&*work, 4).await.remove(0);
    assert_eq!((second.id, second.attempt), (first.id, 2));
    assert!(!work.put_off(&first, instant(9), "slow").await.unwrap());
    assert!(!work.finish(&first, None, instant(5)).await.unwrap());
    assert!(work.finish(&second, None, instant(5)).await.unwrap());
}

pub async fn what_is_slow_comes_last_and_holds_nothing_up(fixture: &impl Fixture) {
    let ticket = closed(fixture, 1).await;
    let work = fixture.work();
    let slow = |minute| claimed_in(Lane::Slow, &*work, minute);
    assert!(slow(2).await.is_empty(), "it is behind what is quick");
    loop {
        let quick = claimed_in(Lane::Quick, &*work, 2).await;
        let Some(piece) = quick.first() else { break };
        assert_ne!(piece.work, Work::Summarise);
        assert!(work.finish(piece, None, instant(2)).await.unwrap());
    }
    let summary = slow(2).await.remove(0);
    assert_eq!(summary.work, Work::Summarise);
    let store = fixture.tickets();
    changed(&*store, &ticket, &Action::Reopen, 3).await;
    let quick = claimed_in(Lane::Quick, &*work, 3).await;
    assert_eq!(quick.len(), 1, "while the other is in hand");
}

pub async fn parallel_claims_share_the_work(fixture: &impl Fixture) {
    for place in 1..=6 {
        closed(fixture, place).await;
    }
    let work = fixture.work();
    let all = join_all((0..6).map(|_| work.claim(Lane::Quick, instant(2), instant(4), 2))).await;
    let mut ids: Vec<_> = all
        .into_iter()
        .flat_map(Result::unwrap)
        .map(|it| (it.id, it.ticket))
        .collect();
    let taken = ids.len();
    ids.sort_unstable_by_key(|(id, _)| *id);
    ids.dedup_by_key(|(id, _)| *id);
    assert_eq!(ids.len(), taken, "nothing is taken twice");
    ids.dedup_by_key(|(_, ticket)| *ticket);
    assert_eq!(ids.len(), taken, "one piece of each ticket at a time");
    assert!(taken >= 2);
}
