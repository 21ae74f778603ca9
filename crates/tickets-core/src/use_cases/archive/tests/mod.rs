//! Archiving tickets, over stores in memory.

mod going_on;

use std::pin::pin;

use futures_util::FutureExt as _;
use kernel::{Authority, ChannelId, Clock as _};
use settings_core::SettingValue;
use settings_core::system::LOG_CHANNEL;

use super::hold::RENEWAL;
use super::resume::MOST_TRIES;
use super::*;
use crate::summary::{NewSummary, SummaryStore as _};
use crate::testing::{Refusing, World, a_message, user};
use crate::topics::Topic;
use crate::{Act, ArchiveStore as _, Lane, TicketNumber, TicketStore as _};

pub(super) fn log_channel() -> ChannelId {
    ChannelId::new(700).unwrap()
}

pub(super) async fn resumes(world: &World) -> Resumed {
    let never = std::future::pending();
    world.tickets().resume_archives(never).await.unwrap()
}

fn has_log_channel(world: &World) {
    world
        .messages
        .write(log_channel(), a_message(1, 22, "hello"));
}

/// A closed ticket in which this many messages were written, in a guild with a log channel.
pub(super) async fn closed(count: u64) -> (World, Ticket) {
    let world = World::default();
    world.set(&LOG_CHANNEL, SettingValue::Channel(log_channel()));
    has_log_channel(&world);
    let ticket = closed_in(&world, count).await;
    (world, ticket)
}

pub(super) async fn closed_in(world: &World, count: u64) -> Ticket {
    let tickets = world.tickets();
    let ticket = tickets.open(World::wish(11)).await.unwrap();
    for id in 1..=count {
        let line = a_message(id, 11, &format!("line {id}"));
        world.messages.write(ticket.channel.unwrap(), line);
    }
    let staff = [World::staff_role()];
    let close = World::act(1, Action::Close(None), 21, &staff);
    tickets.act(&close).await.unwrap().after
}

pub(super) fn wish(by: u64) -> ArchiveTicket {
    ArchiveTicket {
        guild: World::home(),
        which: Which::Number(TicketNumber::new(1).unwrap()),
        member: Member {
            user: user(by),
            authority: Authority::Admin,
        },
        roles: Vec::new(),
        without_transcript: false,
    }
}

pub(super) async fn refusal(world: &World, wish: &ArchiveTicket) -> ArchiveRefusal {
    match world.tickets().archive(wish).await {
        Err(UseCaseError::Refused(refusal)) => refusal,
        other => panic!("{other:?}"),
    }
}

pub(super) async fn now(world: &World, ticket: &Ticket) -> Ticket {
    let found = world.store.find(ticket.guild, ticket.id).await;
    found.unwrap().unwrap()
}

/// Somebody begins now and dies.
pub(super) async fn died_over(world: &World, ticket: &Ticket) -> ArchiveMark {
    let mark = ArchiveMark {
        guild: ticket.guild,
        ticket: ticket.id,
        by: user(22),
        since: world.clock.now(),
    };
    let begun = world.store.begin(&mark, mark.since - PATIENCE).await;
    assert_eq!(begun.unwrap(), ArchiveStart::Begun(None));
    mark
}

/// Those that were not archived, as the guild hears of them.
pub(super) fn told_not_archived(world: &World) -> usize {
    let told = world.log.told().into_iter();
    told.filter(|it| matches!(it, LogEvent::NotArchived { by, .. } if *by == user(22)))
        .count()
}

#[tokio::test]
async fn the_transcript_has_every_message_in_order_before_the_channel_is_deleted() {
    let (world, ticket) = closed(250).await;
    let archived = world.tickets().archive(&wish(22)).await.unwrap();
    assert_eq!(archived.ticket.status, TicketStatus::Archived);
    assert_eq!(archived.transcript.unwrap().messages, 250);
    let transcripts = world.shelf.transcripts();
    let [file] = &transcripts[..] else {
        panic!("{transcripts:?}");
    };
    assert_eq!(file.name, "ticket-1-transcript.txt");
    let text = file.pieces.concat();
    let lines = text.lines().filter(|it| it.starts_with("    line "));
    let expected: Vec<String> = (1..=250).map(|id| format!("    line {id}")).collect();
    assert_eq!(lines.collect::<Vec<_>>(), expected);
    assert_eq!(world.rooms.all().len(), 1, "it is deleted by its work");
    while world.tickets().work(Lane::Quick).await.unwrap().all() > 0 {}
    assert!(world.rooms.all().is_empty());
    assert_eq!(now(&world, &ticket).await.status, TicketStatus::Archived);
}

