//! Doing work over stores in memory.

use chrono::TimeDelta;
use futures_util::FutureExt as _;
use kernel::{Clock as _, RoleId};
use settings_core::SettingValue;

use super::*;
use crate::TicketStore as _;
use crate::settings::ticketbot::NOTIFY_ON_STATUS;
use crate::testing::{Call, Failing, World, user};
use crate::{Act, Action, Event, Line, Overwrite, Permissions, Ping, Subject, Target, locked};

async fn with_ticket() -> (World, Ticket) {
    let world = World::default();
    let ticket = world.tickets().open(World::wish(11)).await.unwrap();
    world.does_its_work().await;
    (world, ticket)
}

fn by_admin(action: Action) -> Act {
    let mut act = World::act(1, action, 21, &[]);
    act.member.authority = kernel::Authority::Admin;
    act
}

async fn does(world: &World, action: Action) {
    world.tickets().act(&by_admin(action)).await.unwrap();
}

/// Works until nothing is due.
async fn works(world: &World) -> Worked {
    let mut all = Worked::default();
    loop {
        let quick = world.tickets().work(Lane::Quick).await.unwrap();
        let slow = world.tickets().work(Lane::Slow).await.unwrap();
        if quick.all() + slow.all() == 0 {
            return all;
        }
        for round in [quick, slow] {
            all.done += round.done;
            all.put_off += round.put_off;
            all.given_up += round.given_up;
        }
    }
}

fn overwrite_of(world: &World, member: u64) -> Overwrite {
    let room = world.rooms.all().remove(0);
    let found = room.overwrites.into_iter();
    let is_theirs = |it: &Overwrite| it.subject == Subject::Member(user(member));
    { found }.find(is_theirs).unwrap()
}

#[tokio::test]
async fn a_closed_ticket_is_told_locked_named_and_summed_up() {
    let (world, ticket) = with_ticket().await;
    world.rooms.adds(user(12));
    does(&world, Action::Close(Some("solved".to_owned()))).await;
    assert_eq!(works(&world).await.done, 6);
    assert_eq!(overwrite_of(&world, 11), locked(user(11)));
    assert_eq!(overwrite_of(&world, 12), locked(user(12)));
    assert_eq!(world.rooms.all()[0].name, "ticket-1-closed");
    assert_eq!(world.log.closed(), [ticket.id]);
    let said = world.rooms.said();
    assert!(
        matches!(&said[..], [(Line::Closed { .. }, Ping::Nobody)]),
        "{said:?}"
    );
    let told = world.log.told();
    let last = told.last().unwrap();
    assert!(matches!(last, LogEvent::Changed { what, .. } if what.event == Event::Closed));
}

#[tokio::test]
async fn a_name_that_has_to_wait_holds_nothing_up() {
    let (world, _) = with_ticket().await;
    world.rooms.fails(Call::Rename, 1);
    does(&world, Action::Close(None)).await;
    let worked = works(&world).await;
    assert_eq!((worked.done, worked.put_off), (5, 1));
    assert_eq!(world.log.closed().len(), 1);
    assert_eq!(world.rooms.all()[0].name, "ticket-1");
    world.clock.advance(TimeDelta::minutes(10));
    works(&world).await;
    assert_eq!(world.rooms.all()[0].name, "ticket-1-closed");
}

#[tokio::test]
async fn a_ticket_that_was_opened_again_at_once_stays_open_and_writable() {
    let (world, _) = with_ticket().await;
    does(&world, Action::Close(None)).await;
    does(&world, Action::Reopen).await;
    works(&world).await;
    assert!(
        overwrite_of(&world, 11)
            .allow
            .contains(Permissions::SEND_MESSAGES)
    );
    assert_eq!(world.rooms.all()[0].name, "ticket-1");
}

