//! Noting who archives a ticket, and where its transcript is.

use chrono::TimeDelta;
use futures_util::future::join_all;
use kernel::{ChannelId, MessageId};

use super::{Fixture, changed, opened};
use crate::testing::{a_ticket, guild, instant, user};
use crate::{
    Action, ArchiveMark, ArchiveStart, ArchiveStore, Delivered, Earlier, Ticket, TicketStore,
};

async fn closed(store: &dyn TicketStore) -> Ticket {
    let ticket = opened(store, &a_ticket(guild(1), user(11)), 0).await;
    changed(store, &ticket, &Action::Close(None), 1).await
}

fn mark(ticket: &Ticket, by: u64, minute: i64) -> ArchiveMark {
    ArchiveMark {
        guild: ticket.guild,
        ticket: ticket.id,
        by: user(by),
        since: instant(minute),
    }
}

fn transcript() -> Delivered {
    Delivered {
        channel: ChannelId::new(700).unwrap(),
        message: MessageId::new(9000).unwrap(),
        messages: 250,
    }
}

/// Begins where whoever began five minutes ago counts as dead.
async fn begun(store: &dyn ArchiveStore, mark: &ArchiveMark) -> ArchiveStart {
    let stale = mark.since - TimeDelta::minutes(5);
    store.begin(mark, stale).await.unwrap()
}

/// The marks of those who were silent at this minute, and how often each was gone on with.
async fn marks(store: &dyn ArchiveStore, minute: i64) -> Vec<(ArchiveMark, u32)> {
    let interrupted = store.interrupted(instant(minute)).await.unwrap();
    let marks = interrupted.into_iter().map(|it| (it.mark, it.tries));
    marks.collect()
}

pub async fn of_many_who_archive_at_once_one_begins(fixture: &impl Fixture) {
    let (tickets, store) = (fixture.tickets(), fixture.archive());
    let ticket = closed(&*tickets).await;
    let marks: Vec<_> = (40..60).map(|by| mark(&ticket, by, 2)).collect();
    let starts = join_all(marks.iter().map(|it| begun(&*store, it))).await;
    let winners = marks.iter().zip(&starts);
    let winners: Vec<_> = winners
        .filter(|(_, it)| **it == ArchiveStart::Begun(None))
        .map(|(mark, _)| *mark)
        .collect();
    let [winner] = winners[..] else {
        panic!("{winners:?}");
    };
    let losers = starts.iter().filter(|it| **it != ArchiveStart::Begun(None));
    assert!({ losers }.all(|it| *it == ArchiveStart::Held(winner)));
}

pub async fn whoever_died_over_it_is_found_and_taken_over(fixture: &impl Fixture) {
    let (tickets, store) = (fixture.tickets(), fixture.archive());
    let ticket = closed(&*tickets).await;
    let first = mark(&ticket, 21, 2);
    assert_eq!(begun(&*store, &first).await, ArchiveStart::Begun(None));
    assert_eq!(store.interrupted(instant(1)).await.unwrap(), []);
    assert_eq!(marks(&*store, 2).await, [(first, 0)]);

    let second = mark(&ticket, 22, 7);
    let start = begun(&*store, &second).await;
    assert_eq!(start, ArchiveStart::Begun(Some(Earlier::Unknown)));
    let late = store.note_delivered(&first, transcript()).await.unwrap();
    assert!(!late, "whoever was taken over has lost it");
    assert!(store.note_delivered(&second, transcript()).await.unwrap());

    let third = mark(&ticket, 23, 12);
    let start = begun(&*store, &third).await;
    let expected = ArchiveStart::Begun(Some(Earlier::Delivered(transcript())));
    assert_eq!(start, expected);
    assert_eq!(marks(&*store, 12).await, [(third, 2)]);
    store.give_up(&third).await.unwrap();
    let anew = mark(&ticket, 24, 13);
    assert_eq!(begun(&*store, &anew).await, ArchiveStart::Begun(None));
    assert_eq!(marks(&*store, 13).await, [(anew, 0)], "counted anew");
}

pub async fn the_transcript_of_an_archived_ticket_is_known(fixture: &impl Fixture) {
    let (tickets, store) = (fixture.tickets(), fixture.archive());
    let ticket = closed(&*tickets).await;
    let own = mark(&ticket, 21, 2);
    begun(&*store, &own).await;
    let noted = async |guild| store.transcript(guild, ticket.id).await.unwrap();
    assert_eq!(noted(ticket.guild).await, None);
    assert!(store.note_delivered(&own, transcript()).await.unwrap());
    changed(&*tickets, &ticket, &Action::Archive, 3).await;
    assert_eq!(noted(ticket.guild).await, Some(transcript()));
    assert_eq!(noted(guild(2)).await, None);
}