#[tokio::test]
async fn of_two_admins_at_once_one_archives_and_there_is_one_transcript() {
    let (world, _) = closed(3).await;
    let tickets = world.tickets();
    let wishes: Vec<_> = (22..32).map(wish).collect();
    let tries = wishes.iter().map(|it| tickets.archive(it));
    let done = futures_util::future::join_all(tries).await;
    assert_eq!(done.iter().filter(|it| it.is_ok()).count(), 1);
    assert_eq!(world.shelf.transcripts().len(), 1);
}

#[tokio::test]
async fn whoever_comes_within_five_minutes_hears_who_is_at_it() {
    let (world, ticket) = closed(3).await;
    let mark = died_over(&world, &ticket).await;
    world
        .clock
        .set(mark.since + PATIENCE - TimeDelta::seconds(1));
    let held = refusal(&world, &wish(23)).await;
    assert!(matches!(held, ArchiveRefusal::Held(by) if by == mark));
    world.clock.set(mark.since + PATIENCE);
    assert!(world.tickets().archive(&wish(23)).await.is_ok());
}

#[tokio::test]
async fn without_a_log_channel_it_stays_closed_unless_the_loss_is_accepted() {
    let world = World::default();
    let ticket = closed_in(&world, 3).await;
    let refused = refusal(&world, &wish(22)).await;
    assert!(matches!(
        refused,
        ArchiveRefusal::NotDelivered(id, Undelivered::NoLogChannel) if id == ticket.id
    ));
    assert_eq!(now(&world, &ticket).await.status, TicketStatus::Closed);
    let forced = ArchiveTicket {
        which: Which::Row(ticket.id),
        without_transcript: true,
        ..wish(23)
    };
    let archived = world.tickets().archive(&forced).await.unwrap();
    assert_eq!(archived.transcript, None);
    assert!(
        world
            .log
            .told()
            .iter()
            .any(|it| { matches!(it, LogEvent::WithoutTranscript { by, .. } if *by == user(23)) })
    );
}

#[tokio::test]
async fn each_reason_is_told_and_the_next_try_need_not_wait() {
    let (world, ticket) = closed(3).await;
    world.shelf.refuses(Some(Refusing::Forbidden));
    let refused = refusal(&world, &wish(22)).await;
    let why = |it| match it {
        ArchiveRefusal::NotDelivered(_, why) => why,
        other => panic!("{other:?}"),
    };
    assert!(matches!(why(refused), Undelivered::LogChannelClosed));
    world.shelf.refuses(Some(Refusing::TooLarge));
    let refused = refusal(&world, &wish(23)).await;
    assert!(matches!(why(refused), Undelivered::TooLarge));
    world.shelf.refuses(None);
    world.messages.delete(log_channel());
    let refused = refusal(&world, &wish(22)).await;
    assert!(matches!(why(refused), Undelivered::LogChannelGone));
    assert_eq!(now(&world, &ticket).await.status, TicketStatus::Closed);
    has_log_channel(&world);
    assert!(world.tickets().archive(&wish(23)).await.is_ok());
}

#[tokio::test]
async fn a_channel_that_looks_empty_is_one_that_cannot_be_read_and_stays() {
    let (world, ticket) = closed(1).await;
    let line = kernel::MessageId::new(1).unwrap();
    world.messages.take_away(ticket.channel.unwrap(), line);
    let refused = refusal(&world, &wish(22)).await;
    assert!(matches!(
        refused,
        ArchiveRefusal::NotDelivered(_, Undelivered::Unreadable)
    ));
    assert_eq!(now(&world, &ticket).await.status, TicketStatus::Closed);
    world.does_its_work().await;
    assert_eq!(world.rooms.all().len(), 1, "its channel was deleted");
    assert!(world.shelf.transcripts().is_empty());
}

#[tokio::test]
async fn a_channel_that_is_gone_counts_as_deleted() {
    let (world, ticket) = closed(3).await;
    world.messages.delete(ticket.channel.unwrap());
    let archived = world.tickets().archive(&wish(22)).await.unwrap();
    assert!(archived.channel_was_gone);
    assert_eq!(archived.ticket.status, TicketStatus::Archived);
    assert!(world.shelf.transcripts().is_empty());
}

