//! Opening tickets.

use futures_util::future::join_all;
use kernel::{ChannelId, MessageId};

use super::{Fixture, changed, opened, read};
use crate::testing::{a_ticket, at_most, guild, instant, user};
use crate::{Action, NewTicket, OpenOutcome, OpeningLimits, RoomKind, Ticket, TicketStatus};

fn channel(id: u64) -> ChannelId {
    ChannelId::new(id).unwrap()
}

/// Where none was opened after this minute.
fn since(minute: i64) -> OpeningLimits {
    OpeningLimits {
        none_since: instant(minute),
        ..at_most(9)
    }
}

pub async fn a_ticket_that_was_opened_is_found_by_each_of_its_numbers(fixture: &impl Fixture) {
    let store = fixture.tickets();
    let what = NewTicket {
        username: "Ælfric 'the' \"Bold\"".to_owned(),
        description: "Où est\nmy role? 100 % gone\\".to_owned(),
        ..a_ticket(guild(1), user(11))
    };
    let ticket = opened(&*store, &what, 0).await;
    assert_eq!(ticket.status, TicketStatus::Open);
    assert_eq!(
        (&ticket.username, &ticket.description),
        (&what.username, &what.description)
    );
    assert_eq!(
        (ticket.created_at, ticket.last_activity_at),
        (instant(0), instant(0))
    );
    assert_eq!(read(&*store, &ticket).await, ticket);
    let by_number = store.by_number(guild(1), ticket.number).await.unwrap();
    assert_eq!(by_number.as_ref(), Some(&ticket));
    assert_eq!(store.in_channel(guild(1), channel(5)).await.unwrap(), None);
    assert!(store.place(guild(1), ticket.id, channel(5)).await.unwrap());
    let in_channel = store
        .in_channel(guild(1), channel(5))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        (in_channel.id, in_channel.channel),
        (ticket.id, Some(channel(5)))
    );
}

pub async fn numbers_count_from_one_in_every_guild_and_none_is_given_twice(fixture: &impl Fixture) {
    let store = fixture.tickets();
    let mut numbers = Vec::new();
    for (place, minute) in [(1, 0), (1, 1), (2, 2)] {
        let ticket = opened(&*store, &a_ticket(guild(place), user(11)), minute).await;
        numbers.push(ticket.number.get());
    }
    let last = opened(&*store, &a_ticket(guild(1), user(12)), 3).await;
    assert!(store.take_back(guild(1), last.id).await.unwrap());
    numbers.push(
        opened(&*store, &a_ticket(guild(1), user(12)), 4)
            .await
            .number
            .get(),
    );
    assert_eq!(numbers, [1, 2, 1, 4]);
}

pub async fn parallel_openings_never_exceed_what_one_member_may_have(fixture: &impl Fixture) {
    let store = fixture.tickets();
    let what = a_ticket(guild(1), user(11));
    let elsewhere = a_ticket(guild(2), user(11));
    opened(&*store, &elsewhere, 0).await;
    let all = join_all((0..10).map(|_| store.open(&what, at_most(3), instant(1)))).await;
    let mut given = Vec::new();
    for outcome in all {
        match outcome.unwrap() {
            OpenOutcome::Opened(ticket) => given.push(ticket.id),
            OpenOutcome::TooMany(live) => assert_eq!(live.len(), 3),
            OpenOutcome::TooSoon(last) => panic!("nothing is too soon after {last}"),
        }
    }
    assert_eq!(given.len(), 3);
    let OpenOutcome::TooMany(live) = store.open(&what, at_most(3), instant(2)).await.unwrap()
    else {
        panic!("a fourth was opened");
    };
    let mut live: Vec<_> = live.iter().map(|it| it.id).collect();
    live.sort();
    given.sort();
    assert_eq!(live, given);
    let other = store
        .open(&a_ticket(guild(1), user(12)), at_most(3), instant(2))
        .await;
    assert!(matches!(other.unwrap(), OpenOutcome::Opened(_)));
}