pub async fn whoever_says_that_they_are_at_it_is_left_to_it(fixture: &impl Fixture) {
    let (tickets, store) = (fixture.tickets(), fixture.archive());
    let ticket = closed(&*tickets).await;
    let first = mark(&ticket, 21, 2);
    begun(&*store, &first).await;
    assert!(store.renew(&first, instant(6)).await.unwrap());
    assert_eq!(store.interrupted(instant(5)).await.unwrap(), []);
    let second = mark(&ticket, 22, 8);
    assert_eq!(begun(&*store, &second).await, ArchiveStart::Held(first));
    assert_eq!(marks(&*store, 6).await, [(first, 0)]);

    let third = mark(&ticket, 23, 11);
    let start = begun(&*store, &third).await;
    assert_eq!(start, ArchiveStart::Begun(Some(Earlier::Unknown)));
    assert!(!store.renew(&first, instant(12)).await.unwrap());
    assert_eq!(marks(&*store, 11).await, [(third, 1)]);
    changed(&*tickets, &ticket, &Action::Reopen, 13).await;
    assert!(!store.renew(&third, instant(14)).await.unwrap());
}

pub async fn between_two_tries_anybody_may_take_over(fixture: &impl Fixture) {
    let (tickets, store) = (fixture.tickets(), fixture.archive());
    let ticket = closed(&*tickets).await;
    begun(&*store, &mark(&ticket, 21, 2)).await;
    let second = mark(&ticket, 21, 7);
    begun(&*store, &second).await;
    let person = mark(&ticket, 22, 8);
    assert_eq!(begun(&*store, &person).await, ArchiveStart::Held(second));
    store.put_off(&mark(&ticket, 21, 2)).await.unwrap();
    assert_eq!(begun(&*store, &person).await, ArchiveStart::Held(second));
    store.put_off(&second).await.unwrap();
    assert_eq!(marks(&*store, 6).await, [], "the next try waits as before");
    assert_eq!(marks(&*store, 7).await, [(second, 1)]);
    let start = begun(&*store, &person).await;
    assert_eq!(start, ArchiveStart::Begun(Some(Earlier::Unknown)));
    let other = mark(&ticket, 23, 9);
    assert_eq!(begun(&*store, &other).await, ArchiveStart::Held(person));
}

pub async fn a_try_that_was_broken_off_is_not_counted(fixture: &impl Fixture) {
    let (tickets, store) = (fixture.tickets(), fixture.archive());
    let ticket = closed(&*tickets).await;
    let first = mark(&ticket, 21, 2);
    begun(&*store, &first).await;
    store.put_back(&first).await.unwrap();
    assert_eq!(marks(&*store, 2).await, [(first, 0)], "never below nothing");
    let second = mark(&ticket, 21, 7);
    begun(&*store, &second).await;
    store.put_back(&second).await.unwrap();
    assert_eq!(marks(&*store, 7).await, [(second, 0)]);
    let third = mark(&ticket, 21, 12);
    begun(&*store, &third).await;
    store.put_off(&third).await.unwrap();
    assert_eq!(marks(&*store, 12).await, [(third, 1)]);
}

pub async fn what_is_given_up_is_anybodys(fixture: &impl Fixture) {
    let (tickets, store) = (fixture.tickets(), fixture.archive());
    let ticket = closed(&*tickets).await;
    let first = mark(&ticket, 21, 2);
    begun(&*store, &first).await;
    store.give_up(&mark(&ticket, 22, 2)).await.unwrap();
    let second = mark(&ticket, 22, 3);
    assert_eq!(begun(&*store, &second).await, ArchiveStart::Held(first));
    store.give_up(&first).await.unwrap();
    assert_eq!(begun(&*store, &second).await, ArchiveStart::Begun(None));
}

pub async fn a_ticket_that_was_opened_again_forgets_its_transcript(fixture: &impl Fixture) {
    let (tickets, store) = (fixture.tickets(), fixture.archive());
    let ticket = closed(&*tickets).await;
    let first = mark(&ticket, 21, 2);
    begun(&*store, &first).await;
    store.note_delivered(&first, transcript()).await.unwrap();
    let ticket = changed(&*tickets, &ticket, &Action::Reopen, 3).await;
    assert_eq!(
        begun(&*store, &mark(&ticket, 22, 4)).await,
        ArchiveStart::NotClosed
    );
    assert_eq!(store.interrupted(instant(9)).await.unwrap(), []);
    assert!(!store.note_delivered(&first, transcript()).await.unwrap());
    let ticket = changed(&*tickets, &ticket, &Action::Close(None), 5).await;
    let again = begun(&*store, &mark(&ticket, 22, 6)).await;
    assert_eq!(again, ArchiveStart::Begun(None));
    let over = begun(&*store, &mark(&ticket, 23, 11)).await;
    assert_eq!(over, ArchiveStart::Begun(Some(Earlier::Unknown)));
}

pub async fn another_guilds_ticket_is_not_archived(fixture: &impl Fixture) {
    let (tickets, store) = (fixture.tickets(), fixture.archive());
    let ticket = closed(&*tickets).await;
    let foreign = ArchiveMark {
        guild: guild(2),
        ..mark(&ticket, 21, 2)
    };
    assert_eq!(begun(&*store, &foreign).await, ArchiveStart::NotClosed);
    let own = mark(&ticket, 21, 2);
    assert_eq!(begun(&*store, &own).await, ArchiveStart::Begun(None));
    assert!(!store.note_delivered(&foreign, transcript()).await.unwrap());
    assert!(!store.renew(&foreign, instant(3)).await.unwrap());
    store.give_up(&foreign).await.unwrap();
    let other = mark(&ticket, 22, 3);
    assert_eq!(begun(&*store, &other).await, ArchiveStart::Held(own));
}