#[tokio::test]
async fn people_are_pinged_when_it_is_their_turn_where_the_guild_wants_it() {
    for (wanted, expected) in [
        (
            true,
            [Ping::User(user(11)), Ping::Role(RoleId::new(78).unwrap())],
        ),
        (false, [Ping::Nobody, Ping::Nobody]),
    ] {
        let (world, _) = with_ticket().await;
        world.set(&NOTIFY_ON_STATUS, SettingValue::Bool(wanted));
        does(&world, Action::Wait).await;
        let target = Target::Role(RoleId::new(78).unwrap());
        does(&world, Action::Escalate(Some(target))).await;
        works(&world).await;
        let pinged: Vec<Ping> = world.rooms.said().into_iter().map(|it| it.1).collect();
        assert_eq!(pinged, expected);
        let room = world.rooms.all().remove(0);
        assert!(room.overwrites.contains(&Overwrite::of_target(target)));
    }
}

#[tokio::test]
async fn buttons_that_somebody_deleted_are_posted_anew() {
    let (world, ticket) = with_ticket().await;
    world.rooms.loses_buttons();
    does(&world, Action::Claim).await;
    assert_eq!(works(&world).await.given_up, 0);
    let control = world.rooms.all()[0].control;
    assert!(control.is_some());
    let now = world.store.find(World::home(), ticket.id).await.unwrap();
    assert_eq!(now.unwrap().control_message, control);
}

#[tokio::test]
async fn a_ticket_whose_channel_is_gone_is_over() {
    let (world, ticket) = with_ticket().await;
    world.rooms.lose_all();
    does(&world, Action::Claim).await;
    works(&world).await;
    let now = world
        .store
        .find(World::home(), ticket.id)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(now.status, TicketStatus::Archived);
    assert_eq!(now.closing.unwrap().by, None);
}

#[tokio::test]
async fn what_fails_is_tried_with_growing_pauses_and_then_told_to_staff() {
    let (world, _) = with_ticket().await;
    world.rooms.fails(Call::Set, 100);
    does(&world, Action::Close(None)).await;
    let start = world.clock.now();
    let mut given_up = 0;
    while given_up == 0 && world.clock.now() - start < TimeDelta::hours(3) {
        given_up += works(&world).await.given_up;
        world.clock.advance(TimeDelta::seconds(15));
    }
    assert_eq!(given_up, 1);
    // 15 + 30 + 60 + 120 + 240 + 480 + 600 seconds
    let took = world.clock.now() - start;
    assert!(
        took >= TimeDelta::seconds(1545) && took < TimeDelta::seconds(1545 + 120),
        "{took}"
    );
    let told = world.log.told();
    assert!(told.iter().any(|it| matches!(
        it,
        LogEvent::GivenUp {
            work: Work::Lock,
            ..
        }
    )));
}

#[tokio::test]
async fn a_process_that_dies_over_a_line_has_it_said_once() {
    let (world, _) = with_ticket().await;
    does(&world, Action::Claim).await;
    world.tickets().work(Lane::Quick).await.unwrap();
    let now = world.clock.now();
    let tickets = world.tickets();
    let claim = tickets
        .ports
        .work
        .claim(Lane::Quick, now, now + LEASE, 1)
        .await;
    let piece = claim.unwrap().remove(0);
    let end = world.tickets().perform(&piece).await;
    assert!(matches!(end, End::Done), "and then it died");
    world.clock.advance(LEASE);
    world.rooms.forgets_nonces();
    works(&world).await;
    assert_eq!(world.rooms.said().len(), 1);
}

/// Hours in which it is worked again and again, until something is given up.
async fn works_until_it_gives_up(world: &World) -> TimeDelta {
    let start = world.clock.now();
    while works(world).await.given_up == 0 {
        world.clock.advance(TimeDelta::seconds(15));
        assert!(world.clock.now() - start < TimeDelta::hours(3));
    }
    world.clock.now() - start
}