pub async fn of_parallel_openings_one_passes_and_no_other_follows_for_a_while(
    fixture: &impl Fixture,
) {
    let store = fixture.tickets();
    let what = a_ticket(guild(1), user(11));
    let all = join_all((0..10).map(|_| store.open(&what, since(0), instant(1)))).await;
    let mut opened = Vec::new();
    for outcome in all {
        match outcome.unwrap() {
            OpenOutcome::Opened(ticket) => opened.push(ticket),
            OpenOutcome::TooSoon(last) => assert_eq!(last, instant(1)),
            OpenOutcome::TooMany(live) => panic!("{} are no nine", live.len()),
        }
    }
    let [ticket] = &opened[..] else {
        panic!("{} were opened", opened.len());
    };
    // Also where it is closed by then.
    changed(&*store, ticket, &Action::Close(None), 2).await;
    let again = store.open(&what, since(0), instant(2)).await.unwrap();
    assert_eq!(again, OpenOutcome::TooSoon(instant(1)));
    for (place, who) in [(1, 12), (2, 11)] {
        let other = a_ticket(guild(place), user(who));
        let other = store.open(&other, since(0), instant(2)).await.unwrap();
        assert!(matches!(other, OpenOutcome::Opened(_)), "{other:?}");
    }
    let later = store.open(&what, since(1), instant(3)).await.unwrap();
    assert!(matches!(later, OpenOutcome::Opened(_)), "{later:?}");
}

pub async fn an_opening_that_failed_costs_no_turn(fixture: &impl Fixture) {
    let store = fixture.tickets();
    let what = a_ticket(guild(1), user(11));
    let left = opened(&*store, &what, 1).await;
    store.give_turn_back(guild(2), left.id).await.unwrap();
    let again = store.open(&what, since(0), instant(2)).await.unwrap();
    assert_eq!(again, OpenOutcome::TooSoon(instant(1)), "of another guild");
    store.give_turn_back(guild(1), left.id).await.unwrap();
    let one = OpeningLimits {
        most_live: 1,
        ..since(0)
    };
    let full = store.open(&what, one, instant(2)).await.unwrap();
    assert!(matches!(full, OpenOutcome::TooMany(_)), "it is there still");
    let again = store.open(&what, since(0), instant(2)).await.unwrap();
    let OpenOutcome::Opened(again) = again else {
        panic!("{again:?}");
    };
    assert!(store.take_back(guild(1), again.id).await.unwrap());
    let third = store.open(&what, since(0), instant(2)).await.unwrap();
    assert!(matches!(third, OpenOutcome::Opened(_)), "{third:?}");
}

pub async fn a_closed_ticket_makes_room_for_another(fixture: &impl Fixture) {
    let store = fixture.tickets();
    let what = a_ticket(guild(1), user(11));
    let first = opened(&*store, &what, 0).await;
    assert!(matches!(
        store.open(&what, at_most(1), instant(1)).await.unwrap(),
        OpenOutcome::TooMany(_)
    ));
    changed(&*store, &first, &Action::Close(None), 2).await;
    assert!(matches!(
        store.open(&what, at_most(1), instant(3)).await.unwrap(),
        OpenOutcome::Opened(_)
    ));
}

pub async fn a_ticket_gets_one_channel(fixture: &impl Fixture) {
    let store = fixture.tickets();
    let ticket = opened(&*store, &a_ticket(guild(1), user(11)), 0).await;
    assert!(store.place(guild(1), ticket.id, channel(5)).await.unwrap());
    assert!(
        store.place(guild(1), ticket.id, channel(5)).await.unwrap(),
        "again, the same"
    );
    assert!(!store.place(guild(1), ticket.id, channel(6)).await.unwrap());
    assert_eq!(read(&*store, &ticket).await.channel, Some(channel(5)));
    store.take_back(guild(1), ticket.id).await.unwrap();
    assert!(!store.place(guild(1), ticket.id, channel(5)).await.unwrap());
}

pub async fn only_a_ticket_that_nobody_has_changed_is_taken_back(fixture: &impl Fixture) {
    let store = fixture.tickets();
    let ticket = opened(&*store, &a_ticket(guild(1), user(11)), 0).await;
    changed(&*store, &ticket, &Action::Claim, 1).await;
    assert!(!store.take_back(guild(1), ticket.id).await.unwrap());
    let other = opened(&*store, &a_ticket(guild(1), user(11)), 2).await;
    assert!(store.take_back(guild(1), other.id).await.unwrap());
    assert!(!store.take_back(guild(1), other.id).await.unwrap());
    assert_eq!(store.find(guild(1), other.id).await.unwrap(), None);
    assert!(store.history(guild(1), other.id).await.unwrap().is_empty());
}

