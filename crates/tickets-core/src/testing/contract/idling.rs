//! Tickets in which people write, and those in which nobody does.

use kernel::ChannelId;

use super::{Fixture, changed, opened, read};
use crate::testing::{a_ticket, guild, instant, user};
use crate::{
    Action, Heard, IdleSince, Lane, Line, NewTicket, RoomKind, Ticket, TicketStatus, TicketStore,
    Work,
};

async fn placed(store: &dyn TicketStore, channel: u64, minute: i64) -> Ticket {
    let ticket = opened(store, &a_ticket(guild(1), user(11)), minute).await;
    let channel = ChannelId::new(channel).unwrap();
    assert!(store.place(guild(1), ticket.id, channel).await.unwrap());
    read(store, &ticket).await
}

async fn asked(fixture: &impl Fixture, ticket: &Ticket, minute: i64) -> bool {
    let work = [Work::Ask, Work::Tell(Line::Idle)];
    let store = fixture.tickets();
    store
        .ask_idle(ticket, &work, instant(minute))
        .await
        .unwrap()
}

pub async fn whoever_writes_in_a_channel_is_heard_in_its_ticket(fixture: &impl Fixture) {
    let store = fixture.tickets();
    let ticket = placed(&*store, 5, 0).await;
    let channel = ticket.channel.unwrap();
    assert!(asked(fixture, &ticket, 1).await);
    store.note_unreachable(guild(1), ticket.id).await.unwrap();
    assert!(read(&*store, &ticket).await.is_unreachable);
    let expected = Heard {
        id: ticket.id,
        requester: user(11),
        status: TicketStatus::Open,
    };
    let heard = store.heard(guild(1), channel, instant(9)).await.unwrap();
    assert_eq!(heard, Some(expected));
    let now = read(&*store, &ticket).await;
    assert_eq!(now.last_activity_at, instant(9));
    assert_eq!(now.idle_notified_at, None);
    assert!(!now.is_unreachable);
    assert_eq!(now.revision, ticket.revision, "it is no change");
    store.heard(guild(1), channel, instant(8)).await.unwrap();
    let now = read(&*store, &ticket).await;
    assert_eq!(now.last_activity_at, instant(9), "time goes forward");
}

pub async fn what_is_no_ticket_is_not_heard_and_a_closed_one_stays_as_it_is(
    fixture: &impl Fixture,
) {
    let store = fixture.tickets();
    let ticket = placed(&*store, 5, 0).await;
    let channel = ticket.channel.unwrap();
    let elsewhere = ChannelId::new(6).unwrap();
    for (guild, channel) in [(guild(2), channel), (guild(1), elsewhere)] {
        let heard = store.heard(guild, channel, instant(9)).await.unwrap();
        assert_eq!(heard, None);
    }
    let closed = changed(&*store, &ticket, &Action::Close(None), 1).await;
    let heard = store.heard(guild(1), channel, instant(9)).await.unwrap();
    assert_eq!(heard.unwrap().status, TicketStatus::Closed);
    assert_eq!(read(&*store, &closed).await, closed);
    changed(&*store, &closed, &Action::Archive, 2).await;
    let heard = store.heard(guild(1), channel, instant(9)).await.unwrap();
    assert_eq!(heard, None);
}

pub async fn silent_tickets_of_all_guilds_come_in_pages(fixture: &impl Fixture) {
    let store = fixture.tickets();
    for (minute, home) in [(0, 1), (1, 2), (1, 1), (2, 1), (9, 1)] {
        opened(&*store, &a_ticket(guild(home), user(11)), minute).await;
    }
    let all = store.idle(instant(2), None, 10).await.unwrap();
    let minutes: Vec<_> = all.iter().map(|it| it.last_activity_at).collect();
    assert_eq!(minutes, [instant(0), instant(1), instant(1), instant(2)]);
    let first = store.idle(instant(2), None, 2).await.unwrap();
    let after = Some(IdleSince::of(&first[1]));
    let second = store.idle(instant(2), after, 2).await.unwrap();
    assert_eq!([first, second].concat(), all);
    changed(&*store, &all[0], &Action::Escalate(None), 1).await;
    changed(&*store, &all[1], &Action::Close(None), 1).await;
    let left = store.idle(instant(2), None, 10).await.unwrap();
    assert_eq!(left, all[2..], "escalated and closed ones are not idle");
}

pub async fn a_requester_is_asked_once_for_each_silence(fixture: &impl Fixture) {
    let store = fixture.tickets();
    let ticket = placed(&*store, 5, 0).await;
    assert!(asked(fixture, &ticket, 5).await);
    assert!(!asked(fixture, &ticket, 6).await, "they were");
    let seen = read(&*store, &ticket).await;
    assert_eq!(seen.idle_notified_at, Some(instant(5)));
    store
        .note_activity(guild(1), ticket.id, instant(7))
        .await
        .unwrap();
    assert!(!asked(fixture, &seen, 8).await, "somebody wrote meanwhile");
    let stirred = read(&*store, &ticket).await;
    assert!(asked(fixture, &stirred, 9).await);
    let work = fixture.work();
    let first = work
        .claim(Lane::Quick, instant(9), instant(10), 10)
        .await
        .unwrap();
    assert_eq!(first.len(), 1, "of one ticket in order");
    assert_eq!(first[0].work, Work::Ask);
}

pub async fn work_is_added_behind_what_waits_and_only_to_a_ticket(fixture: &impl Fixture) {
    let (store, work) = (fixture.tickets(), fixture.work());
    let ticket = placed(&*store, 5, 0).await;
    let line = [Work::Tell(Line::Left)];
    for (home, id) in [(1, ticket.id), (2, ticket.id)] {
        work.add(guild(home), id, &line, instant(1)).await.unwrap();
    }
    let claimed = work
        .claim(Lane::Quick, instant(1), instant(2), 10)
        .await
        .unwrap();
    let pieces: Vec<_> = claimed.iter().map(|it| (it.guild, &it.work)).collect();
    assert_eq!(pieces, [(guild(1), &line[0])]);
}

pub async fn a_ticket_knows_whether_it_is_a_thread(fixture: &impl Fixture) {
    let store = fixture.tickets();
    for room in [RoomKind::Channel, RoomKind::Thread] {
        let what = NewTicket {
            room,
            ..a_ticket(guild(1), user(11))
        };
        let ticket = opened(&*store, &what, 0).await;
        assert_eq!(read(&*store, &ticket).await.room, room);
        let claimed = changed(&*store, &ticket, &Action::Claim, 1).await;
        assert_eq!(claimed.room, room);
    }
}