#[tokio::test]
async fn a_lock_that_the_bot_may_not_set_is_told_at_once_and_tried_five_times_again() {
    let (world, ticket) = with_ticket().await;
    let lacking = Permissions::MANAGE_ROLES;
    world
        .rooms
        .fails_with(Call::Set, 100, Failing::Forbidden(lacking));
    does(&world, Action::Close(None)).await;
    works(&world).await;
    let told = || {
        let told = world.log.told().into_iter();
        let of_locks = told.filter_map(|it| match it {
            LogEvent::Forbidden {
                ticket,
                work: Work::Lock,
                lacking,
            } => Some((ticket, Some(lacking))),
            LogEvent::GivenUp {
                ticket,
                work: Work::Lock,
            } => Some((ticket, None)),
            _ => None,
        });
        of_locks.collect::<Vec<_>>()
    };
    assert_eq!(
        told(),
        [(ticket.number, Some(lacking))],
        "staff hears of it"
    );
    let by = user(21);
    let line = Line::NotLocked { by, lacking };
    let follow_up = (line, Ping::User(by));
    assert_eq!(world.rooms.said().pop(), Some(follow_up.clone()));
    let took = works_until_it_gives_up(&world).await;
    // 15 + 30 + 60 + 120 + 240 seconds
    assert_eq!(took, TimeDelta::seconds(465));
    let both = [(ticket.number, Some(lacking)), (ticket.number, None)];
    assert_eq!(told(), both, "each once");
    let said = world.rooms.said().into_iter();
    assert_eq!(said.filter(|it| *it == follow_up).count(), 1);
    let now = world.store.find(World::home(), ticket.id).await.unwrap();
    assert_eq!(now.unwrap().status, TicketStatus::Closed);
}

#[tokio::test]
async fn a_ticket_stays_when_only_a_message_in_it_is_gone() {
    let (world, ticket) = with_ticket().await;
    world.rooms.fails_with(Call::Say, 1, Failing::Gone);
    does(&world, Action::Claim).await;
    assert_eq!(works(&world).await.put_off, 1);
    let status = async || {
        let found = world.store.find(World::home(), ticket.id).await.unwrap();
        found.unwrap().status
    };
    assert_eq!(status().await, TicketStatus::Claimed);
    world.clock.advance(TimeDelta::seconds(15));
    works(&world).await;
    assert_eq!(world.rooms.said().len(), 1, "it is said after all");
    assert_eq!(status().await, TicketStatus::Claimed);
    assert_eq!(world.rooms.all().len(), 1);
}

#[tokio::test]
async fn whoever_cannot_be_locked_out_keeps_nobody_else_in() {
    let (world, _) = with_ticket().await;
    world.rooms.adds(user(12));
    world.rooms.fails(Call::Set, 1);
    does(&world, Action::Close(None)).await;
    assert_eq!(works(&world).await.put_off, 1);
    assert_eq!(overwrite_of(&world, 12), locked(user(12)));
    assert_ne!(overwrite_of(&world, 11), locked(user(11)));
    world.clock.advance(TimeDelta::seconds(15));
    works(&world).await;
    assert_eq!(overwrite_of(&world, 11), locked(user(11)));
}

#[tokio::test]
async fn no_ticket_waits_for_a_channel_that_discord_is_slow_with() {
    let (world, slow) = with_ticket().await;
    world.tickets().open(World::wish(12)).await.unwrap();
    world.does_its_work().await;
    world.rooms.hangs(slow.id);
    for number in [1, 2] {
        let mut claim = by_admin(Action::Claim);
        claim.which = crate::Which::Number(crate::TicketNumber::new(number).unwrap());
        world.tickets().act(&claim).await.unwrap();
    }
    let tickets = world.tickets();
    assert!(tickets.work(Lane::Quick).now_or_never().is_none());
    let quick = tickets.work(Lane::Quick).await.unwrap();
    assert_eq!(quick.done, 1, "what the other one waits for");
    assert_eq!(world.rooms.said().len(), 1);
}