#[tokio::test]
async fn what_somebody_writes_meanwhile_is_in_the_only_transcript() {
    let (world, _) = closed(3).await;
    let late = a_message(4, 21, "one more thing");
    world.shelf.is_interrupted_by(late);
    let archived = world.tickets().archive(&wish(22)).await.unwrap();
    assert_eq!(archived.transcript.unwrap().messages, 4);
    let transcripts = world.shelf.transcripts();
    let [whole] = &transcripts[..] else {
        panic!("{transcripts:?}");
    };
    assert!(whole.pieces.concat().contains("one more thing"));
}

#[tokio::test]
async fn the_transcript_says_what_the_ticket_was_about_by_its_latest_summary() {
    let (world, ticket) = closed(1).await;
    let closed_at = ticket.closing.as_ref().unwrap().at;
    for (text, minutes) in [("They waited.", 60), ("The role is back.", 0)] {
        let at = closed_at - TimeDelta::minutes(minutes);
        let summary = NewSummary {
            guild: ticket.guild,
            ticket: ticket.id,
            closed_at: at,
            text: text.to_owned(),
            topic: Topic::default(),
            model: None,
        };
        world.summaries.add(&summary, at).await.unwrap().unwrap();
    }
    world.tickets().archive(&wish(22)).await.unwrap();
    let text = world.shelf.transcripts()[0].pieces.concat();
    assert!(text.contains("\nSummary: The role is back.\n"), "{text}");
    assert!(!text.contains("They waited."), "{text}");
}

/// Both desks of these tickets, so that none is archived until they are let go of.
async fn both_desks(tickets: &Tickets) -> [impl Drop; 2] {
    [tickets.desks.free().await, tickets.desks.free().await]
}

#[tokio::test]
async fn however_long_it_takes_nobody_begins_beside_it() {
    let (world, _) = closed(3).await;
    let tickets = world.tickets();
    let desks = both_desks(&tickets).await;
    let wish_of_first = wish(22);
    let mut archiving = pin!(tickets.archive(&wish_of_first));
    let begun = world.clock.now();
    while world.clock.now() < begun + PATIENCE * 3 {
        assert!(archiving.as_mut().now_or_never().is_none());
        world.clock.advance(RENEWAL);
    }
    assert!(archiving.as_mut().now_or_never().is_none());
    let held = refusal(&world, &wish(23)).await;
    assert!(matches!(held, ArchiveRefusal::Held(by) if by.by == user(22) && by.since == begun));
    let resumed = resumes(&world).await;
    assert_eq!(resumed, Resumed::default());
    drop(desks);
    assert!(archiving.await.is_ok());
    assert_eq!(world.shelf.transcripts().len(), 1);
}

#[tokio::test]
async fn whoever_hung_for_too_long_leaves_it_to_those_who_took_over() {
    let (world, _) = closed(3).await;
    let tickets = world.tickets();
    let desks = both_desks(&tickets).await;
    let wish_of_first = wish(22);
    let mut archiving = pin!(tickets.archive(&wish_of_first));
    assert!(archiving.as_mut().now_or_never().is_none());
    world.clock.advance(PATIENCE);
    assert!(world.tickets().archive(&wish(23)).await.is_ok());
    drop(desks);
    assert!(archiving.await.is_err());
    assert_eq!(world.shelf.transcripts().len(), 1);
}

#[tokio::test]
async fn a_line_that_breaks_after_posting_makes_no_second_transcript() {
    let (world, _) = closed(3).await;
    world.shelf.refuses(Some(Refusing::AfterPosting));
    assert!(world.tickets().archive(&wish(22)).await.is_ok());
    assert_eq!(world.shelf.transcripts().len(), 1);
}

#[tokio::test]
async fn only_admins_archive_and_only_what_is_closed() {
    let (world, _) = closed(3).await;
    let mut staff = wish(21);
    staff.member.authority = Authority::Member;
    staff.roles = vec![World::staff_role()];
    let is = |refused, expected| match refused {
        ArchiveRefusal::Act(ActRefusal::Refused(_, refusal)) => refusal == expected,
        _ => false,
    };
    assert!(is(refusal(&world, &staff).await, Refusal::NotAdmin));
    let mut reopen: Act = World::act(1, Action::Reopen, 22, &[]);
    reopen.member = wish(22).member;
    world.tickets().act(&reopen).await.unwrap();
    assert!(is(refusal(&world, &wish(22)).await, Refusal::NotClosed));
    assert!(world.shelf.transcripts().is_empty());
}
