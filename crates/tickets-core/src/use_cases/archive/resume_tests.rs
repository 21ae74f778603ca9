//! Going on with interrupted archives, where that does not work at once.

use std::future::{pending, ready};
use std::pin::pin;

use futures_util::FutureExt as _;

use super::resume::{LONGEST_TRY, MOST_TRIES};
use super::tests::{closed, closed_in, died_over, now, refusal, resumes, told_not_archived, wish};
use super::*;
use crate::testing::{Refusing, World, user};
use crate::{Line, Ping, Unarchived};

/// What is left to do is done, and what was said of it.
async fn said(world: &World) -> Vec<(Line, Ping)> {
    world.does_its_work().await;
    let said = world.rooms.said().into_iter();
    said.filter(|(it, _)| matches!(it, Line::NotArchived { .. }))
        .collect()
}

fn not_archived(why: Unarchived) -> (Line, Ping) {
    let by = user(22);
    (Line::NotArchived { by, why }, Ping::User(by))
}

#[tokio::test]
async fn whoever_wants_it_reads_in_the_ticket_and_in_the_log_why_it_stays_closed() {
    for (refusing, why) in [
        (Refusing::Forbidden, Unarchived::LogChannelClosed),
        (Refusing::TooLarge, Unarchived::TooLarge),
    ] {
        let (world, ticket) = closed(3).await;
        died_over(&world, &ticket).await;
        world.shelf.refuses(Some(refusing));
        world.clock.advance(PATIENCE);
        assert_eq!(resumes(&world).await.given_up.len(), 1);
        assert_eq!(said(&world).await, [not_archived(why)]);
        let told = world.log.told().into_iter();
        let mut told = told.filter_map(|it| match it {
            LogEvent::NotArchived { why, .. } => Some(why),
            _ => None,
        });
        assert_eq!((told.next(), told.next()), (Some(why), None));
    }
}

#[tokio::test]
async fn where_the_log_channel_is_missing_the_tickets_own_channel_tells() {
    let world = World::default();
    let ticket = closed_in(&world, 3).await;
    died_over(&world, &ticket).await;
    world.clock.advance(PATIENCE);
    assert_eq!(resumes(&world).await.given_up.len(), 1);
    let expected = not_archived(Unarchived::NoLogChannel);
    assert_eq!(said(&world).await, [expected]);
}

#[tokio::test]
async fn a_ticket_that_was_archived_meanwhile_is_not_said_to_stay_closed() {
    let (world, ticket) = closed(3).await;
    died_over(&world, &ticket).await;
    world.shelf.refuses(Some(Refusing::Forbidden));
    world.clock.advance(PATIENCE);
    resumes(&world).await;
    world.shelf.refuses(None);
    assert!(world.tickets().archive(&wish(23)).await.is_ok());
    assert_eq!(said(&world).await, []);
}

#[tokio::test]
async fn between_two_tries_an_admin_may_take_over_or_do_without_a_transcript() {
    for without_transcript in [false, true] {
        let (world, ticket) = closed(3).await;
        died_over(&world, &ticket).await;
        world.shelf.refuses(Some(Refusing::Unreachable));
        world.clock.advance(PATIENCE);
        assert_eq!(resumes(&world).await.left.len(), 1);
        world
            .shelf
            .refuses(without_transcript.then_some(Refusing::Unreachable));
        let wish = ArchiveTicket {
            without_transcript,
            ..wish(23)
        };
        let archived = world.tickets().archive(&wish).await.unwrap();
        assert_eq!(archived.transcript.is_some(), !without_transcript);
        world.clock.advance(PATIENCE);
        assert_eq!(resumes(&world).await, Resumed::default());
    }
}

#[tokio::test]
async fn while_a_try_is_under_way_an_admin_hears_so() {
    let (world, ticket) = closed(3).await;
    died_over(&world, &ticket).await;
    world.shelf.refuses(Some(Refusing::Hangs));
    world.clock.advance(PATIENCE);
    let tickets = world.tickets();
    let mut resuming = pin!(tickets.resume_archives(pending()));
    assert!(resuming.as_mut().now_or_never().is_none());
    let held = refusal(&world, &wish(23)).await;
    assert!(matches!(held, ArchiveRefusal::Held(_)), "{held:?}");
}

#[tokio::test]
async fn a_try_that_a_stop_cuts_is_not_counted() {
    let (world, ticket) = closed(3).await;
    died_over(&world, &ticket).await;
    world.shelf.refuses(Some(Refusing::Hangs));
    for _ in 0..MOST_TRIES * 2 {
        world.clock.advance(PATIENCE);
        let tickets = world.tickets();
        let cut = tickets.resume_archives(ready(())).await.unwrap();
        assert_eq!(cut, Resumed::default());
    }
    world.shelf.refuses(None);
    world.clock.advance(PATIENCE);
    assert_eq!(resumes(&world).await.archived, 1);
    assert_eq!(told_not_archived(&world), 0);
}

#[tokio::test]
async fn a_try_that_never_ends_is_broken_off_and_counted() {
    let (world, ticket) = closed(3).await;
    died_over(&world, &ticket).await;
    world.shelf.refuses(Some(Refusing::Hangs));
    for number in 1..=MOST_TRIES {
        world.clock.advance(PATIENCE);
        let tickets = world.tickets();
        let mut resuming = pin!(tickets.resume_archives(pending()));
        assert!(resuming.as_mut().now_or_never().is_none());
        world.clock.advance(LONGEST_TRY);
        let resumed = resuming.await.unwrap();
        let given_up = usize::from(number == MOST_TRIES);
        assert_eq!(resumed.given_up.len(), given_up, "{number}");
        assert_eq!(resumed.left.len(), 1 - given_up, "{number}");
    }
    assert_eq!(said(&world).await, [not_archived(Unarchived::BrokenOff)]);
}