pub async fn what_was_left_half_open_is_found(fixture: &impl Fixture) {
    let store = fixture.tickets();
    let mut tickets: Vec<Ticket> = Vec::new();
    for place in 1..=5 {
        tickets.push(opened(&*store, &a_ticket(guild(place), user(11)), 0).await);
    }
    let message = MessageId::new(8).unwrap();
    for (at, ticket) in tickets.iter().enumerate().skip(1) {
        let own = channel(100 + at as u64);
        assert!(store.place(ticket.guild, ticket.id, own).await.unwrap());
    }
    for ticket in &tickets[2..] {
        store
            .note_control(ticket.guild, ticket.id, message)
            .await
            .unwrap();
    }
    let late = opened(&*store, &a_ticket(guild(6), user(11)), 9).await;
    let ids = |all: Vec<Ticket>| all.into_iter().map(|it| it.id).collect::<Vec<_>>();
    let half_open = async |minute, after, limit| {
        let found = store.half_open(instant(minute), after, limit).await;
        ids(found.unwrap())
    };
    assert_eq!(half_open(9, None, 9).await, [tickets[0].id, tickets[1].id]);
    assert_eq!(
        half_open(10, None, 9).await,
        [tickets[0].id, tickets[1].id, late.id]
    );
    assert_eq!(half_open(10, None, 1).await, [tickets[0].id]);
    let further = half_open(10, Some(tickets[0].id), 9).await;
    assert_eq!(further, [tickets[1].id, late.id]);
}

pub async fn closed_tickets_that_have_a_channel_can_make_room(fixture: &impl Fixture) {
    let store = fixture.tickets();
    let mut count = Vec::new();
    for (at, (place, room, is_closed)) in [
        (1, RoomKind::Channel, true),
        (1, RoomKind::Channel, true),
        (1, RoomKind::Channel, false),
        (1, RoomKind::Thread, true),
        (2, RoomKind::Channel, true),
    ]
    .into_iter()
    .enumerate()
    {
        let what = NewTicket {
            room,
            ..a_ticket(guild(place), user(11))
        };
        let ticket = opened(&*store, &what, 0).await;
        let own = channel(100 + at as u64);
        assert!(store.place(ticket.guild, ticket.id, own).await.unwrap());
        if is_closed {
            let ticket = read(&*store, &ticket).await;
            changed(&*store, &ticket, &Action::Close(None), 1).await;
        }
    }
    let without = opened(&*store, &a_ticket(guild(1), user(11)), 2).await;
    changed(&*store, &without, &Action::Close(None), 3).await;
    for (place, room) in [
        (1, RoomKind::Channel),
        (1, RoomKind::Thread),
        (2, RoomKind::Channel),
        (3, RoomKind::Channel),
    ] {
        count.push(store.archivable(guild(place), room).await.unwrap());
    }
    assert_eq!(count, [2, 1, 1, 0]);
}

pub async fn another_guild_finds_no_ticket_and_changes_none(fixture: &impl Fixture) {
    let store = fixture.tickets();
    let (here, there) = (guild(1), guild(2));
    let ticket = opened(&*store, &a_ticket(here, user(11)), 0).await;
    assert!(store.place(here, ticket.id, channel(5)).await.unwrap());
    opened(&*store, &a_ticket(there, user(11)), 0).await;
    let before = read(&*store, &ticket).await;
    let seen = store.find(there, ticket.id).await.unwrap();
    assert_eq!(seen, None);
    assert_eq!(store.in_channel(there, channel(5)).await.unwrap(), None);
    let same_number = store
        .by_number(there, ticket.number)
        .await
        .unwrap()
        .unwrap();
    assert_ne!(same_number.id, ticket.id);
    assert!(!store.place(there, ticket.id, channel(6)).await.unwrap());
    store
        .note_control(there, ticket.id, MessageId::new(9).unwrap())
        .await
        .unwrap();
    store
        .note_activity(there, ticket.id, instant(9))
        .await
        .unwrap();
    assert!(!store.take_back(there, ticket.id).await.unwrap());
    assert!(store.history(there, ticket.id).await.unwrap().is_empty());
    assert_eq!(read(&*store, &ticket).await, before);
}