#[tokio::test]
async fn what_brings_every_process_down_is_given_up_as_interrupted() {
    let (world, ticket) = closed(3).await;
    died_over(&world, &ticket).await;
    world.shelf.refuses(Some(Refusing::Hangs));
    for _ in 0..MOST_TRIES {
        world.clock.advance(PATIENCE);
        let tickets = world.tickets();
        let mut dying = pin!(tickets.resume_archives(pending()));
        assert!(dying.as_mut().now_or_never().is_none());
    }
    world.clock.advance(PATIENCE);
    assert_eq!(resumes(&world).await.given_up.len(), 1);
    assert_eq!(said(&world).await, [not_archived(Unarchived::BrokenOff)]);
}

#[tokio::test]
async fn parts_of_what_never_became_whole_do_not_pile_up() {
    let (world, ticket) = closed(3).await;
    died_over(&world, &ticket).await;
    world.shelf.refuses(Some(Refusing::AfterFirstPart));
    for number in 1..=MOST_TRIES {
        world.clock.advance(PATIENCE);
        resumes(&world).await;
        let parts = usize::from(number < MOST_TRIES);
        assert_eq!(world.shelf.transcripts().len(), parts, "{number}");
    }
    assert_eq!(told_not_archived(&world), 1);
    let refused = refusal(&world, &wish(23)).await;
    assert!(matches!(refused, ArchiveRefusal::PutOff));
    assert_eq!(world.shelf.transcripts(), [], "also where a person tries");
    world.shelf.refuses(None);
    assert!(world.tickets().archive(&wish(23)).await.is_ok());
    assert_eq!(world.shelf.transcripts().len(), 1);
}

#[tokio::test]
async fn a_ticket_that_cannot_be_read_keeps_nobody_waiting_and_is_tried_no_more_after_an_hour() {
    let (world, spoiled) = closed(3).await;
    died_over(&world, &spoiled).await;
    world.store.spoils(spoiled.id);
    for number in 1..=MOST_TRIES {
        world.clock.advance(PATIENCE);
        let resumed = resumes(&world).await;
        let given_up = usize::from(number == MOST_TRIES);
        assert_eq!(resumed.given_up.len(), given_up, "{number}");
        assert_eq!(resumed.left.len(), 1 - given_up, "{number}");
    }
    world.clock.advance(PATIENCE);
    assert_eq!(resumes(&world).await, Resumed::default());
}

#[tokio::test]
async fn what_goes_on_failing_tells_that_it_failed() {
    let (world, ticket) = closed(3).await;
    died_over(&world, &ticket).await;
    world.shelf.refuses(Some(Refusing::Unreachable));
    for _ in 0..MOST_TRIES {
        world.clock.advance(PATIENCE);
        resumes(&world).await;
    }
    assert_eq!(said(&world).await, [not_archived(Unarchived::Failed)]);
    assert_eq!(now(&world, &ticket).await.status, TicketStatus::Closed);
}

#[tokio::test]
async fn what_fails_only_now_for_an_admin_is_tried_again_by_itself() {
    let (world, ticket) = closed(3).await;
    world.shelf.refuses(Some(Refusing::Unreachable));
    // Pressing again and again uses up none of the tries.
    for _ in 0..MOST_TRIES * 2 {
        let refused = refusal(&world, &wish(22)).await;
        assert!(matches!(refused, ArchiveRefusal::PutOff), "{refused:?}");
    }
    assert_eq!(resumes(&world).await, Resumed::default(), "in some minutes");
    world.clock.advance(PATIENCE);
    assert_eq!(resumes(&world).await.left.len(), 1);
    world.shelf.refuses(None);
    world.clock.advance(PATIENCE);
    assert_eq!(resumes(&world).await.archived, 1);
    assert_eq!(world.shelf.transcripts().len(), 1);
    assert_eq!(now(&world, &ticket).await.status, TicketStatus::Archived);
    assert_eq!(said(&world).await, []);
}

#[tokio::test]
async fn what_goes_on_failing_for_an_admin_is_told_to_them_after_an_hour() {
    let (world, _) = closed(3).await;
    world.shelf.refuses(Some(Refusing::Unreachable));
    refusal(&world, &wish(22)).await;
    let mut tries = 0;
    loop {
        world.clock.advance(PATIENCE);
        tries += 1;
        if resumes(&world).await.given_up.len() == 1 {
            break;
        }
    }
    assert_eq!(tries, MOST_TRIES);
    assert_eq!(said(&world).await, [not_archived(Unarchived::Failed)]);
}

#[tokio::test]
async fn of_what_was_put_off_another_admin_need_not_wait() {
    let (world, _) = closed(3).await;
    world.shelf.refuses(Some(Refusing::Unreachable));
    refusal(&world, &wish(22)).await;
    world.shelf.refuses(None);
    assert!(world.tickets().archive(&wish(23)).await.is_ok());
    world.clock.advance(PATIENCE);
    assert_eq!(resumes(&world).await, Resumed::default());
    assert_eq!(world.shelf.transcripts().len(), 1);
}
